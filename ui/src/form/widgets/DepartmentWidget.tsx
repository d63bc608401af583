import { Select } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useWords } from '../../i18n/words';
import { chosen } from '../chosen';
import { useDepartments } from '../departments';
import type { WidgetProps } from './types';

/** The departments, each after the one above it, found by any part of the way there. */
function useDepartmentOptions() {
  const words = useWords();
  const { data, isLoading } = useDepartments();
  return useMemo(() => {
    const ways = new Map<string, string[]>();
    const options = (data ?? []).map((dept) => {
      const way = [...(ways.get(dept.parent ?? '') ?? []), words(dept.name)];
      ways.set(dept.id, way);
      return { value: dept.id, label: words(dept.name), way: way.join(' / '), depth: way.length - 1 };
    });
    return { options, isLoading };
  }, [data, isLoading, words]);
}

function useDepartmentSelect({ field, control, onLeave }: WidgetProps) {
  const { t } = useTranslation('form');
  const words = useWords();
  const { options, isLoading } = useDepartmentOptions();
  const depth = new Map(options.map((option) => [option.value, option.depth]));
  return {
    ...control,
    style: { width: '100%' },
    options,
    loading: isLoading,
    showSearch: { optionFilterProp: 'way' },
    placeholder: words(field.layout.placeholder) || t('department.search'),
    notFoundContent: isLoading ? t('person.searching') : t('none'),
    optionRender: (option: { value?: unknown; label?: React.ReactNode }) => (
      <span style={{ paddingInlineStart: (depth.get(String(option.value)) ?? 0) * 16 }}>{option.label}</span>
    ),
    onBlur: onLeave,
  };
}

/** A department of the company. */
export function DepartmentWidget(props: WidgetProps) {
  const { t } = useTranslation('form');
  const select = useDepartmentSelect(props);
  const known = new Set(select.options.map((option) => option.value));
  return (
    <Select
      {...select}
      allowClear={!props.control['aria-required']}
      value={typeof props.value === 'string' ? props.value : null}
      labelRender={({ value, label }) => (known.has(String(value)) ? label : t('department.unknown'))}
      onChange={(next) => props.onChange(next ?? undefined)}
    />
  );
}

/** Several departments. */
export function DepartmentsWidget(props: WidgetProps) {
  const select = useDepartmentSelect(props);
  return (
    <Select
      {...select}
      mode="multiple"
      value={chosen(props.value)}
      onChange={(next: string[]) => props.onChange(next.length > 0 ? next : undefined)}
    />
  );
}

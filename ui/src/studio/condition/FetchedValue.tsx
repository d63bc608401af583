import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listKeys, lists } from '../../api';
import { useSettled } from '../../form/widgets/useSettled';
import { useWords } from '../../i18n/words';
import { useDepartments } from '../flow/useDepartments';

const full = { width: '100%' };

interface SourcedValueProps {
  /** Absent where the options come from a script: then any value may be written. */
  list: string | undefined;
  several: boolean;
  status: 'error' | undefined;
  value: string | string[] | null;
  onChange: (value: string | string[] | null) => void;
}

/** Values of a list that the organisation keeps, found by any part of their words. */
export function SourcedValue({ list = '', several, status, value, onChange }: SourcedValueProps) {
  const { t } = useTranslation('studio');
  const words = useWords();
  const [text, setText] = useState('');
  const q = useSettled(text.trim(), 200);
  const chosen = Array.isArray(value) ? value : value ? [value] : [];
  const found = useQuery({
    queryKey: listKeys.options(list, { q, limit: 50 }),
    queryFn: ({ signal }) => lists.options(list, { q, limit: 50 }, signal),
    enabled: list !== '',
    placeholderData: (before) => before,
  });
  const named = useQuery({
    queryKey: [...listKeys.all, list, 'words', chosen],
    queryFn: ({ signal }) => lists.optionsOf(list, chosen, signal),
    enabled: list !== '' && chosen.length > 0,
    placeholderData: (before) => before,
  });
  const label = new Map(
    [...(named.data?.items ?? []), ...(found.data?.items ?? [])].map((each) => [each.value, words(each.label)]),
  );
  const props = {
    'aria-label': t('condition.value'),
    style: full,
    status,
    placeholder: t(list ? 'condition.chooseValue' : 'condition.textValue'),
    showSearch: { filterOption: false, searchValue: text, onSearch: setText },
    options: (found.data?.items ?? []).map((each) => ({ value: each.value, label: words(each.label) || each.value })),
    labelRender: ({ value: each }: { value?: unknown }) => label.get(String(each)) || String(each),
  };
  // What a script will offer is not known yet: its values are written.
  if (several || list === '') {
    return (
      <Select
        {...props}
        mode={list === '' ? 'tags' : 'multiple'}
        maxCount={several ? undefined : 1}
        value={chosen}
        onChange={(next: string[]) => onChange(several ? next : (next[0] ?? null))}
      />
    );
  }
  return <Select {...props} value={chosen[0] ?? null} onChange={(next: string) => onChange(next ?? null)} />;
}

interface DepartmentsValueProps {
  value: string[];
  status: 'error' | undefined;
  onChange: (value: string[]) => void;
}

/** Departments of the company. */
export function DepartmentsValue({ value, status, onChange }: DepartmentsValueProps) {
  const { t } = useTranslation('studio');
  const words = useWords();
  const departments = useDepartments();
  return (
    <Select
      aria-label={t('condition.value')}
      mode="multiple"
      style={full}
      status={status}
      loading={!departments}
      showSearch={{ optionFilterProp: 'label' }}
      value={value}
      placeholder={t('condition.chooseValue')}
      options={[...(departments?.values() ?? [])].map((each) => ({ value: each.id, label: words(each.name) }))}
      onChange={onChange}
    />
  );
}

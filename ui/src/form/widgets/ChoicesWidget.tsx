import { Checkbox, Select } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Branch } from '../../core/form';
import { useWords } from '../../i18n/words';
import { chosen } from '../chosen';
import type { FieldModel } from '../model';
import styles from './ChoicesWidget.module.css';
import { useOptions } from './ChoiceWidget';
import type { WidgetProps } from './types';

/** Several of the options, in a list that opens. */
export function MultiselectWidget({ field, value, onChange, onLeave, control }: WidgetProps) {
  const { t } = useTranslation('form');
  const words = useWords();
  return (
    <Select
      {...control}
      mode="multiple"
      style={{ width: '100%' }}
      value={chosen(value)}
      options={useOptions(field)}
      showSearch={{ optionFilterProp: 'label' }}
      placeholder={words(field.layout.placeholder) || t('chooseSeveral')}
      notFoundContent={t('none')}
      onChange={(next: string[]) => onChange(next.length > 0 ? next : undefined)}
      onBlur={onLeave}
    />
  );
}

/** Several of a few, all in sight. */
export function CheckboxesWidget({ field, value, onChange, onLeave, control }: WidgetProps) {
  const options = useOptions(field);
  const now = chosen(value);
  const first = options[0]?.value;
  return (
    <span className={styles.boxes}>
      {options.map((option) => (
        <Checkbox
          key={option.value}
          id={option.value === first ? control.id : undefined}
          checked={now.includes(option.value)}
          onChange={(event) => {
            // In the order in which they are offered, whatever the order of the clicks.
            const next = options
              .map((each) => each.value)
              .filter((each) => (each === option.value ? event.target.checked : now.includes(each)));
            onChange(next.length > 0 ? next : undefined);
          }}
          onBlur={onLeave}
        >
          {option.label}
        </Checkbox>
      ))}
    </span>
  );
}

interface TreeRow {
  value: string;
  /** The words alone, for the list, and the way there, for what is chosen and for searching. */
  words: string;
  label: string;
  depth: number;
  disabled: boolean;
}

function rowsOf(field: FieldModel, words: ReturnType<typeof useWords>): TreeRow[] {
  const rows: TreeRow[] = [];
  const named = (value: string) => words(field.layout.options?.[value]) || value;
  const placed = new Set<string>();
  const walk = (branches: readonly Branch[], way: string[]) => {
    for (const branch of branches) {
      const group = branch.value === undefined;
      // A rule may leave only some of the options.
      if (branch.value !== undefined && !field.options.includes(branch.value)) continue;
      const own = branch.value === undefined ? words(branch.title) : named(branch.value);
      const path = [...way, own];
      const value = branch.value ?? `group:${rows.length}`;
      rows.push({ value, words: own, label: path.join(' / '), depth: way.length, disabled: group });
      if (group) walk(branch.children ?? [], path);
      else placed.add(value);
    }
  };
  walk(field.layout.tree ?? [], []);
  for (const value of field.options) {
    if (placed.has(value)) continue;
    rows.push({ value, words: named(value), label: named(value), depth: 0, disabled: false });
  }
  return rows;
}

/** One of many in groups: the groups are headings of the list, and searching finds by the whole way. */
export function TreeWidget({ field, value, onChange, onLeave, control }: WidgetProps) {
  const { t } = useTranslation('form');
  const words = useWords();
  const rows = useMemo(() => rowsOf(field, words), [field, words]);
  const byValue = useMemo(() => new Map(rows.map((row) => [row.value, row])), [rows]);
  return (
    <Select
      {...control}
      style={{ width: '100%' }}
      value={typeof value === 'string' ? value : null}
      options={rows}
      showSearch={{ optionFilterProp: 'label' }}
      optionRender={(option) => {
        const row = byValue.get(String(option.value));
        return (
          <span
            className={row?.disabled ? styles.group : undefined}
            style={{ paddingInlineStart: (row?.depth ?? 0) * 16 }}
          >
            {row?.words}
          </span>
        );
      }}
      placeholder={words(field.layout.placeholder) || t('choose')}
      notFoundContent={t('none')}
      allowClear={!control['aria-required']}
      onChange={(next) => onChange(next ?? undefined)}
      onBlur={onLeave}
    />
  );
}

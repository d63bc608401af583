import { useQuery } from '@tanstack/react-query';
import { Input, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, type DirectoryDepartment, keys, type Language, type PersonName as Named, type Text } from '../../api';
import { useSettled } from '../../form/widgets/useSettled';
import { languages } from '../../i18n';
import { useLanguage, useWords } from '../../i18n/words';
import { type ControlProps, Field } from '../../ui/Field';
import { PersonName } from '../../ui/Person';
import { usePersonDetail } from '../../ui/standIn';
import { plant } from './departments';
import styles from './People.module.css';

const SETTLE = 200;

export interface PersonSelectProps extends Partial<ControlProps> {
  value: string;
  onChange: (id: string) => void;
  /** Who is chosen at first, so that their name is shown at once. */
  known?: Named;
  /** Somebody who cannot be chosen. */
  except?: string;
  placeholder?: string;
}

/** One of the people who work here, found by name; it may be emptied. */
export function PersonSelect({ value, onChange, known, except, placeholder, ...control }: PersonSelectProps) {
  const { t } = useTranslation('people');
  const words = useWords();
  const detail = usePersonDetail();
  const [open, setOpen] = useState(false);
  const [text, setText] = useState('');
  const settled = useSettled(text.trim(), SETTLE);
  const [seen, setSeen] = useState<Named | undefined>(known);
  const search = useQuery({
    queryKey: keys.people(settled),
    queryFn: ({ signal }) => api.people(settled, signal),
    enabled: open,
    staleTime: 30_000,
    placeholderData: (before) => before,
  });
  const people = (search.data?.items ?? []).filter((person) => person.id !== except);
  const searching = search.isFetching || settled !== text.trim();
  const nameOf = (id: string) => {
    const found = people.find((each) => each.id === id) ?? [seen, known].find((each) => each?.id === id);
    return words(found?.name) || '…';
  };
  return (
    <Select
      {...control}
      className={styles.wide}
      showSearch={{ filterOption: false, searchValue: text, onSearch: setText }}
      value={value || undefined}
      placeholder={placeholder ?? t('person.choose')}
      allowClear
      options={people.map((person) => ({ value: person.id, label: words(person.name) }))}
      optionRender={(option) => {
        const person = people.find((each) => each.id === option.value);
        return person && <PersonName who={person} detail={detail(person)} />;
      }}
      labelRender={({ value: id }) => nameOf(String(id))}
      loading={open && searching}
      notFoundContent={searching ? '…' : t('person.nobody')}
      onOpenChange={(next) => {
        setOpen(next);
        if (!next) setText('');
      }}
      onChange={(id: string | undefined) => {
        setSeen(people.find((each) => each.id === id));
        onChange(id ?? '');
      }}
    />
  );
}

export interface DepartmentSelectProps extends Partial<ControlProps> {
  value: string;
  onChange: (id: string) => void;
  departments: readonly DirectoryDepartment[];
  /** Departments that cannot be chosen. */
  except?: Set<string>;
  placeholder: string;
}

/** One of the departments, shown as the tree that they stand in; it may be emptied. */
export function DepartmentSelect({
  value,
  onChange,
  departments,
  except,
  placeholder,
  ...control
}: DepartmentSelectProps) {
  const words = useWords();
  return (
    <Select
      {...control}
      className={styles.wide}
      showSearch={{ optionFilterProp: 'label' }}
      allowClear
      value={value || undefined}
      placeholder={placeholder}
      options={plant(departments)
        .filter(({ department }) => !except?.has(department.id))
        .map(({ department, depth }) => ({ value: department.id, label: words(department.name), depth }))}
      optionRender={(option) => (
        <span style={{ paddingInlineStart: 14 * Number(option.data.depth) }}>{option.label}</span>
      )}
      onChange={(id: string | undefined) => onChange(id ?? '')}
    />
  );
}

export interface NameFieldsProps {
  id: string;
  label: string;
  value: Text;
  onChange: (value: Text) => void;
  error?: string;
  required?: boolean;
}

/** A wording in both languages, the reader's own first; one of the two is enough. */
export function NameFields({ id, label, value, onChange, error, required }: NameFieldsProps) {
  const { t } = useTranslation('people');
  const own = useLanguage();
  const order: Language[] = [...languages].sort((a, b) => Number(b === own) - Number(a === own));
  return (
    <div className={styles.pair}>
      {order.map((language, n) => (
        <Field
          key={language}
          id={`${id}-${language}`}
          label={t(`nameIn.${language}`, { label })}
          error={n === 0 ? error : undefined}
          required={required && n === 0}
        >
          {(control) => (
            <Input
              {...control}
              lang={language}
              maxLength={64}
              value={value[language] ?? ''}
              onChange={(event) => onChange({ ...value, [language]: event.target.value })}
            />
          )}
        </Field>
      ))}
    </div>
  );
}

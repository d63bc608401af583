import { useQuery } from '@tanstack/react-query';
import { Button, Input, Select } from 'antd';
import { useEffect, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, keys } from '../../api';
import { DateInput } from '../../form/widgets/DateInput';
import { useSettled } from '../../form/widgets/useSettled';
import { useWords } from '../../i18n/words';
import { Field } from '../../ui/Field';
import { PersonName } from '../../ui/Person';
import styles from './AuditPage.module.css';
import { actionGroups, type Chosen, type FilterKey } from './filter';

const SETTLE = 250;

export interface FiltersProps {
  chosen: Chosen;
  onChoose: (key: FilterKey, value: string | undefined) => void;
  onClear: () => void;
}

/** What the reader looks for in the record. */
export function Filters({ chosen, onChoose, onClear }: FiltersProps) {
  const { t } = useTranslation('audit');
  const id = useId();
  const any = Object.keys(chosen).length > 0;
  return (
    <search className={`card ${styles.filters}`} aria-label={t('filter.label')}>
      <Field id={`${id}-person`} label={t('filter.person')}>
        {(control) => <PersonSelect {...control} value={chosen.person} onChange={(to) => onChoose('person', to)} />}
      </Field>
      <Field id={`${id}-action`} label={t('filter.action')}>
        {(control) => (
          <Select
            {...control}
            className={styles.control}
            allowClear
            showSearch={{ optionFilterProp: 'label' }}
            placeholder={t('filter.actionAny')}
            value={chosen.action}
            onChange={(to: string | undefined) => onChoose('action', to)}
            options={(['people', 'access', 'apps', 'site'] as const).map((group) => ({
              label: t(`group.${group}`),
              options: actionGroups[group].map((action) => ({ value: action, label: t(`actionName.${action}`) })),
            }))}
          />
        )}
      </Field>
      <div className={styles.wide}>
        <Field id={`${id}-object`} label={t('filter.object')}>
          {(control) => (
            <ObjectInput
              {...control}
              value={chosen.object ?? ''}
              onChange={(to) => onChoose('object', to || undefined)}
            />
          )}
        </Field>
      </div>
      {(['from', 'to'] as const).map((key) => (
        <Field key={key} id={`${id}-${key}`} label={t(`filter.${key}`)}>
          {(control) => (
            <DateInput control={control} value={chosen[key]} onChange={(to) => onChoose(key, to)} onLeave={() => {}} />
          )}
        </Field>
      ))}
      {any && (
        <div className={styles.clear}>
          <Button onClick={onClear}>{t('filter.clear')}</Button>
        </div>
      )}
    </search>
  );
}

interface ControlProps {
  id: string;
}

/** An object's name, asked for once the typing has paused. */
function ObjectInput({
  value,
  onChange,
  ...control
}: ControlProps & { value: string; onChange: (to: string) => void }) {
  const { t } = useTranslation('audit');
  const [text, setText] = useState(value);
  const settled = useSettled(text.trim(), SETTLE);
  useEffect(() => setText(value), [value]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what was typed is a choice, not what came from the address.
  useEffect(() => {
    if (settled === text.trim() && settled !== value) onChange(settled);
  }, [settled]);
  return (
    <Input
      {...control}
      allowClear
      maxLength={200}
      spellCheck={false}
      placeholder={t('filter.objectAny')}
      value={text}
      onChange={(event) => setText(event.target.value)}
    />
  );
}

/** One person of the company, found by name. */
function PersonSelect({
  value,
  onChange,
  ...control
}: ControlProps & { value?: string; onChange: (to: string | undefined) => void }) {
  const { t } = useTranslation('audit');
  const words = useWords();
  const [open, setOpen] = useState(false);
  const [text, setText] = useState('');
  const settled = useSettled(text.trim(), SETTLE);
  const chosen = useQuery({
    queryKey: keys.peopleById(value ? [value] : []),
    queryFn: ({ signal }) => api.peopleById([value ?? ''], signal),
    enabled: !!value,
    staleTime: 60_000,
  });
  const search = useQuery({
    queryKey: keys.people(settled),
    queryFn: ({ signal }) => api.people(settled, signal),
    enabled: open,
    staleTime: 60_000,
    placeholderData: (before) => before,
  });
  const people = new Map(
    [...(chosen.data?.items ?? []), ...(search.data?.items ?? [])].map((person) => [person.id, person] as const),
  );
  const searching = search.isFetching || settled !== text.trim();
  return (
    <Select
      {...control}
      className={styles.control}
      allowClear
      showSearch={{ filterOption: false, searchValue: text, onSearch: setText }}
      placeholder={t('filter.personAny')}
      value={value}
      options={[...people.values()].map((person) => ({ value: person.id, label: words(person.name) }))}
      optionRender={(option) => {
        const person = people.get(String(option.value));
        return person && <PersonName who={person} detail={words(person.dept?.name)} />;
      }}
      labelRender={({ value: each }) => words(people.get(String(each))?.name) || '…'}
      loading={open && searching}
      notFoundContent={searching ? '…' : t('filter.personNone')}
      onOpenChange={(next) => {
        setOpen(next);
        if (!next) setText('');
      }}
      onChange={(to: string | undefined) => onChange(to)}
    />
  );
}

import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, keys, type Person } from '../../api';
import { useWords } from '../../i18n/words';
import { PersonName } from '../../ui/Person';
import { usePerson } from '../people';
import type { WidgetProps } from './types';
import { useSettled } from './useSettled';

const SETTLE = 200;

/** Somebody of the company, found by name. */
export function PersonWidget({ field, value, onChange, onLeave, control }: WidgetProps) {
  const { t } = useTranslation('form');
  const words = useWords();
  const [open, setOpen] = useState(false);
  const [text, setText] = useState('');
  const settled = useSettled(text.trim(), SETTLE);
  const chosen = usePerson(value);
  const search = useQuery({
    queryKey: keys.people(settled),
    queryFn: ({ signal }) => api.people(settled, signal),
    enabled: open,
    staleTime: 60_000,
    placeholderData: (before) => before,
  });
  const found = search.data?.items ?? [];
  const people: Person[] = chosen && !found.some((person) => person.id === chosen.id) ? [chosen, ...found] : found;
  const byId = new Map(people.map((person) => [person.id, person]));
  const searching = search.isFetching || settled !== text.trim();
  return (
    <Select
      {...control}
      style={{ width: '100%' }}
      showSearch={{ filterOption: false, searchValue: text, onSearch: setText }}
      allowClear={!control['aria-required']}
      value={typeof value === 'string' ? value : null}
      placeholder={words(field.layout.placeholder) || t('person.search')}
      options={people.map((person) => ({ value: person.id, label: words(person.name) }))}
      optionRender={(option) => {
        const person = byId.get(String(option.value));
        return person && <PersonName who={person} detail={words(person.dept?.name)} />;
      }}
      labelRender={({ value: id }) => {
        const person = byId.get(String(id));
        if (person) return <PersonName who={person} size={22} detail={words(person.dept?.name)} />;
        return chosen === null ? t('person.unknown') : '…';
      }}
      loading={open && searching}
      notFoundContent={searching ? t('person.searching') : t('none')}
      onOpenChange={(next) => {
        setOpen(next);
        if (!next) setText('');
      }}
      onChange={(next) => onChange(next ?? undefined)}
      onBlur={onLeave}
    />
  );
}

import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, keys, type Person } from '../../api';
import { useSettled } from '../../form/widgets/useSettled';
import { useWords } from '../../i18n/words';
import type { ControlProps } from '../../ui/Field';
import { PersonName } from '../../ui/Person';
import { usePersonDetail } from '../../ui/standIn';

const SETTLE = 200;

export interface PeoplePickerProps extends ControlProps {
  value: readonly string[];
  onChange: (ids: string[]) => void;
  /** Only one can be chosen. */
  one?: boolean;
  /** Who is chosen at first, so that their names are shown at once. */
  known?: readonly Pick<Person, 'id' | 'name'>[];
  /** Somebody who cannot be chosen. */
  except?: string;
}

/** People who work here, found by name. */
export function PeoplePicker({ value, onChange, one = false, known = [], except, ...control }: PeoplePickerProps) {
  const { t } = useTranslation('actions');
  const words = useWords();
  const detail = usePersonDetail();
  const [open, setOpen] = useState(false);
  const [text, setText] = useState('');
  const [seen, setSeen] = useState<ReadonlyMap<string, Pick<Person, 'id' | 'name' | 'dept' | 'awayUntil'>>>(
    () => new Map(known.map((person) => [person.id, person] as const)),
  );
  const settled = useSettled(text.trim(), SETTLE);
  const search = useQuery({
    queryKey: keys.people(settled),
    queryFn: ({ signal }) => api.people(settled, signal),
    enabled: open,
    staleTime: 60_000,
    placeholderData: (before) => before,
  });
  const found = (search.data?.items ?? []).filter((person) => person.id !== except);
  const people = new Map([...seen, ...found.map((person) => [person.id, person] as const)]);
  const searching = search.isFetching || settled !== text.trim();
  return (
    <Select<string[]>
      {...control}
      mode="multiple"
      style={{ width: '100%' }}
      showSearch={{ filterOption: false, searchValue: text, onSearch: setText }}
      value={[...value]}
      placeholder={t('choosePerson')}
      options={found.map((person) => ({ value: person.id, label: words(person.name) }))}
      optionRender={(option) => {
        const person = people.get(String(option.value));
        return person && <PersonName who={person} detail={detail(person)} />;
      }}
      labelRender={({ value: id }) => words(people.get(String(id))?.name) || '…'}
      loading={open && searching}
      notFoundContent={searching ? '…' : t('nobody')}
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        if (!next) setText('');
      }}
      onChange={(ids) => {
        setSeen(people);
        onChange(one ? ids.slice(-1) : ids);
        setText('');
        if (one) setOpen(false);
      }}
    />
  );
}

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
  /** How many can be chosen. */
  most?: number;
  /** Those who can be chosen; without them, whoever works here. */
  among?: readonly Person[];
  /** Who is chosen at first, so that their names are shown at once. */
  known?: readonly Known[];
  /** Somebody who cannot be chosen. */
  except?: string;
}

type Known = Pick<Person, 'id' | 'name' | 'dept' | 'awayUntil'>;

/** People who work here, found by name. */
export function PeoplePicker({
  value,
  onChange,
  one = false,
  most,
  among,
  known = [],
  except,
  ...control
}: PeoplePickerProps) {
  const { t } = useTranslation('actions');
  const words = useWords();
  const detail = usePersonDetail();
  const [open, setOpen] = useState(false);
  const [text, setText] = useState('');
  const [seen, setSeen] = useState<ReadonlyMap<string, Known>>(new Map());
  const unknown = value.filter((id) => !seen.has(id) && ![...known, ...(among ?? [])].some((each) => each.id === id));
  const named = useQuery({
    queryKey: keys.peopleById(unknown),
    queryFn: ({ signal }) => api.peopleById(unknown, signal),
    enabled: unknown.length > 0,
    staleTime: 300_000,
  });
  const settled = useSettled(text.trim(), SETTLE);
  const search = useQuery({
    queryKey: keys.people(settled),
    queryFn: ({ signal }) => api.people(settled, signal),
    enabled: open && !among,
    staleTime: 60_000,
    placeholderData: (before) => before,
  });
  const like = text.trim().toLowerCase();
  const found: readonly Known[] = among
    ? among.filter((person) => Object.values(person.name).some((name) => name?.toLowerCase().includes(like)))
    : (search.data?.items ?? []).filter((person) => person.id !== except);
  const people = new Map(
    [...known, ...(among ?? []), ...(named.data?.items ?? []), ...seen.values(), ...found].map(
      (each) => [each.id, each] as const,
    ),
  );
  const searching = !among && (search.isFetching || settled !== text.trim());
  return (
    <Select<string[]>
      {...control}
      mode="multiple"
      style={{ width: '100%' }}
      showSearch={{ filterOption: false, searchValue: text, onSearch: setText }}
      value={[...value]}
      maxCount={one ? undefined : most}
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

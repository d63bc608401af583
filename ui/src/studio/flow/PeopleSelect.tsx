import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, keys } from '../../api';
import { useSettled } from '../../form/widgets/useSettled';
import { useWords } from '../../i18n/words';
import { PersonName } from '../../ui/Person';
import { usePersonDetail } from '../../ui/standIn';
import { usePeople } from './useNames';

const SETTLE = 200;

export interface PeopleSelectProps {
  id?: string;
  'aria-label'?: string;
  placeholder?: string;
  value: string[];
  onChange: (ids: string[]) => void;
}

/** People of the company, found by name. */
export function PeopleSelect({ value, onChange, placeholder, ...control }: PeopleSelectProps) {
  const { t } = useTranslation('studio');
  const words = useWords();
  const detail = usePersonDetail();
  const [open, setOpen] = useState(false);
  const [text, setText] = useState('');
  const settled = useSettled(text.trim(), SETTLE);
  const chosen = usePeople(value);
  const search = useQuery({
    queryKey: keys.people(settled),
    queryFn: ({ signal }) => api.people(settled, signal),
    enabled: open,
    staleTime: 60_000,
    placeholderData: (before) => before,
  });
  const people = new Map([...chosen, ...(search.data?.items ?? []).map((person) => [person.id, person] as const)]);
  const searching = search.isFetching || settled !== text.trim();
  return (
    <Select
      {...control}
      mode="multiple"
      style={{ width: '100%' }}
      showSearch={{ filterOption: false, searchValue: text, onSearch: setText }}
      value={value}
      placeholder={placeholder ?? t('flow.choosePeople')}
      options={[...people.values()].map((person) => ({ value: person.id, label: words(person.name) }))}
      optionRender={(option) => {
        const person = people.get(String(option.value));
        return person && <PersonName who={person} detail={detail(person)} />;
      }}
      labelRender={({ value: id }) => words(people.get(String(id))?.name) || '…'}
      loading={open && searching}
      notFoundContent={searching ? '…' : t('flow.noPeople')}
      onOpenChange={(next) => {
        setOpen(next);
        if (!next) setText('');
      }}
      onChange={(ids: string[]) => {
        onChange(ids);
        setText('');
      }}
    />
  );
}

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, keys, type Person } from '../../api';
import { useWords } from '../../i18n/words';
import { PersonName } from '../../ui/Person';
import { usePersonDetail } from '../../ui/standIn';
import type { WidgetProps } from './types';
import { useSettled } from './useSettled';

const SETTLE = 200;

/** What a list needs that finds people by name; whoever is chosen is always in it. */
export function usePersonSearch({ field, control, onLeave }: WidgetProps, chosen: readonly Person[]) {
  const { t } = useTranslation('form');
  const words = useWords();
  const detail = usePersonDetail();
  const [open, setOpen] = useState(false);
  const [text, setText] = useState('');
  const settled = useSettled(text.trim(), SETTLE);
  const search = useQuery({
    queryKey: keys.people(settled),
    queryFn: ({ signal }) => api.people(settled, signal),
    enabled: open,
    staleTime: 60_000,
    placeholderData: (before) => before,
  });
  const found = search.data?.items ?? [];
  const people = [...chosen.filter((person) => !found.some((each) => each.id === person.id)), ...found];
  const byId = new Map(people.map((person) => [person.id, person]));
  const searching = search.isFetching || settled !== text.trim();
  return {
    byId,
    select: {
      ...control,
      style: { width: '100%' },
      showSearch: { filterOption: false, searchValue: text, onSearch: setText },
      placeholder: words(field.layout.placeholder) || t('person.search'),
      options: people.map((person) => ({ value: person.id, label: words(person.name) })),
      optionRender: (option: { value?: unknown }) => {
        const person = byId.get(String(option.value));
        return person && <PersonName who={person} detail={detail(person)} />;
      },
      loading: open && searching,
      notFoundContent: searching ? t('person.searching') : t('none'),
      onOpenChange: (next: boolean) => {
        setOpen(next);
        if (!next) setText('');
      },
      onBlur: onLeave,
    },
  };
}

import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useWords } from '../../i18n/words';
import { PersonName } from '../../ui/Person';
import { chosen } from '../chosen';
import { usePeople } from '../people';
import type { WidgetProps } from './types';
import { usePersonSearch } from './usePersonSearch';

/** Several people of the company, found by name. */
export function PersonsWidget(props: WidgetProps) {
  const { t } = useTranslation('form');
  const words = useWords();
  const ids = chosen(props.value);
  const people = usePeople(ids);
  const { select, byId } = usePersonSearch(
    props,
    people.filter((person) => person !== null && person !== undefined),
  );
  const gone = new Set(ids.filter((_, i) => people[i] === null));
  return (
    <Select
      {...select}
      mode="multiple"
      value={ids}
      labelRender={({ value: id }) => {
        const person = byId.get(String(id));
        if (person) return <PersonName who={person} size={20} />;
        return gone.has(String(id)) ? t('person.unknown') : '…';
      }}
      maxTagTextLength={24}
      title={ids.map((id) => words(byId.get(id)?.name)).join(', ')}
      onChange={(next: string[]) => props.onChange(next.length > 0 ? next : undefined)}
    />
  );
}

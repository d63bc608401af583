import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { PersonName } from '../../ui/Person';
import { usePersonDetail } from '../../ui/standIn';
import { usePerson } from '../people';
import type { WidgetProps } from './types';
import { usePersonSearch } from './usePersonSearch';

/** Somebody of the company, found by name. */
export function PersonWidget(props: WidgetProps) {
  const { t } = useTranslation('form');
  const detail = usePersonDetail();
  const chosen = usePerson(props.value);
  const { select, byId } = usePersonSearch(props, chosen ? [chosen] : []);
  return (
    <Select
      {...select}
      allowClear={!props.control['aria-required']}
      value={typeof props.value === 'string' ? props.value : null}
      labelRender={({ value: id }) => {
        const person = byId.get(String(id));
        if (person) return <PersonName who={person} size={22} detail={detail(person)} />;
        return chosen === null ? t('person.unknown') : '…';
      }}
      onChange={(next) => props.onChange(next ?? undefined)}
    />
  );
}

import { Input, InputNumber, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { fromLocal, toLocal } from '../../form/widgets/localTime';
import { useWords } from '../../i18n/words';
import { useApp } from '../designer/context';
import { PeopleSelect } from '../flow/PeopleSelect';
import styles from '../flow/Settings.module.css';
import { useRoles } from '../flow/useNames';
import { type Clause, isToday, TODAY, takesList, type ValueType } from '../model/conditions';
import { fieldAt } from '../model/fields';
import { optionsOf } from '../model/options';
import { DepartmentsValue, SourcedValue } from './FetchedValue';

export interface ClauseValueProps {
  clause: Clause;
  type: ValueType;
  /** The field whose options there are to choose from. */
  path: string;
  /** The value has yet to be chosen. */
  lacking: boolean;
  /** A key says that the edit is one letter of several. */
  onChange: (value: unknown, key?: string) => void;
}

const full = { width: '100%' };

/** The other side of a comparison, with the control that suits its type. */
export function ClauseValue({ clause, type, path, lacking, onChange }: ClauseValueProps) {
  const { t } = useTranslation('studio');
  const words = useWords();
  const app = useApp();
  const roles = useRoles();
  const { value } = clause;
  const status = lacking ? ('error' as const) : undefined;
  const label = t('condition.value');
  const list = Array.isArray(value) ? value.map(String) : [];
  // A list is asked for one of its values: the control takes the one that was chosen last.
  const one = typeof value === 'string' ? [value] : [];
  switch (type) {
    case 'number':
      return (
        <InputNumber
          aria-label={label}
          style={full}
          status={status}
          value={typeof value === 'number' ? value : null}
          placeholder={t('condition.numberValue')}
          onChange={(next) => onChange(next, 'number')}
        />
      );
    case 'choice':
    case 'choices': {
      const { source } = fieldAt(app, path)?.layout ?? {};
      if (source) {
        const several = takesList(clause.comparison);
        return (
          <SourcedValue
            list={source.list}
            several={several}
            status={status}
            value={several ? list : typeof value === 'string' ? value : null}
            onChange={(next) => onChange(next)}
          />
        );
      }
      const options = optionsOf(app, path).map((option) => ({
        value: option.value,
        label: words(option.words) || option.value,
      }));
      return takesList(clause.comparison) ? (
        <Select
          aria-label={label}
          mode="multiple"
          style={full}
          status={status}
          value={list}
          options={options}
          placeholder={t('condition.chooseValue')}
          onChange={(next) => onChange(next)}
        />
      ) : (
        <Select
          aria-label={label}
          style={full}
          status={status}
          value={typeof value === 'string' ? value : null}
          options={options}
          placeholder={t('condition.chooseValue')}
          onChange={(next) => onChange(next)}
        />
      );
    }
    case 'date':
      return <DateValue value={value} status={status} onChange={onChange} />;
    case 'time':
      return (
        <Input
          type="time"
          aria-label={label}
          status={status}
          value={typeof value === 'string' ? value.slice(0, 5) : ''}
          onChange={(event) => onChange(event.target.value ? `${event.target.value}:00` : null, 'time')}
        />
      );
    case 'dateTime':
      return (
        <Input
          type="datetime-local"
          aria-label={label}
          status={status}
          value={toLocal(value)}
          onChange={(event) => onChange(fromLocal(event.target.value) ?? null, 'dateTime')}
        />
      );
    case 'department':
      return <DepartmentsValue value={list} status={status} onChange={(next) => onChange(next)} />;
    case 'person':
      return <PeopleSelect aria-label={label} value={list} onChange={(next) => onChange(next)} />;
    case 'departments':
      return <DepartmentsValue value={one} status={status} onChange={(next) => onChange(next.at(-1) ?? null)} />;
    case 'persons':
      return <PeopleSelect aria-label={label} value={one} onChange={(next) => onChange(next.at(-1) ?? null)} />;
    case 'roles':
      return (
        <Select
          aria-label={label}
          style={full}
          status={status}
          value={typeof value === 'string' ? value : null}
          options={roles.map((role) => ({ value: role.id, label: words(role.name) || role.id }))}
          placeholder={t('condition.chooseValue')}
          onChange={(next) => onChange(next)}
        />
      );
    default:
      return (
        <Input
          aria-label={label}
          status={status}
          value={typeof value === 'string' ? value : ''}
          placeholder={t('condition.textValue')}
          onChange={(event) => onChange(event.target.value || null, 'text')}
        />
      );
  }
}

interface DateValueProps {
  value: unknown;
  status: 'error' | undefined;
  onChange: (value: unknown, key?: string) => void;
}

/** A day of the calendar, or the day on which the case is looked at. */
function DateValue({ value, status, onChange }: DateValueProps) {
  const { t } = useTranslation('studio');
  const today = isToday(value);
  return (
    <div className={styles.day}>
      <Select
        aria-label={t('condition.value')}
        style={full}
        value={today ? 'today' : 'day'}
        options={[
          { value: 'today', label: t('condition.today') },
          { value: 'day', label: t('condition.day') },
        ]}
        onChange={(next) => onChange(next === 'today' ? TODAY : null)}
      />
      {!today && (
        <Input
          type="date"
          aria-label={t('condition.day')}
          status={status}
          value={typeof value === 'string' ? value : ''}
          onChange={(event) => onChange(event.target.value || null, 'date')}
        />
      )}
    </div>
  );
}

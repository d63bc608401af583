import { useQuery } from '@tanstack/react-query';
import { Checkbox, Input, Segmented } from 'antd';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import {
  type DirectoryDepartment,
  type DirectoryPerson,
  directory,
  directoryKeys,
  type Language,
  type PersonFields,
} from '../../api';
import { languages } from '../../i18n';
import { useWords } from '../../i18n/words';
import { Field } from '../../ui/Field';
import styles from './People.module.css';
import { DepartmentSelect, NameFields, PersonSelect } from './selects';

const languageNames: Record<Language, string> = { en: 'English', 'zh-CN': '简体中文' };

/** The fields of a person as they are, or of somebody new. */
export function fieldsOf(person: DirectoryPerson | undefined, department: string, language: Language): PersonFields {
  return {
    name: person?.name ?? {},
    email: person?.email ?? '',
    title: person?.title ?? {},
    department: person ? (person.department?.id ?? '') : department,
    manager: person?.manager?.id ?? '',
    roles: person?.roles ?? ['employee'],
    language: person?.language ?? language,
  };
}

export interface PersonFormProps {
  value: PersonFields;
  onChange: (value: PersonFields) => void;
  error: (field: string) => string | undefined;
  departments: DirectoryDepartment[];
  /** Whom the fields are about; none for somebody new. */
  person?: DirectoryPerson;
}

/** Everything about a person that can be changed, but for their login. */
export function PersonForm({ value, onChange, error, departments, person }: PersonFormProps) {
  const { t } = useTranslation('people');
  const words = useWords();
  const id = useId();
  const set = (change: Partial<PersonFields>) => onChange({ ...value, ...change });
  const lead = departments.find((each) => each.id === value.department)?.lead;
  return (
    <>
      <NameFields
        id={`${id}-name`}
        label={t('person.name')}
        value={value.name}
        onChange={(name) => set({ name })}
        error={error('name')}
        required
      />
      <Field id={`${id}-email`} label={t('person.email')} error={error('email')}>
        {(control) => (
          <Input
            {...control}
            type="email"
            value={value.email}
            maxLength={254}
            autoComplete="off"
            onChange={(event) => set({ email: event.target.value.trim() })}
          />
        )}
      </Field>
      <NameFields
        id={`${id}-title`}
        label={t('person.title')}
        value={value.title}
        onChange={(title) => set({ title })}
        error={error('title')}
      />
      <div className={styles.pair}>
        <Field id={`${id}-department`} label={t('person.department')} error={error('department')}>
          {(control) => (
            <DepartmentSelect
              {...control}
              value={value.department}
              onChange={(department) => set({ department })}
              departments={departments}
              placeholder={t('person.noDepartment')}
            />
          )}
        </Field>
        <Field id={`${id}-manager`} label={t('person.manager')} help={t('person.managerHelp')} error={error('manager')}>
          {(control) => (
            <PersonSelect
              {...control}
              value={value.manager}
              onChange={(manager) => set({ manager })}
              known={person?.manager}
              except={person?.id}
              placeholder={
                lead && lead.id !== person?.id ? t('person.managerLead', { name: words(lead.name) }) : undefined
              }
            />
          )}
        </Field>
      </div>
      <RolesField value={value.roles} onChange={(roles) => set({ roles })} error={error('roles')} />
      <Field id={`${id}-language`} label={t('person.language')} error={error('language')} group>
        {(control) => (
          <Segmented<Language>
            id={control.id}
            aria-label={t('person.language')}
            value={value.language}
            options={languages.map((each) => ({ value: each, label: languageNames[each] }))}
            onChange={(language) => set({ language })}
          />
        )}
      </Field>
    </>
  );
}

export interface RolesFieldProps {
  value: string[];
  onChange: (roles: string[]) => void;
  error?: string;
}

/** The roles of a person; those that the reader may not give stay as they are. */
export function RolesField({ value, onChange, error }: RolesFieldProps) {
  const { t } = useTranslation('people');
  const words = useWords();
  const id = useId();
  const roles = useQuery({
    queryKey: directoryKeys.roles,
    queryFn: ({ signal }) => directory.roles(signal).then((answer) => answer.items),
    staleTime: 300_000,
  });
  const locked = roles.data?.some((role) => !role.grantable);
  return (
    <Field id={id} label={t('person.roles')} help={locked ? t('person.rolesHelp') : undefined} error={error} group>
      {() => (
        <div className={styles.checks}>
          {(roles.data ?? []).map((role) => (
            <Checkbox
              key={role.id}
              checked={value.includes(role.id)}
              disabled={!role.grantable}
              onChange={(event) =>
                onChange(event.target.checked ? [...value, role.id] : value.filter((each) => each !== role.id))
              }
            >
              {words(role.name)}
            </Checkbox>
          ))}
        </div>
      )}
    </Field>
  );
}

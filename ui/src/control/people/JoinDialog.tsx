import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Input, Modal } from 'antd';
import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type DirectoryDepartment, type DirectoryPerson, directory, directoryKeys } from '../../api';
import { useCompanyLanguage } from '../../app/company';
import { useWords } from '../../i18n/words';
import { toast } from '../../studio/parts/toast';
import { Field } from '../../ui/Field';
import styles from './People.module.css';
import { fieldsOf, PersonForm } from './PersonForm';
import { useRefusal } from './useRefusal';

export interface JoinDialogProps {
  departments: DirectoryDepartment[];
  /** Where the person stands at first. */
  department: string;
  onClose: () => void;
  onJoined: (person: DirectoryPerson) => void;
}

/** Lets a person join. */
export function JoinDialog({ departments, department, onClose, onJoined }: JoinDialogProps) {
  const { t } = useTranslation(['people', 'common']);
  const words = useWords();
  const id = useId();
  const language = useCompanyLanguage();
  const client = useQueryClient();
  const [login, setLogin] = useState('');
  const [fields, setFields] = useState(() => fieldsOf(undefined, department, language));
  const join = useMutation({
    mutationFn: () => directory.addPerson({ login: login.trim(), ...fields }),
    onSuccess: (person) => {
      toast(t('people:person.added', { name: words(person.name) }));
      client.setQueryData(directoryKeys.person(person.id), person);
      client.invalidateQueries({ queryKey: directoryKeys.all });
      onJoined(person);
    },
  });
  const { error, text } = useRefusal(join.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    join.mutate();
  };
  return (
    <Modal open title={t('people:person.addTitle')} onCancel={onClose} footer={null} width={620} destroyOnHidden>
      <form className={styles.form} onSubmit={submit} noValidate>
        {text && <Alert type="error" showIcon role="alert" title={text} />}
        <Field
          id={`${id}-login`}
          label={t('people:person.login')}
          help={t('people:person.loginHelp')}
          error={error('login')}
          required
        >
          {(control) => (
            <Input
              {...control}
              value={login}
              onChange={(event) => setLogin(event.target.value)}
              maxLength={64}
              autoCapitalize="none"
              autoComplete="off"
              spellCheck={false}
            />
          )}
        </Field>
        <PersonForm value={fields} onChange={setFields} error={error} departments={departments} />
        <div className={styles.footer}>
          <Button onClick={onClose}>{t('common:action.cancel')}</Button>
          <Button type="primary" htmlType="submit" loading={join.isPending}>
            {t('people:person.add')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

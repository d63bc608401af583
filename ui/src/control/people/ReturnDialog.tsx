import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Modal } from 'antd';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type DirectoryDepartment, type DirectoryPerson, directory, directoryKeys } from '../../api';
import { useWords } from '../../i18n/words';
import { toast } from '../../studio/parts/toast';
import { Field } from '../../ui/Field';
import styles from './People.module.css';
import { RolesField } from './PersonForm';
import { DepartmentSelect, PersonSelect } from './selects';
import { useRefusal } from './useRefusal';

export interface ReturnDialogProps {
  person: DirectoryPerson;
  departments: DirectoryDepartment[];
  onClose: () => void;
}

/** Lets somebody who left come back. */
export function ReturnDialog({ person, departments, onClose }: ReturnDialogProps) {
  const { t } = useTranslation(['people', 'common']);
  const words = useWords();
  const id = useId();
  const client = useQueryClient();
  const [department, setDepartment] = useState(person.department?.id ?? '');
  const [manager, setManager] = useState('');
  const [roles, setRoles] = useState(['employee']);
  const name = words(person.name);
  const comeBack = useMutation({
    mutationFn: () => directory.comeBack(person.id, { rev: person.rev, department, manager, roles }),
    onSuccess: () => {
      toast(t('people:return.done', { name }));
      client.invalidateQueries({ queryKey: directoryKeys.all });
      onClose();
    },
  });
  const { error, text } = useRefusal(comeBack.error);
  return (
    <Modal open title={t('people:return.title', { name })} onCancel={onClose} footer={null} destroyOnHidden>
      <div className={styles.form}>
        <p>{t('people:return.text')}</p>
        {text && <Alert type="error" showIcon role="alert" title={text} />}
        <Field id={`${id}-department`} label={t('people:person.department')} error={error('department')}>
          {(control) => (
            <DepartmentSelect
              {...control}
              value={department}
              onChange={setDepartment}
              departments={departments}
              placeholder={t('people:person.noDepartment')}
            />
          )}
        </Field>
        <Field
          id={`${id}-manager`}
          label={t('people:person.manager')}
          help={t('people:person.managerHelp')}
          error={error('manager')}
        >
          {(control) => <PersonSelect {...control} value={manager} onChange={setManager} except={person.id} />}
        </Field>
        <RolesField value={roles} onChange={setRoles} error={error('roles')} />
        <div className={styles.footer}>
          <Button onClick={onClose}>{t('common:action.cancel')}</Button>
          <Button type="primary" loading={comeBack.isPending} onClick={() => comeBack.mutate()}>
            {t('people:return.confirm')}
          </Button>
        </div>
      </div>
    </Modal>
  );
}

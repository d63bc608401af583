import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Input, Modal, Popconfirm } from 'antd';
import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type DirectoryDepartment, directory, directoryKeys, hasCode, type Text } from '../../api';
import { useWords } from '../../i18n/words';
import { toast } from '../../studio/parts/toast';
import { Field } from '../../ui/Field';
import { within } from './departments';
import styles from './People.module.css';
import { DepartmentSelect, NameFields, PersonSelect } from './selects';
import { useRefusal } from './useRefusal';

export interface DepartmentDialogProps {
  /** The department to edit; none adds one. */
  department?: DirectoryDepartment;
  departments: DirectoryDepartment[];
  /** Where a new department stands at first. */
  below: string;
  onClose: () => void;
}

/** Adds a department, or names, moves and removes one and gives it a lead. */
export function DepartmentDialog({ department, departments, below, onClose }: DepartmentDialogProps) {
  const { t } = useTranslation(['people', 'common']);
  const words = useWords();
  const id = useId();
  const client = useQueryClient();
  const [code, setCode] = useState('');
  const [name, setName] = useState<Text>(department?.name ?? {});
  const [parent, setParent] = useState(department ? (department.parent ?? '') : below);
  const [lead, setLead] = useState(department?.lead?.id ?? '');

  const done = (text: string) => {
    toast(text);
    client.invalidateQueries({ queryKey: directoryKeys.all });
    onClose();
  };
  const save = useMutation({
    mutationFn: () =>
      department
        ? directory.editDepartment(department.id, { rev: department.rev, name, parent, lead })
        : directory.addDepartment({ code: code.trim(), name, parent, lead }),
    onSuccess: (saved) =>
      done(t(department ? 'people:department.saved' : 'people:department.added', { name: words(saved.name) })),
  });
  const remove = useMutation({
    mutationFn: (gone: DirectoryDepartment) => directory.removeDepartment(gone.id, gone.rev),
    onSuccess: (_, gone) => done(t('people:department.removed', { name: words(gone.name) })),
  });
  const { error, text } = useRefusal(save.error ?? remove.error);
  const stale = hasCode(save.error ?? remove.error, 'directory.stale');

  const submit = (event: FormEvent) => {
    event.preventDefault();
    remove.reset();
    save.mutate();
  };
  return (
    <Modal
      open
      title={t(department ? 'people:department.edit' : 'people:department.add')}
      onCancel={onClose}
      footer={null}
      destroyOnHidden
    >
      <form className={styles.form} onSubmit={submit} noValidate>
        {text && (
          <Alert
            type="error"
            showIcon
            role="alert"
            title={text}
            action={
              stale && (
                <Button
                  size="small"
                  onClick={() => {
                    client.invalidateQueries({ queryKey: directoryKeys.all });
                    onClose();
                  }}
                >
                  {t('people:person.reload')}
                </Button>
              )
            }
          />
        )}
        {!department && (
          <Field
            id={`${id}-code`}
            label={t('people:department.code')}
            help={t('people:department.codeHelp')}
            error={error('code')}
            required
          >
            {(control) => (
              <Input
                {...control}
                value={code}
                onChange={(event) => setCode(event.target.value)}
                maxLength={32}
                autoCapitalize="none"
                spellCheck={false}
              />
            )}
          </Field>
        )}
        <NameFields
          id={`${id}-name`}
          label={t('people:department.name')}
          value={name}
          onChange={setName}
          error={error('name')}
          required
        />
        <Field id={`${id}-parent`} label={t('people:department.parent')} error={error('parent')}>
          {(control) => (
            <DepartmentSelect
              {...control}
              value={parent}
              onChange={setParent}
              departments={departments}
              except={department && within(departments, department.id)}
              placeholder={t('people:department.top')}
            />
          )}
        </Field>
        <Field
          id={`${id}-lead`}
          label={t('people:department.lead')}
          help={t('people:department.leadHelp')}
          error={error('lead')}
        >
          {(control) => <PersonSelect {...control} value={lead} onChange={setLead} known={department?.lead} />}
        </Field>
        <div className={styles.footer}>
          {department && (
            <Popconfirm
              title={t('people:department.removeTitle', { name: words(department.name) })}
              description={t('people:department.removeText')}
              okText={t('people:department.remove')}
              cancelText={t('common:action.cancel')}
              onConfirm={() => {
                save.reset();
                remove.mutate(department);
              }}
            >
              <Button danger type="text" className={styles.start} loading={remove.isPending}>
                {t('people:department.remove')}
              </Button>
            </Popconfirm>
          )}
          <Button onClick={onClose}>{t('common:action.cancel')}</Button>
          <Button type="primary" htmlType="submit" loading={save.isPending}>
            {t(department ? 'people:person.save' : 'people:person.add')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

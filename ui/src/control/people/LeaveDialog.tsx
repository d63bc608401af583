import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Modal } from 'antd';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type DirectoryPerson, directory, directoryKeys, type Leaving } from '../../api';
import { useLanguage, useWords } from '../../i18n/words';
import { toast } from '../../studio/parts/toast';
import { ErrorState } from '../../ui/ErrorState';
import { Field } from '../../ui/Field';
import { ListSkeleton } from '../../work/shared/ListSkeleton';
import styles from './People.module.css';
import { PersonSelect } from './selects';
import { useRefusal } from './useRefusal';

/** Says what somebody would leave behind, and lets them leave. */
export function LeaveDialog({ person, onClose }: { person: DirectoryPerson; onClose: () => void }) {
  const { t } = useTranslation('people');
  const words = useWords();
  const leaving = useQuery({
    queryKey: directoryKeys.leaving(person.id),
    queryFn: ({ signal }) => directory.leaving(person.id, signal),
    staleTime: 0,
  });
  return (
    <Modal open title={t('leave.title', { name: words(person.name) })} onCancel={onClose} footer={null} destroyOnHidden>
      {leaving.isPending && <ListSkeleton rows={2} />}
      {leaving.isError && <ErrorState error={leaving.error} onRetry={() => leaving.refetch()} />}
      {leaving.data && <Confirm person={person} leaving={leaving.data} onClose={onClose} />}
    </Modal>
  );
}

function Confirm({ person, leaving, onClose }: { person: DirectoryPerson; leaving: Leaving; onClose: () => void }) {
  const { t } = useTranslation(['people', 'common']);
  const words = useWords();
  const language = useLanguage();
  const id = useId();
  const client = useQueryClient();
  const [successor, setSuccessor] = useState(leaving.successor?.id ?? '');
  const name = words(person.name);
  const leave = useMutation({
    mutationFn: () => directory.leave(person.id, leaving.rev, successor),
    onSuccess: ({ handedOver }) => {
      toast(t('people:leave.done', { name, count: handedOver }));
      onClose();
    },
    onSettled: () => client.invalidateQueries({ queryKey: directoryKeys.all }),
  });
  const { error, text } = useRefusal(leave.error);
  const list = new Intl.ListFormat(language, { type: 'conjunction' });
  const names = (all: Leaving['leads']) => list.format(all.map((each) => words(each.name)));
  const left = [
    leaving.openTasks > 0 && t('people:leave.tasks', { count: leaving.openTasks }),
    leaving.leads.length > 0 && t('people:leave.leads', { names: names(leaving.leads) }),
    leaving.manages.length > 0 && t('people:leave.manages', { names: names(leaving.manages) }),
  ].filter(Boolean);
  return (
    <div className={styles.form}>
      <p>{t('people:leave.text')}</p>
      <ul className={styles.list}>
        {left.length === 0 && <li>{t('people:leave.nothing')}</li>}
        {left.map((each) => (
          <li key={String(each)}>{each}</li>
        ))}
        {leaving.requests > 0 && <li>{t('people:leave.requests', { count: leaving.requests })}</li>}
      </ul>
      <Field
        id={`${id}-successor`}
        label={t('people:leave.successor')}
        help={t('people:leave.successorHelp')}
        error={error('successor')}
      >
        {(control) => (
          <PersonSelect
            {...control}
            value={successor}
            onChange={setSuccessor}
            known={leaving.successor}
            except={person.id}
          />
        )}
      </Field>
      {text && <Alert type="error" showIcon role="alert" title={error('roles') ?? text} />}
      <div className={styles.footer}>
        <Button onClick={onClose}>{t('common:action.cancel')}</Button>
        <Button type="primary" danger loading={leave.isPending} onClick={() => leave.mutate()}>
          {t('people:leave.confirm', { name })}
        </Button>
      </div>
    </div>
  );
}

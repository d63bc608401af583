import { CloseOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Drawer } from 'antd';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Absences } from '../../absence/Absences';
import { type DirectoryDepartment, type DirectoryPerson, directory, directoryKeys, hasCode } from '../../api';
import { useMe } from '../../app/session';
import { useLanguage, useWords } from '../../i18n/words';
import { toast } from '../../studio/parts/toast';
import { ErrorState } from '../../ui/ErrorState';
import { Avatar } from '../../ui/Person';
import { dateTime } from '../../ui/time';
import { useMedia } from '../../ui/useMedia';
import { ListSkeleton } from '../../work/shared/ListSkeleton';
import { LeaveDialog } from './LeaveDialog';
import { LinkSection } from './LinkSection';
import styles from './People.module.css';
import { fieldsOf, PersonForm } from './PersonForm';
import { ReturnDialog } from './ReturnDialog';
import { useRefusal } from './useRefusal';

export interface PersonPanelProps {
  /** The person shown; empty closes the panel. */
  id: string;
  departments: DirectoryDepartment[];
  onClose: () => void;
}

/** One person beside the list: what is known of them, and everything that can be done. */
export function PersonPanel({ id, departments, onClose }: PersonPanelProps) {
  const { t } = useTranslation(['people', 'common']);
  const phone = useMedia('(max-width: 640px)');
  const person = useQuery({
    queryKey: directoryKeys.person(id),
    queryFn: ({ signal }) => directory.person(id, signal),
    enabled: id !== '',
  });
  return (
    <Drawer
      open={id !== ''}
      onClose={onClose}
      size={phone ? '100%' : 560}
      title={t('people:person.panel')}
      closable={false}
      extra={
        <Button
          type="text"
          icon={<CloseOutlined aria-hidden="true" />}
          aria-label={t('common:action.close')}
          onClick={onClose}
        />
      }
      destroyOnHidden
    >
      {person.isPending && <ListSkeleton rows={3} />}
      {person.isError && <ErrorState error={person.error} onRetry={() => person.refetch()} />}
      {person.data && <Details person={person.data} departments={departments} />}
    </Drawer>
  );
}

function Details({ person, departments }: { person: DirectoryPerson; departments: DirectoryDepartment[] }) {
  const { t } = useTranslation('people');
  const words = useWords();
  const language = useLanguage();
  const [dialog, setDialog] = useState<'leave' | 'return' | null>(null);
  const me = useMe();
  const left = person.status === 'left';
  return (
    <>
      <div className={styles.head}>
        <Avatar who={person} size={52} />
        <div>
          <h2>{words(person.name)}</h2>
          <p className={styles.faint}>{[person.login, words(person.title)].filter(Boolean).join(' · ')}</p>
          <p className={styles.faint}>
            {left && person.leftAt
              ? `${t('person.left')} ${dateTime(person.leftAt, language)}`
              : `${t('person.joined')} ${dateTime(person.joinedAt, language)}`}
          </p>
          {me.sections.includes('audit') && (
            <p>
              <Link to={`/control/audit?person=${person.id}`}>{t('person.record')}</Link>
            </p>
          )}
        </div>
      </div>
      {left ? (
        <Button type="primary" onClick={() => setDialog('return')}>
          {t('return.open')}
        </Button>
      ) : (
        <>
          {/* A newer version from the server is a new form: what was typed belonged to the older one. */}
          <Edit key={person.rev} person={person} departments={departments} />
          <LinkSection person={person} />
          <Absences person={person} below className={styles.section} />
          <div className={styles.section}>
            <div className={styles.footer}>
              <Button danger onClick={() => setDialog('leave')}>
                {t('leave.open')}
              </Button>
            </div>
          </div>
        </>
      )}
      {dialog === 'leave' && <LeaveDialog person={person} onClose={() => setDialog(null)} />}
      {dialog === 'return' && (
        <ReturnDialog person={person} departments={departments} onClose={() => setDialog(null)} />
      )}
    </>
  );
}

function Edit({ person, departments }: { person: DirectoryPerson; departments: DirectoryDepartment[] }) {
  const { t } = useTranslation('people');
  const words = useWords();
  const client = useQueryClient();
  const [fields, setFields] = useState(() => fieldsOf(person, '', person.language));
  const save = useMutation({
    mutationFn: () => directory.editPerson(person.id, { rev: person.rev, ...fields }),
    onSuccess: (saved) => {
      toast(t('person.saved', { name: words(saved.name) }));
      client.setQueryData(directoryKeys.person(saved.id), saved);
      client.invalidateQueries({ queryKey: directoryKeys.all });
    },
  });
  const { error, text } = useRefusal(save.error);
  const stale = hasCode(save.error, 'directory.stale');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      {text && (
        <Alert
          type="error"
          showIcon
          role="alert"
          title={stale ? t('person.stale') : text}
          action={
            stale && (
              <Button size="small" onClick={() => client.invalidateQueries({ queryKey: directoryKeys.all })}>
                {t('person.reload')}
              </Button>
            )
          }
        />
      )}
      <PersonForm value={fields} onChange={setFields} error={error} departments={departments} person={person} />
      <div className={styles.footer}>
        <Button type="primary" htmlType="submit" loading={save.isPending}>
          {t('person.save')}
        </Button>
      </div>
    </form>
  );
}

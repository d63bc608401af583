import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Input } from 'antd';
import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Absences } from '../absence/Absences';
import { type Account, ApiProblem, directory, directoryKeys, keys, setCsrf } from '../api';
import { useMe } from '../app/session';
import { useLanguage } from '../i18n/words';
import { Announcer, toast } from '../studio/parts/toast';
import { ErrorState } from '../ui/ErrorState';
import { Field } from '../ui/Field';
import { PageHeader } from '../ui/PageHeader';
import { useProblemText } from '../ui/problemText';
import { RelativeTime } from '../ui/RelativeTime';
import { dateTime } from '../ui/time';
import { ListSkeleton } from '../work/shared/ListSkeleton';
import styles from './Account.module.css';
import { PasswordFields, useNewPassword } from './PasswordFields';

/** A person's own password, sessions and API tokens. */
export default function AccountPage() {
  const { t } = useTranslation('account');
  const me = useMe();
  const account = useQuery({
    queryKey: directoryKeys.account,
    queryFn: ({ signal }) => directory.account(signal),
    staleTime: 0,
  });
  return (
    <>
      <PageHeader title={t('title')} text={t('text')} />
      {account.isPending && <ListSkeleton rows={3} />}
      {account.isError && (
        <div className="card">
          <ErrorState error={account.error} onRetry={() => account.refetch()} />
        </div>
      )}
      {account.data && (
        <div className={styles.page}>
          <Absences person={me} className={`card ${styles.card}`} />
          <Password account={account.data} />
          <Sessions account={account.data} />
          <Tokens account={account.data} />
        </div>
      )}
      <Announcer />
    </>
  );
}

function Password({ account }: { account: Account }) {
  const { t } = useTranslation('account');
  const id = useId();
  const client = useQueryClient();
  const problemText = useProblemText();
  const [old, setOld] = useState('');
  const [missing, setMissing] = useState(false);
  const typed = useNewPassword(account.minPassword);
  const change = useMutation({
    mutationFn: () => directory.changePassword(old, typed.first),
    onSuccess: (session) => {
      setCsrf(session.csrf);
      client.setQueryData(keys.session, session);
      client.invalidateQueries({ queryKey: directoryKeys.account });
      setOld('');
      typed.clear();
      toast(t('password.changed'));
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setMissing(!old);
    if (typed.check() && old) change.mutate();
  };
  const refused = change.error instanceof ApiProblem ? change.error.errors[0]?.message : undefined;
  return (
    <section className={`card ${styles.card}`} aria-labelledby="account-password">
      <h2 id="account-password">{t('password.title')}</h2>
      {account.hasPassword ? (
        <form className={styles.form} onSubmit={submit} noValidate>
          {change.isError && !refused && <Alert type="error" showIcon role="alert" title={problemText(change.error)} />}
          <Field
            id={`${id}-old`}
            label={t('password.old')}
            error={missing && !old ? t('password.missing') : undefined}
            required
          >
            {(control) => (
              <Input
                {...control}
                type="password"
                size="large"
                autoComplete="current-password"
                value={old}
                onChange={(event) => setOld(event.target.value)}
              />
            )}
          </Field>
          <PasswordFields
            typed={typed}
            min={account.minPassword}
            label={t('password.next')}
            again={t('password.again')}
            error={refused}
          />
          <div>
            <Button type="primary" htmlType="submit" loading={change.isPending}>
              {t('password.change')}
            </Button>
          </div>
        </form>
      ) : (
        <p className={styles.faint}>{t('password.none')}</p>
      )}
    </section>
  );
}

/** Changes something of the account, and takes in what it is then. */
function useChange<T>(change: (what: T) => Promise<Account>, said: (what: T) => string) {
  const client = useQueryClient();
  const problemText = useProblemText();
  return useMutation({
    mutationFn: change,
    onSuccess: (account, what) => {
      client.setQueryData(directoryKeys.account, account);
      toast(said(what));
    },
    onError: (error) => toast(problemText(error)),
  });
}

function Sessions({ account }: { account: Account }) {
  const { t } = useTranslation('account');
  const language = useLanguage();
  const end = useChange(directory.endSession, () => t('sessions.ended'));
  const endOthers = useChange(directory.endOtherSessions, () => t('sessions.ended'));
  const sessions = [...account.sessions].sort((a, b) => Number(b.current) - Number(a.current) || b.seenAt - a.seenAt);
  return (
    <section className={`card ${styles.card}`} aria-labelledby="account-sessions">
      <h2 id="account-sessions">{t('sessions.title', { count: sessions.length })}</h2>
      <ul className={styles.list}>
        {sessions.map((each) => (
          <li key={each.id}>
            <div>
              {each.current && <p className={styles.here}>{t('sessions.current')}</p>}
              <p className={styles.faint}>
                {t('sessions.since')} {dateTime(each.createdAt, language)}
              </p>
              {!each.current && (
                <p className={styles.faint}>
                  {t('sessions.used')} <RelativeTime at={each.seenAt} />
                </p>
              )}
            </div>
            {!each.current && (
              <Button
                size="small"
                aria-label={t('sessions.endLabel', { since: dateTime(each.createdAt, language) })}
                onClick={() => end.mutate(each.id)}
              >
                {t('sessions.end')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {sessions.length > 1 && (
        <div>
          <Button loading={endOthers.isPending} onClick={() => endOthers.mutate(undefined)}>
            {t('sessions.endOthers')}
          </Button>
        </div>
      )}
    </section>
  );
}

function Tokens({ account }: { account: Account }) {
  const { t } = useTranslation('account');
  const language = useLanguage();
  const nameOf = (id: string) => account.tokens.find((each) => each.id === id)?.name ?? '';
  const revoke = useChange(directory.revokeToken, (id) => t('tokens.revoked', { name: nameOf(id) }));
  return (
    <section className={`card ${styles.card}`} aria-labelledby="account-tokens">
      <h2 id="account-tokens">{t('tokens.title')}</h2>
      <p className={styles.faint}>{account.tokens.length > 0 ? t('tokens.text') : t('tokens.none')}</p>
      {account.tokens.length > 0 && (
        <ul className={styles.list}>
          {account.tokens.map((each) => (
            <li key={each.id}>
              <div>
                <p className={styles.here}>{each.name}</p>
                <p className={styles.faint}>
                  {t('tokens.created')} {dateTime(each.createdAt, language)}
                </p>
              </div>
              <Button
                size="small"
                danger
                aria-label={t('tokens.revokeLabel', { name: each.name })}
                onClick={() => revoke.mutate(each.id)}
              >
                {t('tokens.revoke')}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

import { useMutation, useQuery } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { PasswordFields, useNewPassword } from '../account/PasswordFields';
import { ApiProblem, directory, type OpenedLink } from '../api';
import { LanguageSwitch } from '../app/LanguageSwitch';
import { useSession, useSessionChange } from '../app/session';
import { useWords } from '../i18n/words';
import { ButtonLink } from '../ui/ButtonLink';
import { EmptyState } from '../ui/EmptyState';
import { Mark } from '../ui/Mark';
import { usePageTitle } from '../ui/PageHeader';
import { useProblemText } from '../ui/problemText';
import { Splash } from '../ui/Splash';
import styles from './Welcome.module.css';

/** Where a one-time link leads: its person sets a password and is signed in. */
export default function WelcomePage() {
  const { t } = useTranslation(['account', 'common']);
  const problemText = useProblemText();
  usePageTitle(t('account:welcome.title'));
  // The token stands behind the #, where no server and no log sees it.
  const [token] = useState(() => window.location.hash.slice(1));
  // Somebody may be signed in here already: then what is sent must carry their session's mark.
  const session = useSession();
  // A link that was used is not looked at again while the page is left.
  const [used, setUsed] = useState(false);
  const link = useQuery({
    queryKey: ['link', token],
    queryFn: () => directory.openLink(token),
    enabled: token !== '' && session.isFetched && !used,
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  const toSignIn = <ButtonLink to="/">{t('account:welcome.signIn')}</ButtonLink>;
  return (
    <div className={styles.page}>
      <header className={styles.top}>
        <span className={styles.brand}>
          <Mark size={30} />
          {t('common:product')}
        </span>
        <LanguageSwitch />
      </header>
      <main className={`card ${styles.main}`}>
        {token === '' ? (
          <EmptyState
            page
            title={t('account:welcome.missing')}
            text={t('account:welcome.missingText')}
            action={toSignIn}
          />
        ) : link.isPending ? (
          <Splash />
        ) : link.isError ? (
          <div role="alert">
            <EmptyState
              page
              title={
                link.error instanceof ApiProblem && link.error.title ? link.error.title : t('common:state.errorTitle')
              }
              text={link.error instanceof ApiProblem ? link.error.detail : problemText(link.error)}
              action={toSignIn}
            />
          </div>
        ) : (
          <SetPassword token={token} link={link.data} onUsed={() => setUsed(true)} />
        )}
      </main>
    </div>
  );
}

function SetPassword({ token, link, onUsed }: { token: string; link: OpenedLink; onUsed: () => void }) {
  const { t } = useTranslation('account');
  const words = useWords();
  const navigate = useNavigate();
  const change = useSessionChange();
  const problemText = useProblemText();
  const typed = useNewPassword(link.minPassword);
  const set = useMutation({
    mutationFn: () =>
      change(async () => {
        const session = await directory.setPassword(token, typed.first);
        onUsed();
        return session;
      }),
    onSuccess: () => navigate('/', { replace: true }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (typed.check()) set.mutate();
  };
  const refused = set.error instanceof ApiProblem ? set.error.errors[0]?.message : undefined;
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <div>
        <h1>{t(`welcome.${link.kind}`, { name: words(link.name) })}</h1>
        <p className={styles.lead}>{t('welcome.text', { login: link.login })}</p>
      </div>
      {set.isError && !refused && <Alert type="error" showIcon role="alert" title={problemText(set.error)} />}
      {/* A password manager keeps the password under this name. */}
      <input type="text" autoComplete="username" value={link.login} readOnly hidden />
      <PasswordFields
        typed={typed}
        min={link.minPassword}
        label={t('welcome.password')}
        again={t('welcome.again')}
        error={refused}
      />
      <Button type="primary" htmlType="submit" size="large" block loading={set.isPending}>
        {t('welcome.submit')}
      </Button>
    </form>
  );
}

import { useMutation } from '@tanstack/react-query';
import { Alert, Button, Input } from 'antd';
import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, type Session } from '../../api';
import { useSessionChange } from '../../app/session';
import { Field } from '../../ui/Field';
import { useProblemText } from '../../ui/problemText';
import styles from './Enter.module.css';

export interface LoginFormProps {
  /** The login to begin with. */
  login?: string;
  onDone?: (session: Session) => void;
}

/** User name and password. A refusal is said above the fields and leaves what was typed. */
export function LoginForm({ login: first = '', onDone }: LoginFormProps) {
  const { t } = useTranslation('work');
  const id = useId();
  const change = useSessionChange();
  const problemText = useProblemText();
  const [login, setLogin] = useState(first);
  const [password, setPassword] = useState('');
  const [tried, setTried] = useState(false);
  const enter = useMutation({
    mutationFn: () => change(() => api.logIn(login.trim(), password)),
    onSuccess: onDone,
  });

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!login.trim()) document.getElementById(`${id}-login`)?.focus();
    else if (!password) document.getElementById(`${id}-password`)?.focus();
    else enter.mutate();
  };

  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      {enter.isError && <Alert type="error" showIcon role="alert" title={problemText(enter.error)} />}
      <Field
        id={`${id}-login`}
        label={t('enter.login')}
        error={tried && !login.trim() ? t('enter.loginMissing') : undefined}
      >
        {(control) => (
          <Input
            {...control}
            value={login}
            onChange={(event) => setLogin(event.target.value)}
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            size="large"
          />
        )}
      </Field>
      <Field
        id={`${id}-password`}
        label={t('enter.password')}
        error={tried && !password ? t('enter.passwordMissing') : undefined}
      >
        {(control) => (
          <Input
            {...control}
            type="password"
            value={password}
            onChange={(event) => setPassword(event.target.value)}
            autoComplete="current-password"
            size="large"
          />
        )}
      </Field>
      <Button type="primary" htmlType="submit" size="large" block loading={enter.isPending}>
        {t('enter.submit')}
      </Button>
    </form>
  );
}

import { Input, InputNumber, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { MailInput, MailSecurity } from '../api';
import { Field } from '../ui/Field';
import type { FieldErrors } from './errors';
import styles from './Fields.module.css';

const ports: Record<MailSecurity, number> = { tls: 465, starttls: 587, none: 25 };

/** A mail server that nothing has been entered of. */
export const noMail: MailInput = { host: '', port: ports.tls, security: 'tls', user: '', password: null, from: '' };

/** What was typed, as it is sent: without a user there is no password to keep. */
export function typedMail(mail: MailInput): MailInput {
  return { ...mail, password: mail.user.trim() ? mail.password : (mail.password ?? '') };
}

export interface MailFieldsProps {
  id: string;
  value: MailInput;
  onChange: (value: Partial<MailInput>) => void;
  errors: FieldErrors;
  /** A password is kept on the server. */
  kept?: boolean;
}

/** The mail server. Its port follows the encryption for as long as it is the usual one. */
export function MailFields({ id, value, onChange, errors, kept = false }: MailFieldsProps) {
  const { t } = useTranslation('company');
  const secure = (security: MailSecurity) =>
    onChange(value.port === ports[value.security] ? { security, port: ports[security] } : { security });
  const text = (field: 'host' | 'user' | 'from') => ({
    value: value[field],
    onChange: (event: React.ChangeEvent<HTMLInputElement>) => onChange({ [field]: event.target.value }),
    size: 'large' as const,
    spellCheck: false,
    autoCapitalize: 'none',
    autoComplete: 'off',
    status: errors[`/mail/${field}`] ? ('error' as const) : undefined,
  });
  return (
    <>
      <div className={styles.server}>
        <Field id={`${id}-host`} label={t('mail.host')} error={errors['/mail/host']} required>
          {(control) => <Input {...control} {...text('host')} placeholder="smtp.example.com" inputMode="url" />}
        </Field>
        <Field id={`${id}-security`} label={t('mail.security')} error={errors['/mail/security']} required>
          {(control) => (
            <Select<MailSecurity>
              {...control}
              className={styles.wide}
              size="large"
              value={value.security}
              onChange={secure}
              options={(['tls', 'starttls', 'none'] as const).map((each) => ({
                value: each,
                label: t(`mail.securities.${each}`),
              }))}
              status={errors['/mail/security'] ? 'error' : undefined}
            />
          )}
        </Field>
        <Field id={`${id}-port`} label={t('mail.port')} error={errors['/mail/port']} required>
          {(control) => (
            <InputNumber
              {...control}
              className={styles.wide}
              size="large"
              controls={false}
              precision={0}
              value={value.port || null}
              onChange={(port) => onChange({ port: port ?? 0 })}
              status={errors['/mail/port'] ? 'error' : undefined}
            />
          )}
        </Field>
      </div>
      <Field id={`${id}-from`} label={t('mail.from')} help={t('mail.fromHelp')} error={errors['/mail/from']} required>
        {(control) => <Input {...control} {...text('from')} />}
      </Field>
      <div className={styles.pair}>
        <Field id={`${id}-user`} label={t('mail.user')} help={t('mail.userHelp')} error={errors['/mail/user']}>
          {(control) => <Input {...control} {...text('user')} />}
        </Field>
        <Field
          id={`${id}-password`}
          label={t('mail.password')}
          help={t('mail.passwordHelp')}
          error={errors['/mail/password']}
        >
          {(control) => (
            <Input
              {...control}
              type="password"
              size="large"
              autoComplete="new-password"
              placeholder={kept && value.password === null ? t('mail.passwordKept') : undefined}
              value={value.password ?? ''}
              onChange={(event) => onChange({ password: event.target.value || null })}
              status={errors['/mail/password'] ? 'error' : undefined}
            />
          )}
        </Field>
      </div>
    </>
  );
}

import { Input } from 'antd';
import { useTranslation } from 'react-i18next';
import type { FieldErrors } from '../company/errors';
import fields from '../company/Fields.module.css';
import { NameFields } from '../company/NameFields';
import { Field } from '../ui/Field';
import type { Typed } from './model';

export interface AdminFieldsProps {
  id: string;
  value: Typed['admin'];
  onChange: (value: Partial<Typed['admin']>) => void;
  errors: FieldErrors;
}

/** The first admin, with a password typed twice. */
export function AdminFields({ id, value, onChange, errors }: AdminFieldsProps) {
  const { t } = useTranslation(['setup', 'company']);
  const text = (field: 'login' | 'email' | 'password' | 'again') => ({
    value: value[field],
    onChange: (event: React.ChangeEvent<HTMLInputElement>) => onChange({ [field]: event.target.value }),
    size: 'large' as const,
    spellCheck: false,
    autoCapitalize: 'none',
    status: errors[`/admin/${field}`] ? ('error' as const) : undefined,
  });
  return (
    <>
      <NameFields
        id={`${id}-person`}
        label={t('setup:admin.name')}
        value={value.name}
        onChange={(name) => onChange({ name })}
        errors={errors}
        path="/admin/name"
        autoComplete="name"
      />
      <div className={fields.pair}>
        <Field
          id={`${id}-login`}
          label={t('setup:admin.login')}
          help={errors['/admin/login'] ? undefined : t('setup:admin.loginHelp')}
          error={errors['/admin/login']}
          required
        >
          {(control) => <Input {...control} {...text('login')} autoComplete="username" maxLength={64} />}
        </Field>
        <Field
          id={`${id}-email`}
          label={`${t('setup:admin.email')} (${t('company:optional')})`}
          error={errors['/admin/email']}
        >
          {(control) => <Input {...control} {...text('email')} type="email" autoComplete="email" />}
        </Field>
        <Field
          id={`${id}-password`}
          label={t('setup:admin.password')}
          help={errors['/admin/password'] ? undefined : t('setup:admin.passwordHelp')}
          error={errors['/admin/password']}
          required
        >
          {(control) => <Input {...control} {...text('password')} type="password" autoComplete="new-password" />}
        </Field>
        <Field id={`${id}-again`} label={t('setup:admin.again')} error={errors['/admin/again']} required>
          {(control) => <Input {...control} {...text('again')} type="password" autoComplete="new-password" />}
        </Field>
      </div>
    </>
  );
}

import { Input } from 'antd';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Field } from '../ui/Field';

/** A new password, typed twice: what was typed, and what is wrong with it. */
export function useNewPassword(min: number) {
  const { t } = useTranslation('account');
  const [first, setFirst] = useState('');
  const [second, setSecond] = useState('');
  const [tried, setTried] = useState(false);
  const short = [...first].length < min;
  const differs = first !== second;
  return {
    first,
    setFirst,
    second,
    setSecond,
    /** Checks what was typed, and shows what is wrong from now on. */
    check: () => {
      setTried(true);
      return !short && !differs;
    },
    clear: () => {
      setFirst('');
      setSecond('');
      setTried(false);
    },
    shortText: tried && short ? t('password.short', { min }) : undefined,
    differsText: tried && !short && differs ? t('password.differs') : undefined,
  };
}

export interface PasswordFieldsProps {
  typed: ReturnType<typeof useNewPassword>;
  min: number;
  label: string;
  again: string;
  /** What the server says of the password. */
  error?: string;
}

/** The two fields of a new password. */
export function PasswordFields({ typed, min, label, again, error }: PasswordFieldsProps) {
  const { t } = useTranslation('account');
  const id = useId();
  return (
    <>
      <Field
        id={`${id}-first`}
        label={label}
        help={t('password.help', { min })}
        error={typed.shortText ?? error}
        required
      >
        {(control) => (
          <Input
            {...control}
            type="password"
            size="large"
            autoComplete="new-password"
            value={typed.first}
            onChange={(event) => typed.setFirst(event.target.value)}
          />
        )}
      </Field>
      <Field id={`${id}-second`} label={again} error={typed.differsText} required>
        {(control) => (
          <Input
            {...control}
            type="password"
            size="large"
            autoComplete="new-password"
            value={typed.second}
            onChange={(event) => typed.setSecond(event.target.value)}
          />
        )}
      </Field>
    </>
  );
}

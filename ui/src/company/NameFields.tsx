import { Input } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Language, Text } from '../api';
import { languages } from '../i18n';
import { useLanguage } from '../i18n/words';
import { Field } from '../ui/Field';
import type { FieldErrors } from './errors';
import styles from './Fields.module.css';

const tags: Record<Language, string> = { en: 'EN', 'zh-CN': '中' };

export interface NameFieldsProps {
  id: string;
  label: string;
  help?: string;
  value: Text;
  onChange: (value: Text) => void;
  errors: FieldErrors;
  /** The JSON pointer of the name. */
  path: string;
  autoComplete?: string;
}

/** A name in both languages, the reader's own first; one of them is enough. */
export function NameFields({ id, label, help, value, onChange, errors, path, autoComplete }: NameFieldsProps) {
  const { t } = useTranslation('company');
  const own = useLanguage();
  const order = [...languages].sort((a, b) => Number(b === own) - Number(a === own));
  const error = errors[path] ?? order.map((each) => errors[`${path}/${each}`]).find(Boolean);
  return (
    <Field id={id} label={label} help={help} error={error} required group>
      {(control) => (
        <div className={styles.names}>
          {order.map((language, index) => (
            <Input
              key={language}
              {...control}
              id={index === 0 ? id : `${id}-${language}`}
              aria-label={t(`inLanguage.${language}`, { label })}
              aria-invalid={errors[`${path}/${language}`] || (errors[path] && index === 0) ? true : undefined}
              prefix={
                <span className={styles.tag} aria-hidden="true">
                  {tags[language]}
                </span>
              }
              lang={language}
              maxLength={64}
              size="large"
              autoComplete={index === 0 ? autoComplete : 'off'}
              status={error ? 'error' : undefined}
              value={value[language] ?? ''}
              onChange={(event) => onChange({ ...value, [language]: event.target.value })}
            />
          ))}
        </div>
      )}
    </Field>
  );
}

import { Input } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Text } from '../../api';
import { languages } from '../../i18n';
import { Field } from '../../ui/Field';
import people from '../people/People.module.css';

export interface BothWordsProps {
  id: string;
  label: string;
  value: Text;
  onChange: (value: Text) => void;
  /** The pointer that the server names the text by. */
  at: string;
  error: (path: string) => string | undefined;
  required?: boolean;
}

/** A wording in both languages, side by side. */
export function BothWords({ id, label, value, onChange, at, error, required }: BothWordsProps) {
  const { t } = useTranslation('lists');
  return (
    <div className={people.pair}>
      {languages.map((language) => (
        <Field
          key={language}
          id={`${id}-${language}`}
          label={t('wordsIn', { label, language: t(`language.${language}`) })}
          error={error(`${at}/${language}`) ?? error(at)}
          required={required && !Object.entries(value).some(([other, words]) => other !== language && words)}
        >
          {(control) => (
            <Input
              {...control}
              lang={language}
              maxLength={100}
              value={value[language] ?? ''}
              onChange={(event) => onChange({ ...value, [language]: event.target.value })}
            />
          )}
        </Field>
      ))}
    </div>
  );
}

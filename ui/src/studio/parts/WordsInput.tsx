import { Input } from 'antd';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { Language, Text } from '../../api';
import { languages } from '../../i18n';
import { useLanguage } from '../../i18n/words';
import styles from './Setting.module.css';

const tags: Record<Language, string> = { en: 'EN', 'zh-CN': '中' };

export interface WordsInputProps {
  label: string;
  value: Text | undefined;
  onChange: (language: Language, wording: string) => void;
  multiline?: boolean;
  /** Keeps the label for screen readers. */
  bare?: boolean;
  maxLength?: number;
}

/** A wording in both languages, the reader's own first. A missing one shows the other as its hint. */
export function WordsInput({ label, value, onChange, multiline, bare, maxLength = 200 }: WordsInputProps) {
  const { t } = useTranslation('studio');
  const own = useLanguage();
  const id = useId();
  const order = [...languages].sort((a, b) => Number(b === own) - Number(a === own));
  return (
    <fieldset className={styles.setting}>
      <legend className={bare ? 'visually-hidden' : styles.label}>{label}</legend>
      <div className={styles.words}>
        {order.map((language) => {
          const other = order.find((each) => each !== language);
          const props = {
            id: `${id}-${language}`,
            value: value?.[language] ?? '',
            placeholder: (other && value?.[other]) || undefined,
            maxLength,
            lang: language,
            'aria-label': t('inspector.wordsIn', { label, language: t(`inspector.languageName.${language}`) }),
          };
          return (
            <div key={language} className={styles.word}>
              <span className={styles.tag} aria-hidden="true">
                {tags[language]}
              </span>
              {multiline ? (
                <Input.TextArea
                  {...props}
                  autoSize={{ minRows: 1, maxRows: 5 }}
                  onChange={(event) => onChange(language, event.target.value)}
                />
              ) : (
                <Input {...props} onChange={(event) => onChange(language, event.target.value)} />
              )}
            </div>
          );
        })}
      </div>
    </fieldset>
  );
}

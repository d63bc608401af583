import { Input } from 'antd';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Language, Text } from '../../api';
import { languages } from '../../i18n';
import { lacks, type WordKind } from '../model/translations';
import styles from './TranslationsTab.module.css';

const long: readonly WordKind[] = ['description', 'help', 'block', 'message', 'warning'];

export interface TranslationRowProps {
  id: string;
  kind: WordKind;
  kindName: string;
  /** What it belongs to. */
  of: string;
  text: Text;
  onSet: (id: string, language: Language, wording: string) => void;
}

/** One wording beside itself in the other language. Drawn anew only when it changes: an app may have hundreds. */
export const TranslationRow = memo(function TranslationRow({
  id,
  kind,
  kindName,
  of,
  text,
  onSet,
}: TranslationRowProps) {
  const { t } = useTranslation(['studio', 'designer']);
  const label = [of, kindName].filter(Boolean).join(' · ');
  return (
    <fieldset className={styles.row}>
      <legend className={styles.what}>
        <span>{kindName}</span>
        {of && <span className={styles.of}>{of}</span>}
        {lacks(text) && <span className={styles.missing}>{t('designer:words.lacks')}</span>}
      </legend>
      {languages.map((language) => {
        const other = languages.find((each) => each !== language) ?? language;
        const empty = lacks(text, language);
        const props = {
          value: text[language] ?? '',
          lang: language,
          placeholder: text[other] ?? '',
          status: empty ? ('warning' as const) : undefined,
          maxLength: long.includes(kind) ? 2000 : 200,
          'aria-label': t('inspector.wordsIn', { label, language: t(`inspector.languageName.${language}`) }),
        };
        return (
          <div key={language} className={styles.cell}>
            <span className={styles.tag} aria-hidden="true">
              {language === 'en' ? 'EN' : '中'}
            </span>
            {long.includes(kind) ? (
              <Input.TextArea {...props} rows={2} onChange={(event) => onSet(id, language, event.target.value)} />
            ) : (
              <Input {...props} onChange={(event) => onSet(id, language, event.target.value)} />
            )}
          </div>
        );
      })}
    </fieldset>
  );
});

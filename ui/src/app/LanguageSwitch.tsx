import { useTranslation } from 'react-i18next';
import { languages } from '../i18n';
import styles from './LanguageSwitch.module.css';
import { useLanguageSwitch } from './session';

/** What is seen, and what a screen reader adds to it. */
const short = { en: ['EN', ' English'], 'zh-CN': ['中文', ''] } as const;

/** Two small buttons, one per language. Each is worded and marked in its own language. */
export function LanguageSwitch() {
  const { t } = useTranslation();
  const [language, change] = useLanguageSwitch();
  return (
    <fieldset className={styles.switch}>
      <legend className="visually-hidden">{t('language.label')}</legend>
      {languages.map((each) => (
        <button
          key={each}
          type="button"
          lang={each}
          className={styles.choice}
          aria-pressed={each === language}
          onClick={() => change(each)}
        >
          {short[each][0]}
          <span className="visually-hidden">{short[each][1]}</span>
        </button>
      ))}
    </fieldset>
  );
}

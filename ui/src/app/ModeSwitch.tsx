import { useTranslation } from 'react-i18next';
import { chooseMode, type ModeChoice, useModeChoice } from '../theme/mode';
import styles from './PersonMenu.module.css';

const choices: readonly ModeChoice[] = ['system', 'light', 'dark'];

/** Light, dark, or as the system has it; kept in this browser. */
export function ModeSwitch() {
  const { t } = useTranslation();
  const chosen = useModeChoice();
  return (
    <fieldset className={`${styles.group} ${styles.modes}`}>
      <legend className={styles.groupTitle}>{t('mode.title')}</legend>
      {choices.map((choice) => (
        <label key={choice} className={styles.mode}>
          <input
            type="radio"
            name="banli-mode"
            className="visually-hidden"
            checked={chosen === choice}
            onChange={() => chooseMode(choice)}
          />
          {t(`mode.${choice}`)}
        </label>
      ))}
    </fieldset>
  );
}

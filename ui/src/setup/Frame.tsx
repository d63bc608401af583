import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { LanguageSwitch } from '../app/LanguageSwitch';
import { Mark } from '../ui/Mark';
import styles from './Setup.module.css';

/** The frame of a first start: the product's name, the language, and one thing at a time. */
export function Frame({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <div className={styles.page}>
      <header className={styles.top}>
        <span className={styles.brand}>
          <Mark size={28} />
          {t('product')}
        </span>
        <LanguageSwitch />
      </header>
      <main className={styles.main} id="main">
        {children}
      </main>
    </div>
  );
}

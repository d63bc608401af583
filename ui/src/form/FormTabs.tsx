import { type KeyboardEvent, type ReactNode, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useWords } from '../i18n/words';
import { useErrors } from './context';
import styles from './FormTabs.module.css';
import type { SectionModel } from './model';
import { tokens } from './pointer';
import type { FormStore } from './store';

export interface FormTabsProps {
  store: FormStore;
  id: string;
  view: (section: SectionModel) => ReactNode;
}

/**
 * The parts of a form of which one is in sight. All are drawn, so that nothing typed is lost with a change of
 * tabs, and print shows them all.
 */
export default function FormTabs({ store, id, view }: FormTabsProps) {
  const { t } = useTranslation('form');
  const words = useWords();
  const { sections, tabs } = store.model;
  const [open, setOpen] = useState(tabs[0]?.id);
  const bar = useRef<HTMLDivElement>(null);
  const errors = new Set(useErrors(store).map((line) => tokens(line.pointer)[0]));
  const wrong = (tab: string) =>
    sections.some((section) => section.tab === tab && section.fields.some((field) => errors.has(field.id)));

  const press = (event: KeyboardEvent) => {
    const at = tabs.findIndex((tab) => tab.id === open);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const next = (to + tabs.length) % tabs.length;
    setOpen(tabs[next]?.id);
    bar.current?.querySelectorAll<HTMLElement>('[role="tab"]')[next]?.focus();
  };
  return (
    <div className={styles.tabs}>
      <div className={styles.bar} role="tablist" aria-label={t('tabs.label')} ref={bar} onKeyDown={press}>
        {tabs.map((tab) => (
          <button
            key={tab.id}
            type="button"
            role="tab"
            id={`${id}-tab-${tab.id}`}
            aria-controls={`${id}-part-${tab.id}`}
            aria-selected={open === tab.id}
            tabIndex={open === tab.id ? 0 : -1}
            className={styles.tab}
            onClick={() => setOpen(tab.id)}
          >
            <span className={styles.title} title={words(tab.title)}>
              {words(tab.title) || tab.id}
            </span>
            {wrong(tab.id) && (
              <span className={styles.wrong}>
                <span className="visually-hidden">{t('tabs.errors')}</span>
              </span>
            )}
          </button>
        ))}
      </div>
      {tabs.map((tab) => (
        <div
          key={tab.id}
          role="tabpanel"
          id={`${id}-part-${tab.id}`}
          aria-labelledby={`${id}-tab-${tab.id}`}
          className={open === tab.id ? styles.part : `${styles.part} ${styles.closed}`}
        >
          <h2 className={styles.printed}>{words(tab.title) || tab.id}</h2>
          {sections.filter((section) => section.tab === tab.id).map(view)}
        </div>
      ))}
    </div>
  );
}

import { useCallback, useMemo, useSyncExternalStore } from 'react';
import type { Person } from '../api';
import { useWords } from '../i18n/words';
import { FormContext, type FormScene } from './context';
import { FieldSlot } from './FieldSlot';
import styles from './FormView.module.css';
import type { SectionModel } from './model';
import type { FormStore } from './store';

export interface FormViewProps {
  store: FormStore;
  /** Prefix of the ids on screen. */
  id?: string;
  readOnly?: boolean;
  people?: Readonly<Record<string, Person>>;
}

const nobody: Readonly<Record<string, Person>> = {};

/** A form as its definition lays it out: sections, columns, fields. */
export function FormView({ store, id = 'form', readOnly = false, people = nobody }: FormViewProps) {
  const scene = useMemo<FormScene>(() => ({ store, id, readOnly, people }), [store, id, readOnly, people]);
  return (
    <FormContext value={scene}>
      <div className={styles.form}>
        {store.model.sections.map((section) => (
          <SectionView key={section.id} section={section} store={store} id={id} />
        ))}
      </div>
    </FormContext>
  );
}

function SectionView({ section, store, id }: { section: SectionModel; store: FormStore; id: string }) {
  const words = useWords();
  const visible = useSyncExternalStore(
    useCallback((listener: () => void) => store.watch(listener), [store]),
    () => section.fields.some((field) => !store.field(`/${field.id}`).hidden),
  );
  if (!visible) return null;
  const title = words(section.title);
  const heading = `${id}-section-${section.id}`;
  return (
    <section className={`card ${styles.section}`} aria-labelledby={title ? heading : undefined}>
      {title && (
        <h2 className={styles.title} id={heading}>
          {title}
        </h2>
      )}
      <div className={section.columns === 2 ? `${styles.grid} ${styles.two}` : styles.grid}>
        {section.fields.map((field) => (
          <div
            key={field.id}
            className={(field.layout.width ?? 1) > 1 || field.kind === 'table' ? styles.wide : undefined}
            data-field={field.id}
          >
            <FieldSlot field={field} pointer={`/${field.id}`} />
          </div>
        ))}
      </div>
    </section>
  );
}

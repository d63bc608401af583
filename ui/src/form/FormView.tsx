import { lazy, Suspense, useCallback, useMemo, useSyncExternalStore } from 'react';
import type { Person, Text } from '../api';
import type { Block } from '../core/form';
import { useWords } from '../i18n/words';
import { FormContext, type FormScene } from './context';
import { FieldSlot } from './FieldSlot';
import styles from './FormView.module.css';
import type { Uploads } from './files/uploads';
import type { FieldModel, SectionModel } from './model';
import type { Offer } from './offer';
import type { FormStore } from './store';
import { useOwnForm } from './useOwnForm';

/** Few forms have tabs. */
const FormTabs = lazy(() => import('./FormTabs'));

export interface FormViewProps {
  store: FormStore;
  /** Prefix of the ids on screen. */
  id?: string;
  readOnly?: boolean;
  people?: Readonly<Record<string, Person>>;
  offer?: Offer;
  labels?: Readonly<Record<string, Text>>;
  uploads?: Uploads;
}

const nobody: Readonly<Record<string, Person>> = {};

/** A form as its definition lays it out: sections, columns, fields. */
export function FormView({
  store,
  id = 'form',
  readOnly = false,
  people = nobody,
  offer,
  labels,
  uploads,
}: FormViewProps) {
  const { sections, tabs } = store.model;
  const view = (section: SectionModel) => <SectionView key={section.id} section={section} store={store} id={id} />;
  const scene = useMemo<FormScene>(
    () => ({ store, id, readOnly, people, offer, labels, uploads }),
    [store, id, readOnly, people, offer, labels, uploads],
  );
  const { own, around } = useOwnForm();
  return (
    <FormContext value={scene}>
      <div className={styles.form} {...around}>
        {sections.filter((section) => !section.tab).map(view)}
        {tabs.length > 0 && (
          <Suspense>
            <FormTabs store={store} id={id} view={view} />
          </Suspense>
        )}
        {own}
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
      <div
        className={[styles.grid, section.columns > 1 && styles.two, section.columns > 2 && styles.three]
          .filter(Boolean)
          .join(' ')}
      >
        {section.items.map(({ id: item, field, block }) =>
          block ? (
            <BlockView key={item} block={block} />
          ) : (
            <div key={item} className={widthOf(field, section)} data-field={item}>
              <FieldSlot field={field} pointer={`/${field.id}`} />
            </div>
          ),
        )}
      </div>
    </section>
  );
}

function widthOf(field: FieldModel, section: SectionModel): string | undefined {
  const { width = 1 } = field.layout;
  if (field.kind === 'table' || width >= section.columns) return styles.wide;
  return width === 2 ? styles.double : undefined;
}

/** A note, or a line with or without words. */
function BlockView({ block }: { block: Block }) {
  const words = useWords();
  const text = words(block.text);
  if (block.kind === 'note') return text ? <p className={styles.note}>{text}</p> : null;
  return text ? <h3 className={styles.divider}>{text}</h3> : <hr className={styles.rule} />;
}

import { useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Section } from '../../api';
import { useWords } from '../../i18n/words';
import { AppIcon } from '../../ui/AppIcon';
import { useApp, useEdit, useFindings, useReadApp, useSelection } from '../designer/context';
import { findingsAt } from '../designer/places';
import { copyField, fieldAt, nudgeField, nudgeSection, splitPath } from '../model/fields';
import { isBlockKind } from '../model/kinds';
import { tabsOf } from '../model/tabs';
import { announce } from '../parts/toast';
import { ActionBar } from './ActionBar';
import styles from './Canvas.module.css';
import { type FieldActions, FieldCard } from './FieldCard';
import { useRemoval } from './useRemoval';

export interface CanvasProps {
  /** Brings the settings to the fore. */
  onOpen: (focus: boolean) => void;
}

/** The form as it will look, section by section. */
export function Canvas({ onOpen }: CanvasProps) {
  const { t } = useTranslation('studio');
  const words = useWords();
  const app = useApp();
  const edit = useEdit();
  const readApp = useReadApp();
  const [selection, select] = useSelection();
  const { removeField, removeSection } = useRemoval();
  const findings = useFindings();
  const root = useRef<HTMLDivElement>(null);
  const { sections } = app.form.layout;

  const actions = useMemo<FieldActions>(() => {
    const focus = (path: string | undefined) => {
      if (path === undefined) return;
      requestAnimationFrame(() => {
        const hits = root.current?.querySelectorAll<HTMLElement>('[data-hit]') ?? [];
        for (const hit of hits) if (hit.dataset.hit === path) hit.focus();
      });
    };
    const order = () => readApp().form.layout.sections.flatMap((section) => section.fields);
    const neighbour = (path: string, by: -1 | 1) => order()[order().indexOf(path) + by];
    return {
      select: (path) => {
        select({ kind: 'field', path });
        onOpen(false);
      },
      open: (path) => {
        select({ kind: 'field', path });
        onOpen(true);
      },
      nudge: (path, by) => {
        edit((a) => nudgeField(a, path, by));
        announce(t('canvas.moved', { title: words(fieldAt(readApp(), path)?.layout.title) }));
        focus(path);
      },
      copy: (path) => {
        const copied = copyField(readApp(), path);
        edit(() => copied.app);
        select({ kind: 'field', path: copied.path });
        focus(copied.path);
      },
      remove: (path) => {
        const next = neighbour(path, 1) ?? neighbour(path, -1);
        removeField(path, () => focus(next));
      },
      step: (path, by) => focus(neighbour(path, by)),
    };
  }, [edit, readApp, select, t, words, onOpen, removeField]);

  const selected = selection?.kind === 'field' ? splitPath(selection.path)[0] : undefined;
  const all = sections.flatMap((section) => section.fields);
  return (
    <div className={styles.canvas} ref={root} data-canvas>
      <p className="visually-hidden" id="canvas-keys">
        {t('canvas.keys')}
      </p>
      <section className={styles.paper} aria-label={t('canvas.label')}>
        <header className={styles.head}>
          <AppIcon app={app} size={40} />
          <div>
            <p className={styles.appName}>{words(app.name)}</p>
            {app.description && <p className={styles.appText}>{words(app.description)}</p>}
          </div>
        </header>
        {all.length === 0 && sections.length === 0 && (
          <div className={styles.empty}>
            <p className={styles.emptyTitle}>{t('canvas.empty')}</p>
            <p>{t('canvas.emptyText')}</p>
          </div>
        )}
        {sections.map((section, index) => (
          <SectionCard
            key={section.id}
            section={section}
            tab={words(tabsOf(app).find((tab) => tab.id === section.tab)?.title)}
            first={index === 0}
            last={index === sections.length - 1}
            selected={selection?.kind === 'section' && selection.id === section.id}
            onSelect={(toFront) => {
              select({ kind: 'section', id: section.id });
              onOpen(toFront);
            }}
            onMove={(by) => edit((a) => nudgeSection(a, section.id, by))}
            onRemove={() => removeSection(section.id)}
          >
            {section.fields.map((path) => {
              const field = fieldAt(app, path);
              if (!field) return null;
              return (
                <FieldCard
                  key={path}
                  field={field}
                  wide={
                    isBlockKind(field.kind) ||
                    field.kind === 'table' ||
                    (field.layout.width ?? 1) >= (section.columns ?? 1)
                  }
                  selected={selected === path}
                  first={all[0] === path}
                  last={all.at(-1) === path}
                  finding={findingsAt(findings, `form.fields.${path}`)[0]}
                  actions={actions}
                />
              );
            })}
          </SectionCard>
        ))}
      </section>
    </div>
  );
}

interface SectionCardProps {
  section: Section;
  /** The title of the tab that it stands on. */
  tab: string;
  first: boolean;
  last: boolean;
  selected: boolean;
  onSelect: (toFront: boolean) => void;
  onMove: (by: -1 | 1) => void;
  onRemove: () => void;
  children: React.ReactNode;
}

function SectionCard({ section, tab, first, last, selected, onSelect, onMove, onRemove, children }: SectionCardProps) {
  const { t } = useTranslation('studio');
  const words = useWords();
  const title = words(section.title);
  const shown = title || t('canvas.untitledSection');
  return (
    <section
      className={selected ? `${styles.section} ${styles.selectedSection}` : styles.section}
      aria-label={t('canvas.section', { title: shown })}
      data-canvas-section={section.id}
    >
      <div className={styles.sectionHead}>
        <button
          type="button"
          className={styles.sectionHit}
          aria-pressed={selected}
          onClick={() => onSelect(false)}
          onKeyDown={(event) => {
            if (event.altKey && event.key === 'ArrowUp') onMove(-1);
            else if (event.altKey && event.key === 'ArrowDown') onMove(1);
            else if (event.key === 'Delete') onRemove();
            else if (event.key === 'Enter') onSelect(true);
            else return;
            event.preventDefault();
          }}
        >
          <span className={title ? undefined : styles.untitled}>{shown}</span>
          {tab && <span className={styles.tab}>{tab}</span>}
        </button>
        {selected && (
          <ActionBar
            className={styles.tools}
            title={shown}
            canUp={!first}
            canDown={!last}
            onUp={() => onMove(-1)}
            onDown={() => onMove(1)}
            onRemove={onRemove}
          />
        )}
      </div>
      {section.fields.length === 0 ? (
        <div className={styles.emptySection}>
          <span className={styles.byMouse}>{t('canvas.emptySection')}</span>
          <span className={styles.byTouch}>{t('canvas.emptySectionTouch')}</span>
        </div>
      ) : (
        <div
          className={[styles.grid, (section.columns ?? 1) > 1 && styles.two, section.columns === 3 && styles.three]
            .filter(Boolean)
            .join(' ')}
        >
          {children}
        </div>
      )}
    </section>
  );
}

import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Section } from '../../api';
import { useWords } from '../../i18n/words';
import { AppIcon } from '../../ui/AppIcon';
import { useApp, useEdit, useFindings, useSelection } from '../designer/context';
import { findingsAt } from '../designer/places';
import { inOrder, nudgeFields } from '../model/bulk';
import { fieldAt, nudgeSection } from '../model/fields';
import { isBlockKind } from '../model/kinds';
import { tabsOf } from '../model/tabs';
import { useNarrow } from '../parts/useNarrow';
import { chosenOf } from '../state/chosen';
import { ActionBar } from './ActionBar';
import { BulkBar } from './BulkBar';
import styles from './Canvas.module.css';
import { CanvasTools } from './CanvasTools';
import { FieldCard } from './FieldCard';
import { FirstFields } from './FirstFields';
import { SectionMenu } from './SectionMenu';
import { useCanvasActions } from './useCanvasActions';
import { useFilledBy } from './useFilledBy';
import { useRemoval } from './useRemoval';

export interface CanvasProps {
  /** Brings the settings to the fore. */
  onOpen: (focus: boolean) => void;
  /** Whether a tap selects one field more. */
  choosing: boolean;
  setChoosing: (choosing: boolean) => void;
  onFind: () => void;
  onKeys: () => void;
}

/** The form as it will look, section by section. */
export function Canvas({ onOpen, choosing, setChoosing, onFind, onKeys }: CanvasProps) {
  const { t } = useTranslation('studio');
  const words = useWords();
  const app = useApp();
  const edit = useEdit();
  const [selection, select] = useSelection();
  const { removeSection } = useRemoval();
  const findings = useFindings();
  const narrow = useNarrow();
  const filledBy = useFilledBy();
  const root = useRef<HTMLDivElement>(null);
  const actions = useCanvasActions(root, onOpen);
  const { sections } = app.form.layout;

  const chosen = chosenOf(selection);
  const several = chosen.length > 1;
  const all = sections.flatMap((section) => section.fields);
  return (
    <div className={styles.canvas} ref={root} tabIndex={-1} data-canvas>
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
          <CanvasTools {...{ actions, choosing, setChoosing, onFind, onKeys }} />
        </header>
        {all.length === 0 && <FirstFields />}
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
            onRemove={() => removeSection(section.id, () => actions.clear())}
            onStep={(by) => {
              const before = sections[index - 1];
              const next =
                by > 0 ? (section.fields[0] ?? sections[index + 1]?.id) : (before?.fields.at(-1) ?? before?.id);
              if (next !== undefined) actions.focus(next);
            }}
            onLeave={actions.clear}
            menu={<SectionMenu section={section} actions={actions} />}
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
                  selected={chosen.includes(path)}
                  several={several}
                  choosing={choosing}
                  first={all[0] === path}
                  last={all.at(-1) === path}
                  scripted={app.scripts?.sets?.includes(path) ?? false}
                  filled={filledBy(field)}
                  finding={findingsAt(findings, `form.fields.${path}`)[0]}
                  actions={actions}
                />
              );
            })}
          </SectionCard>
        ))}
      </section>
      {several && (
        <BulkBar
          paths={inOrder(app, chosen)}
          actions={actions}
          canUp={nudgeFields(app, chosen, -1) !== app}
          canDown={nudgeFields(app, chosen, 1) !== app}
          onSettings={narrow ? () => onOpen(true) : undefined}
        />
      )}
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
  /** The focus goes on to the field above or below the heading. */
  onStep: (by: -1 | 1) => void;
  onLeave: () => void;
  menu: React.ReactNode;
  children: React.ReactNode;
}

function SectionCard(props: SectionCardProps) {
  const { section, tab, first, last, selected, onSelect, onMove, onRemove, onStep, onLeave, menu, children } = props;
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
          data-hit={section.id}
          onClick={() => onSelect(false)}
          onKeyDown={(event) => {
            if (event.altKey && event.key === 'ArrowUp') onMove(-1);
            else if (event.altKey && event.key === 'ArrowDown') onMove(1);
            else if (event.key === 'ArrowUp' || event.key === 'ArrowDown') onStep(event.key === 'ArrowUp' ? -1 : 1);
            else if (event.key === 'Delete') onRemove();
            else if (event.key === 'Enter') onSelect(true);
            else if (event.key === 'Escape') onLeave();
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
            more={menu}
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

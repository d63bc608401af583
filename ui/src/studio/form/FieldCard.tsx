import { ExclamationCircleFilled, FunctionOutlined, LockOutlined } from '@ant-design/icons';
import { useDraggable } from '@dnd-kit/core';
import { type KeyboardEvent, memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Finding } from '../../api';
import { languages } from '../../i18n';
import { useWords } from '../../i18n/words';
import { type Field, sameField } from '../model/fields';
import { isBlockKind } from '../model/kinds';
import { ActionBar } from './ActionBar';
import styles from './Canvas.module.css';
import { FieldMenu } from './FieldMenu';
import { FieldSample } from './FieldSample';
import type { CanvasActions } from './useCanvasActions';

export interface FieldCardProps {
  field: Field;
  wide: boolean;
  selected: boolean;
  /** Several fields are selected: their actions stand in a bar of their own. */
  several: boolean;
  first: boolean;
  last: boolean;
  finding?: Finding;
  /** A script computes it. */
  scripted: boolean;
  /** In words what works it out, and then each of its columns; empty for what people fill in. */
  filled: readonly string[];
  /** Set when a tap selects one more, as on a touch screen. */
  choosing: boolean;
  actions: CanvasActions;
}

function sameProps(a: FieldCardProps, b: FieldCardProps): boolean {
  return (
    sameField(a.field, b.field) &&
    a.wide === b.wide &&
    a.selected === b.selected &&
    a.several === b.several &&
    a.choosing === b.choosing &&
    a.first === b.first &&
    a.last === b.last &&
    a.finding === b.finding &&
    a.scripted === b.scripted &&
    a.filled.length === b.filled.length &&
    a.filled.every((words, index) => words === b.filled[index]) &&
    a.actions === b.actions
  );
}

/** A field on the canvas. The whole card is one button to select and drag by; its tools stand beside it. */
export const FieldCard = memo(function FieldCard({
  field,
  wide,
  selected,
  several,
  first,
  last,
  finding,
  scripted,
  filled,
  choosing,
  actions,
}: FieldCardProps) {
  const { t } = useTranslation('studio');
  const words = useWords();
  const { path, kind } = field;
  const { setNodeRef, listeners, isDragging } = useDraggable({ id: `field:${path}`, data: { move: path } });
  const title = words(field.layout.title);
  const block = isBlockKind(kind);
  const shown = title || t(kind === 'divider' ? 'canvas.line' : 'canvas.untitled');
  const missing = languages.filter((language) => !field.layout.title?.[language]);
  const help = words(field.layout.help);

  const press = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : undefined;
    const command = event.ctrlKey || event.metaKey;
    const key = event.key.toLowerCase();
    if (by && event.altKey) (event.shiftKey ? actions.over : actions.nudge)(path, by);
    else if (by) (event.shiftKey ? actions.extend : actions.step)(path, by);
    else if (event.key === 'Delete' || event.key === 'Backspace') actions.remove(path);
    else if (event.key === 'Enter') actions.open(path);
    else if (event.key === 'Escape') actions.clear();
    else if (event.key === ' ') actions.select(path, command ? 'toggle' : event.shiftKey ? 'range' : 'only');
    else if (command && key === 'a') actions.selectAll(path);
    else if (command && key === 'd') actions.duplicate(path);
    else return;
    event.preventDefault();
  };
  const sensitive = field.sensitive || field.columns.some((column) => column.sensitive);
  const name = [
    shown,
    t(`kind.${kind}`),
    // What is worked out is never missing, so nobody is asked for it.
    field.required && !filled[0] && t('canvas.required'),
    filled[0],
    sensitive && t(field.sensitive ? 'canvas.sensitive' : 'canvas.sensitiveColumns'),
  ]
    .filter(Boolean)
    .join(', ');
  const className = [
    styles.field,
    wide && styles.wide,
    selected && styles.selected,
    isDragging && styles.dragged,
  ].filter(Boolean);
  return (
    <div className={className.join(' ')} data-canvas-field={path} data-wide={wide || undefined}>
      <button
        ref={setNodeRef}
        type="button"
        className={styles.hit}
        data-hit={path}
        aria-label={name}
        aria-pressed={selected}
        aria-describedby="canvas-keys"
        {...listeners}
        onClick={(event) => {
          const toggles = choosing || event.ctrlKey || event.metaKey;
          actions.select(path, event.shiftKey ? 'range' : toggles ? 'toggle' : 'only');
        }}
        onKeyDown={press}
      />
      <div className={styles.sample} aria-hidden="true">
        <p
          className={[
            styles.label,
            !title && styles.untitled,
            kind === 'note' && styles.note,
            kind === 'divider' && styles.divider,
          ]
            .filter(Boolean)
            .join(' ')}
        >
          {shown}
          {field.required && !filled[0] && <span className={styles.star}>*</span>}
          {scripted && (
            <span className={styles.sensitive} title={t('canvas.scripted')}>
              <FunctionOutlined />
            </span>
          )}
          {sensitive && (
            <span
              className={styles.sensitive}
              title={t(field.sensitive ? 'canvas.sensitive' : 'canvas.sensitiveColumns')}
            >
              <LockOutlined />
            </span>
          )}
          {title && missing.length > 0 && (
            <span className={styles.missing}>
              {t('canvas.missingWords', { language: t(`inspector.languageName.${missing[0] ?? 'en'}`) })}
            </span>
          )}
        </p>
        {!block && <FieldSample field={field} filled={filled} />}
        {help && <p className={styles.help}>{help}</p>}
      </div>
      {finding && (
        <span className={`${styles.finding} ${styles[finding.level]}`} title={finding.message}>
          <ExclamationCircleFilled aria-hidden="true" />
          <span className="visually-hidden">{t('canvas.problem', { message: finding.message })}</span>
        </span>
      )}
      {selected && !several && (
        <ActionBar
          className={styles.tools}
          title={shown}
          canUp={!first}
          canDown={!last}
          onUp={() => actions.nudge(path, -1)}
          onDown={() => actions.nudge(path, 1)}
          onCopy={() => actions.duplicate(path)}
          onRemove={() => actions.remove(path)}
          more={<FieldMenu path={path} title={shown} actions={actions} />}
        />
      )}
    </div>
  );
}, sameProps);

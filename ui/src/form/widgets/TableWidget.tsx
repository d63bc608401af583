import { PlusOutlined, SnippetsOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { type ClipboardEvent, type ComponentType, type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage, useWords } from '../../i18n/words';
import type { ControlProps } from '../../ui/Field';
import { controlId, useScene } from '../context';
import type { FieldModel } from '../model';
import { child, get } from '../pointer';
import { cellKey, cellOf } from '../table/keys';
import type { PasteDialogProps } from '../table/PasteDialog';
import { PasteReport } from '../table/PasteReport';
import { RowBar } from '../table/RowBar';
import styles from '../table/Table.module.css';
import { type RowActions, TableRow } from '../table/TableRow';
import { TableTotals } from '../table/TableTotals';
import { useColumns } from '../table/useColumns';
import { usePaste } from '../table/usePaste';

/** How much of a row's width a column asks for, and how many pixels it is not to fall below. */
interface Width {
  share: number;
  least: number;
}

const usual: Width = { share: 1.1, least: 132 };
const widths: Partial<Record<FieldModel['kind'], Width>> = {
  text: { share: 1.8, least: 150 },
  string: { share: 1.5, least: 130 },
  number: { share: 1.05, least: 124 },
  date: { share: 1.25, least: 142 },
  integer: { share: 0.9, least: 92 },
  boolean: { share: 0.6, least: 64 },
  choices: { share: 1.5, least: 150 },
  option: { share: 1.5, least: 140 },
  options: { share: 1.5, least: 150 },
  persons: { share: 1.5, least: 150 },
  dateRange: { share: 2.4, least: 360 },
};
/** What is read needs no room for a control. */
const READ = 0.78;
const GAP = 10;
/** Where rows become cards, as Table.module.css has it. */
const CARDS = 640;

/** From so many rows on, those far from the screen are not drawn. */
const MANY = 15;

export interface TableWidgetProps {
  field: FieldModel;
  pointer: string;
  rows: readonly string[];
  label: string;
  control: ControlProps;
  readOnly: boolean;
}

/** Rows of a table: a grid where there is room for it, one card per row where there is not. */
export function TableWidget({ field, pointer, rows, label, control, readOnly }: TableWidgetProps) {
  const { t } = useTranslation('form');
  const words = useWords();
  const language = useLanguage();
  const { store, id } = useScene();
  const root = useRef<HTMLDivElement>(null);
  const [said, setSaid] = useState('');
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  const lastPick = useRef(0);
  const [Dialog, setDialog] = useState<ComponentType<PasteDialogProps>>();
  const columns = useColumns(field);
  const stays = readOnly || store.rowsStay(pointer);
  const paste = usePaste(field, pointer, columns, stays);
  const { maxItems } = field.schema;
  const full = typeof maxItems === 'number' && rows.length >= maxItems;
  const room = columns.map(({ kind }) => {
    const { share, least } = widths[kind] ?? usual;
    return { share, least: Math.round(readOnly ? least * READ : least) };
  });
  const template = room.map(({ share, least }) => `minmax(${least}px, ${share}fr)`).join(' ');
  const printed = room.map(({ share }) => `minmax(0, ${share}fr)`).join(' ');
  const least = room.reduce((sum, each) => sum + each.least, GAP * (columns.length - 1));
  const selected = rows.flatMap((key, index) => (picked.has(key) ? [index] : []));

  /** The buttons and inputs of a changed row exist only after the next frame. */
  const focusLater = (target: () => HTMLElement | null | undefined) =>
    requestAnimationFrame(() => requestAnimationFrame(() => target()?.focus()));
  const cellAt = (row: number, column: string) =>
    document.getElementById(controlId(id, child(child(pointer, row), column)));
  const focusRow = (row: number) => focusLater(() => (columns[0] ? cellAt(row, columns[0].id) : null));
  const tool = (index: number, name: string) =>
    focusLater(() => root.current?.querySelector<HTMLElement>(`[data-tool="${name}-${index}"]:not(:disabled)`));

  const add = (at = rows.length, column = columns[0]?.id ?? '') => {
    store.addRow(pointer, at);
    setSaid(t('table.added', { row: at + 1 }));
    focusLater(() => cellAt(at, column));
  };
  const actions: RowActions = {
    copy: (index) => {
      store.copyRows(pointer, [index]);
      setSaid(t('table.copied', { row: index + 1 }));
      focusRow(index + 1);
    },
    remove: (index) => {
      const left = store.rows(pointer).length - 1;
      store.removeRows(pointer, [index]);
      setSaid(t('table.removed', { row: index + 1 }));
      if (left > 0) tool(Math.min(index, left - 1), 'remove');
      else focusLater(() => document.getElementById(control.id));
    },
    move: (index, to) => {
      store.moveRow(pointer, index, to);
      setSaid(t('table.moved', { row: to + 1 }));
      tool(to, to < index ? (to === 0 ? 'down' : 'up') : to === store.rows(pointer).length - 1 ? 'up' : 'down');
    },
    select: (index, range) => {
      const keys = store.rows(pointer);
      const from = range ? Math.min(lastPick.current, index) : index;
      const to = range ? Math.max(lastPick.current, index) : index;
      lastPick.current = index;
      setPicked((before) => {
        const next = new Set(before);
        const on = range || !before.has(keys[index] ?? '');
        for (const key of keys.slice(from, to + 1)) {
          if (on) next.add(key);
          else next.delete(key);
        }
        return next;
      });
    },
  };
  // Rows keep the same functions, so that none is drawn anew because another was selected.
  const newest = useRef(actions);
  useEffect(() => {
    newest.current = actions;
  });
  const [handlers] = useState<RowActions>(() => ({
    copy: (index) => newest.current.copy(index),
    remove: (index) => newest.current.remove(index),
    move: (index, to) => newest.current.move(index, to),
    select: (index, range) => newest.current.select(index, range),
  }));

  const copySelected = async () => {
    const { copyText, toClipboard } = await import('../table/clipboard');
    const all = get(store.values, pointer);
    const chosen = Array.isArray(all) ? selected.map((index) => all[index]) : [];
    const done = await toClipboard(await copyText(chosen, columns, { language, yes: t('yes'), no: t('no') }));
    setSaid(done ? t('table.onClipboard', { count: chosen.length }) : t('table.noClipboard'));
  };
  const fillDown = (row: number, column: string) => {
    const rest = selected.filter((index) => index !== selected[0]);
    const several = selected.includes(row) && rest.length > 0;
    const from = several ? (selected[0] ?? 0) : row - 1;
    if (from < 0) return;
    const value = get(store.draft, child(child(pointer, from), column));
    for (const to of several ? rest : [row]) {
      const place = child(child(pointer, to), column);
      const { locked, hidden } = store.field(place);
      if (!locked && !hidden) store.set(place, value);
    }
    setSaid(t('table.filled', { count: several ? rest.length : 1 }));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const key = cellKey(event);
    if (key === 'undo' && paste.undo()) {
      event.preventDefault();
      setSaid(t('table.undone'));
      return;
    }
    const cell = cellOf(event.target);
    // Whoever ends a date with Enter does not mean to submit the form.
    if (cell && !key && event.key === 'Enter' && event.target instanceof HTMLInputElement) event.preventDefault();
    if (!key || !cell || key === 'undo') return;
    event.preventDefault();
    if (key === 'fillDown') {
      fillDown(cell.row, cell.column);
      return;
    }
    const to = cell.row + (key === 'next' ? 1 : -1);
    if (to >= rows.length && event.key === 'Enter' && !stays && !full) add(rows.length, cell.column);
    else cellAt(to, cell.column)?.focus();
  };
  const onPaste = (event: ClipboardEvent) => {
    const text = event.clipboardData.getData('text/plain');
    const inLines = event.target instanceof HTMLTextAreaElement;
    // One line of text belongs into the cell that it is pasted into; several lines do in a cell of several.
    if (!text.includes('\t') && (inLines || !/[\r\n]./.test(text.trim()))) return;
    const cell = cellOf(event.target);
    const column = columns.findIndex((each) => each.id === cell?.column);
    event.preventDefault();
    void paste.run(text, cell ? { row: cell.row, column: Math.max(column, 0) } : { row: rows.length, column: 0 });
  };
  const openDialog = async () => {
    const { default: PasteDialog } = await import('../table/PasteDialog');
    setDialog(() => PasteDialog);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: its cells are what is typed and pasted into.
    <div
      className={styles.holder}
      style={
        {
          '--columns': template,
          '--printed': printed,
          '--least': `${least}px`,
          '--count': columns.length,
        } as React.CSSProperties
      }
      ref={root}
      onKeyDown={readOnly ? undefined : onKeyDown}
      onPaste={readOnly ? undefined : onPaste}
    >
      <div className={styles.table}>
        {rows.length === 0 && <p className={styles.none}>{t('table.none')}</p>}
        {/* What is read has nothing else to take the focus, so that keys can scroll it. */}
        <div className={styles.scroll} tabIndex={stays && least > CARDS ? 0 : undefined}>
          <div className={stays ? `${styles.rows} ${styles.rowsRead}` : styles.rows}>
            {rows.length > 0 && (
              <div className={readOnly || stays ? `${styles.head} ${styles.headRead}` : styles.head} aria-hidden="true">
                {columns.map((column) => (
                  <span key={column.id}>
                    {words(column.layout.title) || column.id}
                    {column.required && !readOnly && <span className={styles.star}>*</span>}
                  </span>
                ))}
              </div>
            )}
            <ol aria-label={label}>
              {rows.map((key, index) => (
                <TableRow
                  key={key}
                  columns={columns}
                  pointer={child(pointer, index)}
                  index={index}
                  last={index === rows.length - 1}
                  selected={picked.has(key)}
                  lazy={!readOnly && rows.length > MANY}
                  actions={stays ? undefined : handlers}
                />
              ))}
            </ol>
            {rows.length > 0 && columns.some((column) => column.layout.total) && (
              <TableTotals columns={columns} pointer={pointer} bare={stays} />
            )}
          </div>
        </div>
        {selected.length > 0 && !stays && (
          <RowBar
            count={selected.length}
            full={full}
            onInsert={(below) => add(below ? (selected.at(-1) ?? 0) + 1 : (selected[0] ?? 0))}
            onDuplicate={() => {
              store.copyRows(pointer, selected);
              setSaid(t('table.duplicated', { count: selected.length }));
            }}
            onCopy={() => void copySelected()}
            onRemove={() => {
              store.removeRows(pointer, selected);
              setPicked(new Set());
              setSaid(t('table.removedSeveral', { count: selected.length }));
              focusLater(() => document.getElementById(control.id));
            }}
            onNone={() => setPicked(new Set())}
          />
        )}
        {!readOnly && (
          <PasteReport state={paste.state} canUndo={paste.canUndo} onUndo={paste.undo} onClose={paste.close} />
        )}
        {!stays && (
          <div className={styles.add}>
            <Button
              id={control.id}
              type="dashed"
              block
              icon={<PlusOutlined />}
              aria-label={t('table.addTo', { table: label })}
              aria-describedby={control['aria-describedby']}
              aria-disabled={full}
              onClick={() => (full ? setSaid(t('table.full', { most: maxItems })) : add())}
            >
              {full ? t('table.full', { most: maxItems }) : t('table.add')}
            </Button>
            <Button
              type="text"
              icon={<SnippetsOutlined aria-hidden="true" />}
              aria-label={t('table.pasteTo', { table: label })}
              onClick={() => void openDialog()}
            >
              {t('table.pasteRows')}
            </Button>
          </div>
        )}
      </div>
      {Dialog && (
        <Dialog
          table={label}
          onClose={() => setDialog(undefined)}
          onPaste={(text) => {
            setDialog(undefined);
            void paste.run(text, { row: rows.length, column: 0 });
          }}
        />
      )}
      <p className="visually-hidden" role="status">
        {said}
      </p>
    </div>
  );
}

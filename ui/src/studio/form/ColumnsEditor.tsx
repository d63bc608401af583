import { LockOutlined, PlusOutlined, RightOutlined } from '@ant-design/icons';
import { Button, Checkbox, Dropdown } from 'antd';
import { type KeyboardEvent, type MouseEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useWords } from '../../i18n/words';
import { useEdit, useReadApp, useSelection, useStudio } from '../designer/context';
import { columnRange, columnsOf, nudgeColumns } from '../model/columns';
import { addColumn, type Field, moved, orderColumns } from '../model/fields';
import { columnKinds, type FieldKind } from '../model/kinds';
import { ReorderList } from '../parts/ReorderList';
import { SettingGroup } from '../parts/Setting';
import { announce } from '../parts/toast';
import type { Selection } from '../state/designer';
import { ColumnsBar } from './ColumnsBar';
import styles from './Inspector.module.css';
import { KindIcon } from './KindIcon';
import { useFormClipboard } from './useClipboard';
import { useRemoval } from './useRemoval';

/** The columns of a table; each opens its own settings, and several are copied, moved and removed together. */
export function ColumnsEditor({ table }: { table: Field }) {
  const { t } = useTranslation(['studio', 'designer']);
  const words = useWords();
  const edit = useEdit();
  const readApp = useReadApp();
  const [selection, select] = useSelection();
  const { removeField } = useRemoval();
  const clipboard = useFormClipboard();
  // Where a range begins: at the column that was selected last without one.
  const anchor = useRef<string>(undefined);
  const { path } = table;
  const order = table.columns.map((column) => column.id);
  const chosenIn = (now: Selection | null) => (now?.kind === 'columns' && now.table === path ? now.ids : []);
  const chosen = chosenIn(selection);
  // Keys that follow each other quickly find what the last one selected, not what was drawn last.
  const { store } = useStudio().designer;
  const chosenNow = () => chosenIn(store.getState().selection);

  const rowOf = (id: string) =>
    [...document.querySelectorAll<HTMLElement>('[data-column]')].find((row) => row.dataset.column === `${path}.${id}`);

  const add = (kind: FieldKind) => {
    const added = addColumn(readApp(), path, kind);
    edit(() => added.app);
    select({ kind: 'field', path: added.path });
  };
  const choose = (ids: readonly string[]) => {
    const now = columnsOf(readApp(), path).filter((id) => ids.includes(id));
    select(now.length > 0 ? { kind: 'columns', table: path, ids: now } : { kind: 'field', path });
    if (now.length > 0) announce(t('designer:columns.selected', { count: now.length }));
  };
  const toggle = (id: string) => {
    anchor.current = id;
    choose(chosenNow().includes(id) ? chosenNow().filter((each) => each !== id) : [...chosenNow(), id]);
  };
  const range = (id: string) => choose(columnRange(readApp(), path, anchor.current ?? chosenNow()[0] ?? id, id));
  const acted = (id: string) => (chosenNow().includes(id) ? chosenNow() : [id]);
  const nudge = (ids: readonly string[], by: -1 | 1) => {
    edit((a) => nudgeColumns(a, path, ids, by));
    announce(t('designer:columns.moved', { count: ids.length }));
  };
  const open = (event: MouseEvent, id: string) => {
    if (event.shiftKey) range(id);
    else if (event.ctrlKey || event.metaKey) toggle(id);
    else select({ kind: 'field', path: `${path}.${id}` });
  };
  /** The keys of the canvas, for columns. */
  const press = (event: KeyboardEvent, id: string) => {
    const command = event.ctrlKey || event.metaKey;
    // With the capitals locked the same keys count.
    const letter = command ? event.key.toLowerCase() : '';
    const by = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : undefined;
    const ids = columnsOf(readApp(), path);
    const next = by && ids[ids.indexOf(id) + by];
    if (letter === 'c' || letter === 'x') {
      // The event that copies follows, and copies what is selected.
      if (!chosenNow().includes(id)) choose([id]);
      return;
    }
    if (letter === 'v') {
      if (chosenNow().length === 0) choose([id]);
      return;
    }
    if (by && event.altKey) nudge(acted(id), by);
    else if (by && event.shiftKey) {
      if (!chosenNow().includes(id) || anchor.current === undefined) anchor.current = id;
      if (next !== undefined) {
        range(next);
        rowOf(next)?.focus();
      }
    } else if (by) {
      if (next !== undefined) rowOf(next)?.focus();
    } else if (event.key === ' ' && command) toggle(id);
    else if (event.key === ' ' && event.shiftKey) range(id);
    else if (letter === 'a') choose(ids);
    else if (letter === 'd') clipboard.duplicateColumns(path, acted(id));
    else if (event.key === 'Delete' || event.key === 'Backspace') {
      if (chosenNow().includes(id)) clipboard.remove();
      else removeField(`${path}.${id}`);
    } else if (event.key === 'Escape' && chosenNow().length > 0) choose([]);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <SettingGroup title={t('field.columns')}>
      <div className={styles.limits}>
        <ReorderList
          label={t('field.columns')}
          items={table.columns.map((column) => {
            const title = words(column.layout.title) || t('canvas.untitled');
            const selected = chosen.includes(column.id);
            return {
              id: column.id,
              title,
              content: (
                <div className={styles.columnLine}>
                  <Checkbox
                    checked={selected}
                    aria-label={t('designer:columns.select', { title })}
                    onChange={() => toggle(column.id)}
                  />
                  <button
                    type="button"
                    data-column={column.path}
                    className={selected ? `${styles.columnRow} ${styles.columnChosen}` : styles.columnRow}
                    aria-label={t('field.openColumn', { title })}
                    onClick={(event) => open(event, column.id)}
                    onKeyDown={(event) => press(event, column.id)}
                  >
                    <KindIcon kind={column.kind} />
                    <span className={styles.columnName}>
                      {title}
                      {column.required && <span className={styles.star}>*</span>}
                    </span>
                    {column.sensitive && (
                      <LockOutlined title={t('canvas.sensitive')} aria-label={t('canvas.sensitive')} />
                    )}
                    <RightOutlined aria-hidden="true" />
                  </button>
                </div>
              ),
            };
          })}
          onMove={(from, to) => edit((a) => orderColumns(a, path, moved(order, from, to)))}
          onRemove={(id) => removeField(`${path}.${id}`)}
        />
        <ColumnsBar
          count={chosen.length}
          onCopy={clipboard.copy}
          onCut={clipboard.cut}
          onPaste={() => clipboard.paste(chosen.length > 0 ? undefined : path)}
          onDuplicate={() => clipboard.duplicateColumns(path, chosen)}
          onNudge={(by) => nudge(chosen, by)}
          onRemove={clipboard.remove}
        />
        <Dropdown
          trigger={['click']}
          menu={{
            items: columnKinds.map((kind) => ({ key: kind, label: t(`kind.${kind}`), icon: <KindIcon kind={kind} /> })),
            onClick: ({ key }) => add(key as FieldKind),
          }}
        >
          <Button type="dashed" block icon={<PlusOutlined aria-hidden="true" />}>
            {t('field.addColumn')}
          </Button>
        </Dropdown>
      </div>
    </SettingGroup>
  );
}

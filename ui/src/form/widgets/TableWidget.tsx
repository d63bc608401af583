import { ArrowDownOutlined, ArrowUpOutlined, CopyOutlined, DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { memo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useWords } from '../../i18n/words';
import type { ControlProps } from '../../ui/Field';
import { controlId, useScene } from '../context';
import { FieldSlot } from '../FieldSlot';
import type { FieldModel } from '../model';
import { child } from '../pointer';
import styles from './TableWidget.module.css';

/** How much of a row's width a column asks for. */
const widths: Partial<Record<FieldModel['kind'], string>> = {
  text: 'minmax(0, 1.8fr)',
  string: 'minmax(0, 1.5fr)',
  number: 'minmax(0, 0.9fr)',
  integer: 'minmax(0, 0.9fr)',
  boolean: 'minmax(0, 0.6fr)',
  choices: 'minmax(0, 1.5fr)',
  persons: 'minmax(0, 1.5fr)',
  dateRange: 'minmax(0, 2.4fr)',
};

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
  const { store, id } = useScene();
  const root = useRef<HTMLDivElement>(null);
  const [said, setSaid] = useState('');
  const template = field.columns.map((column) => widths[column.kind] ?? 'minmax(0, 1.1fr)').join(' ');

  /** The buttons and inputs of a changed row exist only after the next frame. */
  const focusLater = (target: () => HTMLElement | null | undefined) =>
    requestAnimationFrame(() => requestAnimationFrame(() => target()?.focus()));
  const focusRow = (index: number) =>
    focusLater(() => {
      const first = field.columns[0];
      return first ? document.getElementById(controlId(id, child(child(pointer, index), first.id))) : null;
    });
  const tool = (index: number, name: string) =>
    focusLater(() => root.current?.querySelector<HTMLElement>(`[data-tool="${name}-${index}"]:not(:disabled)`));

  const stays = readOnly || store.rowsStay(pointer);
  const add = () => {
    store.addRow(pointer);
    setSaid(t('table.added', { row: rows.length + 1 }));
    focusRow(rows.length);
  };
  const actions: RowActions = {
    copy: (index) => {
      store.copyRow(pointer, index);
      setSaid(t('table.copied', { row: index + 1 }));
      focusRow(index + 1);
    },
    remove: (index) => {
      store.removeRow(pointer, index);
      setSaid(t('table.removed', { row: index + 1 }));
      if (rows.length > 1) tool(Math.min(index, rows.length - 2), 'remove');
      else focusLater(() => document.getElementById(control.id));
    },
    move: (index, to) => {
      store.moveRow(pointer, index, to);
      setSaid(t('table.moved', { row: to + 1 }));
      tool(to, to < index ? (to === 0 ? 'down' : 'up') : to === rows.length - 1 ? 'up' : 'down');
    },
  };
  return (
    <div className={styles.holder} style={{ '--columns': template } as React.CSSProperties} ref={root}>
      <div className={styles.table}>
        {rows.length > 0 && (
          <div className={readOnly ? `${styles.head} ${styles.headRead}` : styles.head} aria-hidden="true">
            {field.columns.map((column) => (
              <span key={column.id}>
                {words(column.layout.title) || column.id}
                {column.required && !readOnly && <span className={styles.star}>*</span>}
              </span>
            ))}
          </div>
        )}
        {rows.length === 0 && <p className={styles.none}>{t('table.none')}</p>}
        <ol aria-label={label}>
          {rows.map((key, index) => (
            <TableRow
              key={key}
              columns={field.columns}
              pointer={child(pointer, index)}
              index={index}
              last={index === rows.length - 1}
              actions={stays ? undefined : actions}
            />
          ))}
        </ol>
        {!stays && (
          <div className={styles.add}>
            <Button
              id={control.id}
              type="dashed"
              block
              icon={<PlusOutlined />}
              aria-label={t('table.addTo', { table: label })}
              aria-describedby={control['aria-describedby']}
              onClick={add}
            >
              {t('table.add')}
            </Button>
          </div>
        )}
      </div>
      <p className="visually-hidden" role="status">
        {said}
      </p>
    </div>
  );
}

interface RowActions {
  copy: (index: number) => void;
  remove: (index: number) => void;
  move: (index: number, to: number) => void;
}

interface TableRowProps {
  columns: readonly FieldModel[];
  pointer: string;
  index: number;
  last: boolean;
  actions?: RowActions;
}

/** Rows are drawn anew only when they change places: the actions of the first drawing stay good for that. */
const TableRow = memo(function TableRow({ columns, pointer, index, last, actions }: TableRowProps) {
  const { t } = useTranslation('form');
  const row = index + 1;
  return (
    <li className={actions ? styles.row : `${styles.row} ${styles.rowRead}`}>
      <span className={`${styles.number} tabular`}>
        <span aria-hidden="true" className={styles.rowWord}>
          {t('table.row', { row })}
        </span>
        <span aria-hidden="true" className={styles.rowNumber}>
          {row}
        </span>
        <span className="visually-hidden">{t('table.row', { row })}</span>
      </span>
      <div className={styles.cells}>
        {columns.map((column) => (
          <FieldSlot key={column.id} field={column} pointer={child(pointer, column.id)} bare />
        ))}
      </div>
      {actions && (
        <div className={styles.tools}>
          <Button
            type="text"
            size="small"
            icon={<ArrowUpOutlined />}
            aria-label={t('table.up', { row })}
            data-tool={`up-${index}`}
            disabled={index === 0}
            onClick={() => actions.move(index, index - 1)}
          />
          <Button
            type="text"
            size="small"
            icon={<ArrowDownOutlined />}
            aria-label={t('table.down', { row })}
            data-tool={`down-${index}`}
            disabled={last}
            onClick={() => actions.move(index, index + 1)}
          />
          <Button
            type="text"
            size="small"
            icon={<CopyOutlined />}
            aria-label={t('table.copy', { row })}
            data-tool={`copy-${index}`}
            onClick={() => actions.copy(index)}
          />
          <Button
            type="text"
            size="small"
            icon={<DeleteOutlined />}
            aria-label={t('table.remove', { row })}
            data-tool={`remove-${index}`}
            onClick={() => actions.remove(index)}
          />
        </div>
      )}
    </li>
  );
});

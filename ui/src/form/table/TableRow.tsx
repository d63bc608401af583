import { ArrowDownOutlined, ArrowUpOutlined, CopyOutlined, DeleteOutlined } from '@ant-design/icons';
import { memo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { controlId, useScene } from '../context';
import { FieldSlot } from '../FieldSlot';
import type { FieldModel } from '../model';
import { child } from '../pointer';
import { useNear } from './near';
import styles from './Table.module.css';

export interface RowActions {
  copy: (index: number) => void;
  remove: (index: number) => void;
  move: (index: number, to: number) => void;
  /** Takes a row into what is selected, or out of it; with `range`, all from the last one on. */
  select: (index: number, range: boolean) => void;
}

export interface TableRowProps {
  columns: readonly FieldModel[];
  pointer: string;
  index: number;
  last: boolean;
  selected: boolean;
  /** Rows far from the screen are not drawn. */
  lazy: boolean;
  actions?: RowActions;
}

/** Rows that are drawn without waiting for a look at where they are. */
const FIRST = 8;

/** Rows are drawn anew only when they change places: the actions of the first drawing stay good for that. */
export const TableRow = memo(function TableRow({
  columns,
  pointer,
  index,
  last,
  selected,
  lazy,
  actions,
}: TableRowProps) {
  const { t } = useTranslation('form');
  const { id } = useScene();
  const root = useRef<HTMLLIElement>(null);
  const { near, height } = useNear(root, lazy, index < FIRST);
  const row = index + 1;
  const number = (
    <>
      <span aria-hidden="true" className={styles.rowWord}>
        {t('table.row', { row })}
      </span>
      <span aria-hidden="true" className={styles.rowNumber}>
        {row}
      </span>
    </>
  );
  return (
    <li
      ref={root}
      id={controlId(id, pointer)}
      className={[styles.row, !actions && styles.rowRead, selected && styles.selected].filter(Boolean).join(' ')}
      style={height > 0 ? { minHeight: height } : undefined}
      data-row={index}
    >
      <span className={`${styles.number} tabular`}>
        {actions ? (
          <button
            type="button"
            className={styles.pick}
            aria-pressed={selected}
            aria-label={t('table.select', { row })}
            data-tool={`select-${index}`}
            onClick={(event) => actions.select(index, event.shiftKey)}
          >
            {number}
          </button>
        ) : (
          <>
            {number}
            <span className="visually-hidden">{t('table.row', { row })}</span>
          </>
        )}
      </span>
      <div className={near ? styles.cells : styles.away}>
        {near &&
          columns.map((column) => (
            <div key={column.id} className={styles.cell} data-cell={column.id}>
              <FieldSlot field={column} pointer={child(pointer, column.id)} bare />
            </div>
          ))}
      </div>
      {actions && near && (
        <div className={styles.tools}>
          <button
            type="button"
            className={styles.tool}
            aria-label={t('table.up', { row })}
            data-tool={`up-${index}`}
            disabled={index === 0}
            onClick={() => actions.move(index, index - 1)}
          >
            <ArrowUpOutlined aria-hidden="true" />
          </button>
          <button
            type="button"
            className={styles.tool}
            aria-label={t('table.down', { row })}
            data-tool={`down-${index}`}
            disabled={last}
            onClick={() => actions.move(index, index + 1)}
          >
            <ArrowDownOutlined aria-hidden="true" />
          </button>
          <button
            type="button"
            className={styles.tool}
            aria-label={t('table.copy', { row })}
            data-tool={`copy-${index}`}
            onClick={() => actions.copy(index)}
          >
            <CopyOutlined aria-hidden="true" />
          </button>
          <button
            type="button"
            className={styles.tool}
            aria-label={t('table.remove', { row })}
            data-tool={`remove-${index}`}
            onClick={() => actions.remove(index)}
          >
            <DeleteOutlined aria-hidden="true" />
          </button>
        </div>
      )}
    </li>
  );
});

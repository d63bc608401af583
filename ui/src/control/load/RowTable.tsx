import type { ReactNode } from 'react';
import styles from './Load.module.css';

/** The columns of a table about rows of a file; each has a heading and, for a row, what stands there. */
export interface RowColumn<Row> {
  head: string;
  cell: (row: Row) => ReactNode;
  tabular?: boolean;
}

export interface RowTableProps<Row> {
  columns: readonly RowColumn<Row>[];
  rows: readonly Row[];
  keyOf: (row: Row) => string;
  /** Says that only the first of many are shown. */
  more?: string;
}

/** Rows of a file, with what is wrong with them or what they change; cards on a phone. */
export function RowTable<Row>({ columns, rows, keyOf, more }: RowTableProps<Row>) {
  return (
    <>
      <table className={styles.table}>
        <thead>
          <tr>
            {columns.map(({ head }) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)}>
              {columns.map(({ head, cell, tabular }) => (
                <td key={head} data-label={head} className={tabular ? 'tabular' : undefined}>
                  {cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {more && <p className={styles.faint}>{more}</p>}
    </>
  );
}

/** What stands in a cell of the file, or that it is empty. */
export function CellText({ value, empty }: { value: string; empty: string }) {
  return value ? <code>{value}</code> : <span className={styles.faint}>{empty}</span>;
}

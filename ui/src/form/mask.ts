import { rowId } from '../core/form';
import { withoutCells } from './cells';
import { definitionPath, tokens } from './pointer';
import type { StoreOptions } from './state';

/** What the reader may not see or write of a form, whatever the rules say: paths of fields and columns. */
export class FormMask {
  readonly locked: ReadonlySet<string>;
  readonly hidden: ReadonlySet<string>;
  readonly veiled: ReadonlySet<string>;

  constructor({ locked = [], hidden, veiled = [] }: Pick<StoreOptions, 'locked' | 'hidden' | 'veiled'>) {
    this.veiled = new Set(veiled);
    this.locked = new Set([...locked, ...veiled]);
    this.hidden = new Set(hidden);
  }

  /** Whether the reader may not write a field or a column. */
  closed(path: string): boolean {
    return this.locked.has(path) || this.hidden.has(path);
  }

  /** The value of a field without the columns that the reader may not write. */
  openCells(id: string, value: unknown): unknown {
    return withoutCells(value, (column) => this.closed(`${id}.${column}`));
  }

  /** A copy of a row as a row of its own; what the reader may not write begins as in an empty one. */
  copyOf(table: string, row: object, empty: object): unknown {
    const closed = (column: string) => this.closed(`${table}.${column}`);
    const open = Object.entries(row).filter(([column]) => column !== rowId && !closed(column));
    return structuredClone(
      Object.fromEntries([...open, ...Object.entries(empty).filter(([column]) => closed(column))]),
    );
  }

  /** Whether the reader could not mend what is wrong at a place. */
  unmendable(pointer: string): boolean {
    return this.closed(tokens(pointer)[0] ?? '') || this.closed(definitionPath(pointer));
  }
}

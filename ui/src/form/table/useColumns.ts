import { useCallback, useMemo, useSyncExternalStore } from 'react';
import { useScene } from '../context';
import type { FieldModel } from '../model';

/** The columns of a table that are in sight; the same array as long as they stay the same. */
export function useColumns(table: FieldModel): readonly FieldModel[] {
  const { store } = useScene();
  const shown = useSyncExternalStore(
    useCallback((listener: () => void) => store.watch(listener), [store]),
    () =>
      table.columns
        .filter((column) => !store.columnHidden(column.path))
        .map((column) => column.id)
        .join(' '),
  );
  return useMemo(() => {
    const ids = shown.split(' ');
    return table.columns.filter((column) => ids.includes(column.id));
  }, [table, shown]);
}

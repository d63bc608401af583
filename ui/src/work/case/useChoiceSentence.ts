import { useTranslation } from 'react-i18next';
import type { HistoryEntry } from '../../api';
import { useRowName } from '../../choices/RowName';
import { useLanguage, useWords } from '../../i18n/words';

/** Says whom somebody chose, and for which rows of a table tasks were made or not. Undefined for all else. */
export function useChoiceSentence(): (entry: HistoryEntry) => string | undefined {
  const { t } = useTranslation('choices');
  const words = useWords();
  const language = useLanguage();
  const rowName = useRowName();
  return ({ type, by, nodeName, to, row, rows }) => {
    const node = words(nodeName);
    const people = new Intl.ListFormat(language, { type: 'conjunction' }).format(
      (to ?? []).map(({ name }) => words(name)),
    );
    switch (type) {
      case 'people.chosen':
        return t('history.chosen', { by: words(by?.name), to: people, node });
      case 'rows.unnamed':
        return t('history.unnamed', {
          node,
          count: rows?.length ?? 0,
          rows: new Intl.ListFormat(language, { type: 'unit' }).format((rows ?? []).map(String)),
        });
      case 'task.created':
        return row && t('history.created', { node, to: people, row: rowName(row) });
    }
    return undefined;
  };
}

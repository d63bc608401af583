import { useTranslation } from 'react-i18next';
import type { FieldLayout, HistoryEntry } from '../../api';
import { useLanguage, useWords } from '../../i18n/words';

type Titles = Record<string, Pick<FieldLayout, 'title'> | undefined>;

/** Says what became of what no person does. Undefined for all else. */
export function useErrandSentence(): (entry: HistoryEntry, titles: Titles) => string | undefined {
  const { t } = useTranslation('errands');
  const words = useWords();
  const language = useLanguage();
  const inRow = (says: string, row: number | undefined) => (row ? t('history.row', { says, row }) : says);
  return (entry, titles) => {
    const node = words(entry.nodeName);
    const kind = entry.errand ?? 'webhook';
    switch (entry.type) {
      case 'errand.sent':
        return inRow(t(`history.sent.${kind}`, { node }), entry.row?.n);
      case 'errand.done':
        return inRow(t(`history.done.${kind}`, { node }), entry.row?.n);
      case 'errand.failed':
        return inRow(t(entry.passed ? 'history.passed' : 'history.failed', { node }), entry.row?.n);
      case 'errand.retried':
        return t('history.retried', { node, by: words(entry.by?.name) });
      case 'errand.dropped':
        return inRow(t('history.dropped', { node }), entry.row?.n);
      case 'fields.set': {
        const fields = new Intl.ListFormat(language, { type: 'conjunction' });
        const names = (entry.fields ?? []).map((field) => words(titles[field]?.title) || field);
        return t('history.set', { node, fields: fields.format(names) });
      }
      case 'node.skipped':
        return entry.reason === 'noRows' ? t('history.noRows', { node }) : undefined;
      case 'instance.ended':
        return entry.reason === 'recalled' ? t('history.recalled') : undefined;
    }
    return undefined;
  };
}

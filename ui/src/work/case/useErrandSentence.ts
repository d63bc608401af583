import { useTranslation } from 'react-i18next';
import type { HistoryEntry } from '../../api';
import { useWords } from '../../i18n/words';

/** Says what became of what no person does. Undefined for all else. */
export function useErrandSentence(): (entry: HistoryEntry) => string | undefined {
  const { t } = useTranslation('errands');
  const words = useWords();
  return (entry) => {
    const node = words(entry.nodeName);
    const kind = entry.errand ?? 'webhook';
    switch (entry.type) {
      case 'errand.sent':
        return t(`history.sent.${kind}`, { node });
      case 'errand.done':
        return t(`history.done.${kind}`, { node });
      case 'errand.failed':
        return t(entry.passed ? 'history.passed' : 'history.failed', { node });
      case 'errand.retried':
        return t('history.retried', { node, by: words(entry.by?.name) });
      case 'errand.dropped':
        return t('history.dropped', { node });
    }
    return undefined;
  };
}

import { useTranslation } from 'react-i18next';
import type { HistoryEntry } from '../../api';
import { useLanguage, useWords } from '../../i18n/words';
import { useSpan } from '../../timing/useSpan';
import { dateTime } from '../../ui/time';

/** Says what happened because of the time: waiting, reminders and deadlines. Undefined for all else. */
export function useByItself(): (entry: HistoryEntry) => string | undefined {
  const { t } = useTranslation('time');
  const words = useWords();
  const language = useLanguage();
  const span = useSpan();
  return (entry) => {
    const node = words(entry.nodeName);
    switch (entry.type) {
      case 'timer.set':
        return entry.until === undefined
          ? undefined
          : t('history.waits', { node, until: dateTime(entry.until, language) });
      case 'timer.fired': {
        if (entry.purpose !== 'deadline') return t('history.reminded', { node });
        const after = entry.after ? span(entry.after) : '';
        return t(`history.overdue.${entry.then ?? 'remind'}`, { node, after });
      }
      case 'task.escalated': {
        const list = new Intl.ListFormat(language, { type: 'conjunction' });
        const to = list.format((entry.to ?? []).map((who) => words(who.name)));
        return t(entry.instead ? 'history.transferred' : 'history.escalated', { node, to });
      }
      case 'task.approved':
        return entry.by ? undefined : t('history.approved', { node });
      case 'task.rejected':
        return entry.by ? undefined : t('history.rejected', { node });
      case 'node.skipped':
        if (entry.reason === 'initiator') return t('history.skippedOwn', { node });
        return entry.reason === 'noDate' ? t('history.noDate', { node }) : undefined;
    }
    return undefined;
  };
}

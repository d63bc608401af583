import { useTranslation } from 'react-i18next';
import type { HistoryEntry, Instance } from '../../api';
import { useLanguage, useWords } from '../../i18n/words';
import { Instant } from '../../ui/RelativeTime';
import { useActingName } from '../../ui/standIn';
import styles from './History.module.css';
import { useByItself } from './useByItself';
import { useChoiceSentence } from './useChoiceSentence';
import { useErrandSentence } from './useErrandSentence';

/** Events that tell a reader something; entering a node or taking an edge is shown by what follows from it. */
const sentences = [
  'instance.submitted',
  'task.created',
  'task.approved',
  'task.rejected',
  'task.completed',
  'task.cancelled',
  'task.handedOver',
  'task.urged',
  'task.opened',
  'task.passed',
  'task.returned',
  'task.resubmitted',
  'task.undone',
  'task.transferred',
  'task.delegated',
  'task.answered',
  'task.claimed',
  'task.released',
  'task.reassigned',
  'task.covered',
  'task.reclaimed',
  'signers.added',
  'signer.removed',
  'people.copied',
  'comment.added',
  'instance.withdrawn',
  'instance.suspended',
  'instance.resumed',
  'instance.jumped',
  'fields.edited',
  'assignee.failed',
  'copy.sent',
  'notice.given',
  'node.skipped',
  'instance.ended',
] as const;
const silent = new Set(['node.entered', 'edge.taken']);

/** What happened, in sentences, oldest first. */
export function History({ instance }: { instance: Instance }) {
  const entries = instance.history.filter((entry) => !silent.has(entry.type));
  return (
    <ol>
      {entries.map((entry) => (
        <li key={entry.seq} className={styles.entry}>
          <Sentence entry={entry} instance={instance} />
          <span className={styles.when}>
            <Instant at={entry.at} />
          </span>
          {entry.comment && <p className={styles.comment}>“{entry.comment}”</p>}
        </li>
      ))}
    </ol>
  );
}

function Sentence({ entry, instance }: { entry: HistoryEntry; instance: Instance }) {
  const { t } = useTranslation(['work', 'common']);
  const words = useWords();
  const acting = useActingName();
  const language = useLanguage();
  const byItself = useByItself();
  const errandSentence = useErrandSentence();
  const choiceSentence = useChoiceSentence();
  const alone =
    byItself(entry) ?? errandSentence(entry, instance.definition.form.layout.fields) ?? choiceSentence(entry);
  if (alone) return <p>{alone}</p>;
  const type = sentences.find((each) => each === entry.type);
  if (!type) return <p>{t('work:history.other', { type: entry.type })}</p>;
  const list = new Intl.ListFormat(language, { type: 'conjunction' });
  const titles = instance.definition.form.layout.fields;
  return (
    <p>
      {t(`work:history.${type}`, {
        by: entry.by ? acting(entry.by) : t('work:history.system'),
        from: words(entry.from?.name),
        node: words(entry.nodeName),
        target: words(entry.targetName),
        to: list.format((entry.to ?? []).map(acting)),
        fields: list.format((entry.fields ?? []).map((field) => words(titles[field]?.title) || field)),
        outcome: t(`common:status.${instance.status}`),
      })}
    </p>
  );
}

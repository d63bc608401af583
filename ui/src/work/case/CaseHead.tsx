import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Instance } from '../../api';
import { useLanguage, useWords } from '../../i18n/words';
import { AppIcon } from '../../ui/AppIcon';
import { PersonName } from '../../ui/Person';
import { RelativeTime } from '../../ui/RelativeTime';
import { StatusTag } from '../../ui/StatusTag';
import { dayWords } from '../../ui/time';
import styles from './CaseView.module.css';

/** The small print above a request's title. */
export function CaseEyebrow({ instance }: { instance: Instance }) {
  const words = useWords();
  return (
    <>
      <AppIcon app={instance.app} size={26} />
      <span>{words(instance.app.name)}</span>
      <span className="tabular">{instance.no}</span>
      <StatusTag status={instance.status} />
    </>
  );
}

/** Who asked for it, and when. */
export function CaseByline({ instance }: { instance: Instance }) {
  const { t } = useTranslation('work');
  const words = useWords();
  return (
    <>
      <span className="visually-hidden">{t('case.submittedBy')} </span>
      <PersonName who={instance.initiator} detail={words(instance.initiator.dept?.name)} />
      {' · '}
      <RelativeTime at={instance.createdAt} />
      {instance.parent && (
        <>
          {' · '}
          {t('case.startedBy')}{' '}
          <Link to={`/cases/${instance.parent.id}`}>
            {instance.parent.no} {words(instance.parent.title)}
          </Link>
        </>
      )}
    </>
  );
}

const stamps = {
  running: undefined,
  suspended: undefined,
  approved: { look: 'approved', words: 'case.stampApproved' },
  rejected: { look: 'rejected', words: 'case.stampRejected' },
  withdrawn: { look: 'ended', words: 'case.stampWithdrawn' },
  terminated: { look: 'ended', words: 'case.stampTerminated' },
} as const;

/** How it ended, as a stamp on the paper. */
export function CaseStamp({ instance }: { instance: Instance }) {
  const { t } = useTranslation('work');
  const language = useLanguage();
  const stamp = stamps[instance.status];
  if (!stamp) return null;
  return (
    <p className={`${styles.stamp} ${styles[stamp.look]}`} aria-hidden="true">
      {t(stamp.words)}
      {instance.endedAt !== undefined && <time>{dayWords(instance.endedAt, language)}</time>}
    </p>
  );
}

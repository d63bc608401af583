import {
  CheckOutlined,
  ClockCircleOutlined,
  CloseOutlined,
  EllipsisOutlined,
  MailOutlined,
  UserOutlined,
} from '@ant-design/icons';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Step } from '../../api';
import { useMe } from '../../app/session';
import { useWords } from '../../i18n/words';
import { DueMark } from '../../timing/DueMark';
import { PersonList } from '../../ui/Person';
import { Instant, RelativeTime } from '../../ui/RelativeTime';
import styles from './ApprovalPath.module.css';
import { WaitWords } from './WaitWords';

/** Steps that say something to a reader: a gateway only while its way is open, the end only once reached. */
function shown(steps: readonly Step[]): Step[] {
  return steps.filter(
    (step) =>
      (step.type !== 'exclusive' || step.state === 'undecided') && (step.type !== 'end' || step.state === 'done'),
  );
}

function marker(step: Step): ReactNode {
  if (step.state === 'rejected') return <CloseOutlined />;
  if (step.state === 'done') return <CheckOutlined />;
  if (step.type === 'cc') return <MailOutlined />;
  if (step.type === 'wait' && step.state !== 'skipped') return <ClockCircleOutlined />;
  if (step.state === 'undecided') return <EllipsisOutlined />;
  return step.type === 'start' || step.state === 'current' ? <UserOutlined /> : null;
}

/** The way of a request as a vertical line: who decided, who has it and since when, who comes next. */
export function ApprovalPath({ steps, preview = false }: { steps: readonly Step[]; preview?: boolean }) {
  const { t } = useTranslation('work');
  const rows = shown(steps);
  return (
    <ol className={styles.path} aria-label={t('path.label')}>
      {rows.map((step, index) => (
        <li
          // A node can be walked more than once, so its id alone does not name a step.
          key={`${step.node}-${step.task ?? rows.slice(0, index).filter((each) => each.node === step.node).length}`}
          className={`${styles.step} ${preview && step.type === 'start' ? styles.here : styles[step.state]}`}
          aria-current={step.state === 'current' ? 'step' : undefined}
        >
          <span className={styles.marker} aria-hidden="true">
            {marker(step)}
          </span>
          <div className={styles.words}>
            <StepWords step={step} preview={preview} />
          </div>
        </li>
      ))}
    </ol>
  );
}

function StepWords({ step, preview }: { step: Step; preview: boolean }) {
  const { t } = useTranslation('work');
  const words = useWords();
  const me = useMe();
  const by = step.by ? words(step.by.name) : '';

  if (step.type === 'start') {
    const initiator = step.by ?? step.assignees?.[0];
    const name = initiator ? words(initiator.name) : words(me.name);
    const mine = preview || initiator?.id.replace(/^user:/, '') === me.id;
    return (
      <>
        <p className={styles.name}>
          {step.state === 'done' && !preview
            ? t('path.submitted', { name })
            : mine
              ? t('path.submitYou')
              : t('path.submit', { name })}
        </p>
        {step.at !== undefined && !preview && (
          <p className={styles.line}>
            <Instant at={step.at} />
          </p>
        )}
      </>
    );
  }
  if (step.type === 'wait') return <WaitWords step={step} />;
  const people = step.assignees ?? [];
  const waiting = step.state === 'current' || step.state === 'upcoming' || step.state === 'undecided';
  return (
    <>
      <p className={styles.name}>
        {words(step.name)}
        <span className="visually-hidden"> ({t(`path.state.${step.state}`)})</span>
      </p>
      {waiting && step.type !== 'end' && step.type !== 'exclusive' && (
        <div className={styles.people}>
          {people.length > 1 && (step.mode ?? 'any') === 'any' && (
            <span className={styles.mode}>{t('path.anyOf')}</span>
          )}
          {people.length > 0 ? <PersonList people={people} /> : <span className={styles.line}>{t('path.nobody')}</span>}
        </div>
      )}
      {step.state === 'current' && step.at !== undefined && (
        <p className={styles.line}>
          {t('path.current')} <Instant at={step.at} /> · <RelativeTime at={step.at} />
        </p>
      )}
      {step.state === 'current' && step.due !== undefined && (
        <p className={styles.line}>
          <DueMark due={step.due} />
        </p>
      )}
      {step.state === 'undecided' && <p className={styles.line}>{t('path.undecided')}</p>}
      {step.state === 'skipped' && <p className={styles.line}>{t('path.skipped')}</p>}
      {step.state === 'upcoming' && step.type === 'cc' && <p className={styles.line}>{t('path.willCopy')}</p>}
      {(step.state === 'done' || step.state === 'rejected') && step.type !== 'end' && (
        <>
          {step.type === 'cc' && people.length > 0 && (
            <div className={styles.people}>
              <PersonList people={people} />
            </div>
          )}
          <p className={styles.line}>
            {step.type === 'cc'
              ? t('path.copied')
              : by && t(step.state === 'done' ? 'path.approvedBy' : 'path.rejectedBy', { name: by })}
            {step.at !== undefined && (
              <>
                {' · '}
                <Instant at={step.at} />
              </>
            )}
          </p>
        </>
      )}
      {step.comment && <p className={styles.comment}>{step.comment}</p>}
    </>
  );
}

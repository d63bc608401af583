import {
  ApiOutlined,
  CheckOutlined,
  ClockCircleOutlined,
  CloseOutlined,
  EllipsisOutlined,
  MailOutlined,
  NotificationOutlined,
  PartitionOutlined,
  PauseOutlined,
  RollbackOutlined,
  UserOutlined,
} from '@ant-design/icons';
import { lazy, type ReactNode, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import type { Errand, Step } from '../../api';
import { useMe } from '../../app/session';
import { ChoiceWords } from '../../choices/lazy';
import { useWords } from '../../i18n/words';
import { DueMark } from '../../timing/DueMark';
import { PersonList } from '../../ui/Person';
import { Instant, RelativeTime } from '../../ui/RelativeTime';
import { useActingName } from '../../ui/standIn';
import styles from './ApprovalPath.module.css';
import { type PathItem, pathTree } from './pathTree';
import { Signers } from './Signers';
import { WaitWords } from './WaitWords';

const ErrandWords = lazy(() => import('../../errands/ErrandWords'));

/** The steps that no person does, by what they wait for. */
const errands: Partial<Record<Step['type'], Errand['kind']>> = {
  webhook: 'webhook',
  subflow: 'case',
  script: 'script',
};

const gateways = new Set<Step['type']>(['exclusive', 'inclusive']);

/** Steps that say something to a reader: a gateway only while its way is open, the end only once reached. */
function shown(steps: readonly Step[]): Step[] {
  return steps.filter(
    (step) =>
      (!gateways.has(step.type) || step.state === 'undecided') && (step.type !== 'end' || step.state === 'done'),
  );
}

function marker(step: Step): ReactNode {
  if (step.state === 'rejected') return <CloseOutlined />;
  if (step.state === 'returned') return <RollbackOutlined />;
  if (step.state === 'done') return <CheckOutlined />;
  if (step.type === 'cc') return <MailOutlined />;
  if (step.type === 'notify') return <NotificationOutlined />;
  if (step.type === 'wait' && step.state !== 'skipped' && step.state !== 'cancelled') return <ClockCircleOutlined />;
  if (step.type === 'subflow') return <PartitionOutlined />;
  if (errands[step.type]) return <ApiOutlined />;
  if (step.state === 'undecided') return <EllipsisOutlined />;
  return step.type === 'start' || step.state === 'current' ? <UserOutlined /> : null;
}

export interface ApprovalPathProps {
  steps: readonly Step[];
  preview?: boolean;
  /** What else is to be said of a step, or asked. */
  extra?: (step: Step) => ReactNode;
}

/** The way of a request as a vertical line: who decided, who has it and since when, who comes next. */
export function ApprovalPath({ steps, preview = false, extra }: ApprovalPathProps) {
  const { t } = useTranslation('work');
  const rows = shown(steps);
  // A node can be walked more than once, so its id alone does not name a step.
  const keys = rows.map(
    (step, at) => `${step.node}-${step.task ?? rows.slice(0, at).filter((each) => each.node === step.node).length}`,
  );
  return <Lane items={pathTree(rows)} keys={keys} preview={preview} extra={extra} label={t('path.label')} />;
}

interface LaneProps {
  items: readonly PathItem[];
  keys: readonly string[];
  preview: boolean;
  extra?: (step: Step) => ReactNode;
  label: string;
}

/** Steps one below the other; what runs at the same time stands in boxes of its own. */
function Lane({ items, keys, preview, extra, label }: LaneProps) {
  const { t } = useTranslation('work');
  const words = useWords();
  return (
    <ol className={styles.path} aria-label={label}>
      {items.map((item) =>
        'step' in item ? (
          <li
            key={keys[item.at]}
            className={`${styles.step} ${preview && item.step.type === 'start' ? styles.here : styles[item.step.state]}`}
            aria-current={item.step.state === 'current' ? 'step' : undefined}
          >
            <span className={styles.marker} aria-hidden="true">
              {marker(item.step)}
            </span>
            <div className={styles.words}>
              <StepWords step={item.step} preview={preview} />
              {extra?.(item.step)}
            </div>
          </li>
        ) : (
          <li key={keys[item.at]} className={`${styles.step} ${styles.fork}`}>
            <span className={styles.marker} aria-hidden="true">
              <PauseOutlined />
            </span>
            <div className={styles.words}>
              <p className={styles.beside}>{t('path.beside')}</p>
              {item.lanes.map((lane, n) => (
                <div key={keys[lane.items[0]?.at ?? 0]} className={styles.lane}>
                  {lane.name && <p className={styles.laneName}>{words(lane.name)}</p>}
                  <Lane
                    items={lane.items}
                    keys={keys}
                    preview={preview}
                    extra={extra}
                    label={lane.name ? words(lane.name) : t('path.lane', { n: n + 1 })}
                  />
                </div>
              ))}
            </div>
          </li>
        ),
      )}
    </ol>
  );
}

const endings: Partial<Record<Step['state'], 'path.rejectedBy' | 'path.returnedBy'>> = {
  rejected: 'path.rejectedBy',
  returned: 'path.returnedBy',
};

const modes: Record<string, 'path.allOf' | 'path.inTurn' | 'path.shareOf'> = {
  all: 'path.allOf',
  inTurn: 'path.inTurn',
  share: 'path.shareOf',
};

function StepWords({ step, preview }: { step: Step; preview: boolean }) {
  const { t } = useTranslation('work');
  const words = useWords();
  const me = useMe();
  const acting = useActingName();
  const by = acting(step.by);

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
  const errand = errands[step.type];
  if (errand)
    return (
      <>
        <p className={styles.name}>
          {words(step.name)}
          <span className="visually-hidden"> ({t(`path.state.${step.state}`)})</span>
        </p>
        <Suspense>
          <ErrandWords step={step} kind={errand} />
        </Suspense>
      </>
    );
  const ahead = step.state === 'upcoming' || step.state === 'undecided';
  // Ahead there is nothing to say yet of each of several, beside who they are.
  const signers = ahead && !step.signers?.some((each) => each.row) ? undefined : step.signers;
  const people = step.assignees.length > 0 ? step.assignees : (step.signers ?? []).flatMap((each) => each.assignees);
  const waiting = ahead || step.state === 'current';
  return (
    <>
      <p className={styles.name}>
        {words(step.name)}
        <span className="visually-hidden"> ({t(`path.state.${step.state}`)})</span>
      </p>
      {signers && <Signers step={step} signers={signers} />}
      {waiting && !signers && step.type !== 'end' && !gateways.has(step.type) && (
        <div className={styles.people}>
          {people.length > 1 && <span className={styles.mode}>{t(modes[step.mode ?? ''] ?? 'path.anyOf')}</span>}
          {people.length > 0 ? (
            <PersonList people={people} />
          ) : (
            step.state !== 'undecided' && !step.choice?.open && <span className={styles.line}>{t('path.nobody')}</span>
          )}
        </div>
      )}
      {step.state === 'current' && step.at !== undefined && (
        <p className={styles.line}>
          {t('path.current')} <Instant at={step.at} />
          <span data-print="no">
            {' · '}
            <RelativeTime at={step.at} />
          </span>
        </p>
      )}
      {step.state === 'current' && step.due !== undefined && (
        <p className={styles.line}>
          <DueMark due={step.due} />
        </p>
      )}
      {step.state === 'undecided' && !step.choice?.open && <p className={styles.line}>{t('path.undecided')}</p>}
      {(step.choice?.open || step.unnamed) && (
        <Suspense>
          <ChoiceWords step={step} preview={preview} className={styles.line} />
        </Suspense>
      )}
      {step.state === 'skipped' && (
        <p className={styles.line}>{t(step.auto === 'initiator' ? 'path.skippedOwn' : 'path.skipped')}</p>
      )}
      {step.state === 'cancelled' && <p className={styles.line}>{t('path.cancelled')}</p>}
      {step.auto === 'same' && <p className={styles.line}>{t('path.same')}</p>}
      {step.state === 'upcoming' && step.type === 'cc' && <p className={styles.line}>{t('path.willCopy')}</p>}
      {step.state === 'upcoming' && step.type === 'notify' && <p className={styles.line}>{t('path.willTell')}</p>}
      {(step.state === 'done' || step.state === 'rejected' || step.state === 'returned') && step.type !== 'end' && (
        <>
          {(step.type === 'cc' || step.type === 'notify') && people.length > 0 && (
            <div className={styles.people}>
              <PersonList people={people} />
            </div>
          )}
          <p className={styles.line}>
            {step.type === 'notify' && t('path.told')}
            {step.type === 'cc'
              ? t('path.copied')
              : by &&
                t(endings[step.state] ?? (step.type === 'fillIn' ? 'path.filledInBy' : 'path.approvedBy'), {
                  name: by,
                })}
            {step.at !== undefined && (
              <>
                {' · '}
                <Instant at={step.at} />
              </>
            )}
          </p>
        </>
      )}
      {step.comment && !signers && <p className={styles.comment}>{step.comment}</p>}
    </>
  );
}

import { PrinterOutlined } from '@ant-design/icons';
import { Alert, Button } from 'antd';
import { lazy, type ReactNode, Suspense, useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { api, type Instance, type Task } from '../../api';
import { useMe } from '../../app/session';
import { compileForm } from '../../form/compile';
import { ErrorSummary } from '../../form/ErrorSummary';
import { FormView } from '../../form/FormView';
import type { Offer } from '../../form/offer';
import { FormStore } from '../../form/store';
import { useWords } from '../../i18n/words';
import { ButtonLink } from '../../ui/ButtonLink';
import { PersonList } from '../../ui/Person';
import { useReadNoticesOf } from '../notices/useRead';
import { ApprovalPath } from '../shared/ApprovalPath';
import { fixedTables, lockedPaths } from './access';
import styles from './CaseView.module.css';
import { DecisionPanel } from './DecisionPanel';
import { ForeseenPath } from './ForeseenPath';
import { History } from './History';
import { UrgeButton } from './UrgeButton';

export interface CaseViewProps {
  instance: Instance;
  /** Beside a list, in a pane of its own. */
  embedded?: boolean;
  /** Goes above the form, with the decision and the path beside it. */
  head?: ReactNode;
  onDecided?: () => void;
}

const MoreMenu = lazy(() => import('../actions/MoreMenu'));

const decisions = ['approve', 'complete', 'answer', 'resubmit'] as const;

/** The task that the reader may decide on, if any. */
export function myTask(instance: Instance): Task | undefined {
  return instance.tasks.find(
    (task) => task.status === 'open' && decisions.some((decision) => task.actions.includes(decision)),
  );
}

/** One request: its form, its path, its history, and the decision where the reader has one to make. */
export function CaseView({ instance, embedded = false, head, onDecided }: CaseViewProps) {
  const { t } = useTranslation('work');
  const words = useWords();
  const me = useMe();
  const summary = useRef<HTMLElement>(null);
  const task = myTask(instance);
  const editable = Object.entries(task?.fields ?? {}).filter(([, access]) => access === 'edit');
  const { id, rev } = instance;
  const held = useRef<{ task?: string; rev: number; store: FormStore }>(undefined);
  useReadNoticesOf(id);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a refetch must not undo what the approver typed.
  const store = useMemo(() => {
    const last = held.current;
    if (last?.task !== undefined && last.task === task?.id && last.store.revision > 0 && editable.length > 0) {
      return last.store; // what has changed since goes under what was typed, below
    }
    const fields = Object.keys(instance.definition.form.layout.fields).filter((field) => !field.includes('.'));
    const all = [...new Set([...fields, ...Object.keys(instance.form)])];
    const hidden = Object.entries(task?.fields ?? {}).filter(([, access]) => access === 'hide');
    return new FormStore(compileForm(instance.definition), {
      values: instance.form,
      locked: [
        ...instance.mask.lock,
        ...(instance.computed ?? []),
        ...lockedPaths(instance.definition.form, all, task?.fields ?? {}),
      ],
      fixed: fixedTables(instance.definition.form, all, task?.fields ?? {}),
      computed: instance.computed,
      hidden: [...instance.mask.hide, ...hidden.map(([field]) => field)],
      veiled: instance.mask.veil,
      required: task?.require,
      frozen: editable.length === 0,
    });
  }, [id, rev, task?.id]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the same revision brings nothing new.
  useEffect(() => {
    if (held.current?.store === store && held.current.rev !== rev) store.rebase(instance.form);
    held.current = { task: task?.id, rev, store };
  }, [store, rev, task?.id]);

  const uploads = useMemo(
    () => ({ app: instance.app.id, revision: instance.revision, instance: instance.id, files: instance.files ?? {} }),
    [instance],
  );
  const editing = editable.length > 0;
  const app = instance.app.id;
  const taskId = task?.id;
  const offer = useMemo(
    (): Offer | undefined =>
      taskId === undefined
        ? undefined
        : {
            scope: ['tasks', taskId],
            read: (each) => each.changes,
            ask: async ({ path }, form, signal, row) =>
              (await api.options(app, { field: path, form, task: taskId, row }, signal)).items,
          },
    [app, taskId],
  );
  const Block = embedded ? 'h3' : 'h2';
  return (
    <div className={[embedded && styles.embedded, task && styles.deciding].filter(Boolean).join(' ')}>
      <div className={styles.columns}>
        <div className={styles.main}>
          {head}
          {instance.suspension && (
            <Alert
              type="warning"
              showIcon
              title={t('case.suspended', {
                by: words(instance.suspension.by.name),
                reason: instance.suspension.reason,
              })}
            />
          )}
          {editing && !task?.actions.includes('resubmit') && !task?.actions.includes('complete') && (
            <p className={styles.edit}>{t('case.edit')}</p>
          )}
          <ErrorSummary store={store} id={`case-${id}`} ref={summary} />
          <FormView
            store={store}
            id={`case-${id}`}
            readOnly={!editing}
            people={instance.people}
            offer={offer}
            labels={instance.labels}
            uploads={uploads}
          />
          <section className={`card ${styles.block} ${styles.history}`} aria-labelledby={`history-${id}`}>
            <Block id={`history-${id}`}>{t('case.history')}</Block>
            <History instance={instance} />
          </section>
        </div>
        <div className={styles.side}>
          {task && (
            <DecisionPanel
              key={task.id}
              instance={instance}
              task={task}
              store={editing ? store : undefined}
              onRefused={() => requestAnimationFrame(() => summary.current?.focus())}
              onDone={onDecided}
            />
          )}
          <section className={`card ${styles.block} ${styles.path}`} aria-labelledby={`path-${id}`}>
            {task && editing ? (
              <ForeseenPath key={`${task.id}/${rev}`} instance={instance} task={task} store={store}>
                <Block id={`path-${id}`}>{t('case.path')}</Block>
              </ForeseenPath>
            ) : (
              <>
                <Block id={`path-${id}`}>{t('case.path')}</Block>
                <ApprovalPath steps={instance.path} />
              </>
            )}
            <UrgeButton instance={instance} />
            {!task && (
              <Suspense>
                <div className={styles.more} data-print="no">
                  <MoreMenu instance={instance} />
                </div>
              </Suspense>
            )}
            <p className={styles.again} data-print="no">
              {instance.endedAt !== undefined && !instance.parent && instance.initiator.id === me.id && (
                <ButtonLink type="default" to={`/new/${instance.app.id}?from=${id}`}>
                  {t('case.again')}
                </ButtonLink>
              )}
              {!embedded && (
                <Button type="text" icon={<PrinterOutlined aria-hidden="true" />} onClick={() => window.print()}>
                  {t('case.print')}
                </Button>
              )}
            </p>
            {instance.copies.length > 0 && (
              <div className={styles.copies}>
                {t('case.copies')} <PersonList people={instance.copies} />
              </div>
            )}
          </section>
        </div>
      </div>
    </div>
  );
}

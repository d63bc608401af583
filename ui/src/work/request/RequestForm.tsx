import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Modal } from 'antd';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { ApiProblem, type AppDetail, api, type Choice, type Choices, type Draft, keys } from '../../api';
import { choiceErrors, unchosen } from '../../choices/choiceErrors';
import { compileForm } from '../../form/compile';
import { ErrorSummary } from '../../form/ErrorSummary';
import { FormView } from '../../form/FormView';
import { uploading } from '../../form/files/uploads';
import type { Offer } from '../../form/offer';
import { FormStore } from '../../form/store';
import { useWords } from '../../i18n/words';
import { AppIcon } from '../../ui/AppIcon';
import { PageHeader } from '../../ui/PageHeader';
import { useProblemText } from '../../ui/problemText';
import { after } from '../shared/after';
import type { BeginningProps } from './Beginning';
import { DraftConflict } from './DraftConflict';
import { DraftStatus } from './DraftStatus';
import { attemptKey } from './ids';
import { LeaveGuard } from './LeaveGuard';
import { PathPanel } from './PathPanel';
import styles from './RequestPage.module.css';
import { useDraft } from './useDraft';

/** Comes after the form, which can be filled in without it. */
const Beginning = after<BeginningProps>(async () => (await import('./Beginning')).default);

const nothing: readonly string[] = [];

export interface RequestFormProps {
  app: AppDetail;
  id: string;
  /** The draft as the server had it when the page was opened; undefined for a new one. */
  begun: Draft | undefined;
  onBegun: () => void;
}

/** The generated form with its approval path: what is typed saves itself, and one press submits it. */
export function RequestForm({ app, id, begun: first, onBegun }: RequestFormProps) {
  const { t } = useTranslation(['work', 'common']);
  const words = useWords();
  const navigate = useNavigate();
  const client = useQueryClient();
  const { message } = App.useApp();
  const [discarding, setDiscarding] = useState(false);
  const problemText = useProblemText();
  const summary = useRef<HTMLElement>(null);
  const trouble = useRef<HTMLDivElement>(null);
  // Neither a newer revision nor a newer draft may replace what is on the page while it is being filled in.
  const [begun] = useState(first);
  const [store] = useState(
    () =>
      new FormStore(compileForm(app), {
        values: begun?.form ?? {},
        locked: [...app.mask.lock, ...(app.computed ?? [])],
        computed: app.computed,
        hidden: app.mask.hide,
      }),
  );
  const [offer] = useState(
    (): Offer => ({
      scope: ['apps', app.id],
      read: (each) => each.payload,
      ask: async ({ path }, form, signal, row) => (await api.options(app.id, { field: path, form, row }, signal)).items,
    }),
  );
  const [uploads] = useState(() => ({ app: app.id, revision: app.revision, files: begun?.files ?? {} }));
  const [choices, setChoices] = useState<Choices | undefined>(begun?.choices);
  const [wrong, setWrong] = useState<Record<string, string>>({});
  const asked = useRef<readonly Choice[]>([]);
  const { saver, state, forget } = useDraft(app.id, id, store, choices, begun, onBegun);

  const showErrors = () => requestAnimationFrame(() => summary.current?.focus());
  const showWrong = (next: Record<string, string>) => {
    setWrong(next);
    requestAnimationFrame(() => document.getElementById(`request-choice-${Object.keys(next)[0]}`)?.focus());
  };
  const submit = useMutation({
    mutationFn: async () => {
      await saver.pause();
      const form = store.payload;
      const body = { form, choices, draft: saver.kept ? id : undefined };
      return api.submit(app.id, body, attemptKey(id, choices ? [form, choices] : form));
    },
    onSuccess: async (receipt) => {
      await forget();
      void client.invalidateQueries({ queryKey: keys.instances });
      void client.invalidateQueries({ queryKey: keys.inbox });
      message.success(t('work:request.submitted', { no: receipt.no }));
      navigate(`/cases/${receipt.id}`, { replace: true });
    },
    onError: (error) => {
      saver.resume();
      const refused = choiceErrors(error);
      if (refused) {
        showWrong(refused);
      } else if (error instanceof ApiProblem && error.errors.length > 0) {
        store.refuse(error.errors);
        showErrors();
      }
    },
  });
  const discard = useMutation({
    mutationFn: async () => {
      await saver.pause();
      if (saver.kept) await api.deleteDraft(app.id, id);
    },
    onSuccess: async () => {
      await forget();
      message.success(t('work:request.discarded'));
      navigate('/');
    },
    onError: (error) => {
      saver.resume();
      setDiscarding(false);
      message.error(problemText(error));
    },
  });

  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (submit.isPending) return;
    if (uploading()) {
      message.info(t('work:request.uploading'));
      return;
    }
    const open = unchosen(asked.current, choices ?? {});
    if (!store.attempt()) {
      setWrong(open);
      showErrors();
    } else if (Object.keys(open).length > 0) showWrong(open);
    else submit.mutate();
  };

  // Why it failed stands below the last field, which on a phone may be far from what is in sight.
  useEffect(() => {
    if (submit.error) trouble.current?.scrollIntoView({ block: 'center' });
  }, [submit.error]);
  const failed = submit.error && !(submit.error instanceof ApiProblem && submit.error.errors.length > 0);
  return (
    <>
      <PageHeader
        title={words(app.name)}
        documentTitle={t('work:request.title', { app: words(app.name) })}
        icon={<AppIcon app={app} size={48} />}
        text={words(app.description)}
      />
      <form className={styles.columns} onSubmit={onSubmit} noValidate>
        <div className={styles.form}>
          {(state.status === 'conflict' || state.status === 'gone') && (
            <DraftConflict app={app.id} id={id} store={store} saver={saver} state={state} />
          )}
          {!begun && (
            <div className={styles.beginning}>
              <Beginning app={app.id} store={store} />
            </div>
          )}
          <ErrorSummary store={store} ref={summary} />
          <FormView store={store} offer={offer} uploads={uploads} />
          {failed && (
            <div ref={trouble}>
              <Alert
                type="error"
                showIcon
                role="alert"
                title={t('work:request.failed', { why: problemText(submit.error) })}
              />
            </div>
          )}
        </div>
        <aside className={styles.side}>
          <PathPanel
            app={app.id}
            computed={app.computed ?? nothing}
            store={store}
            choices={choices}
            wrong={wrong}
            asked={asked}
            onChoose={(next) => {
              setChoices(next);
              setWrong({});
            }}
          />
        </aside>
        <div className={styles.actions}>
          <Button
            type="primary"
            htmlType="submit"
            size="large"
            className={styles.submit}
            loading={submit.isPending}
            aria-disabled={submit.isPending}
          >
            {t(submit.isPending ? 'work:request.submitting' : 'work:request.submit')}
          </Button>
          <DraftStatus state={state} />
          <span className={styles.spacer} />
          {state.status !== 'none' && (
            <Button type="text" onClick={() => setDiscarding(true)}>
              {t('work:request.discard')}
            </Button>
          )}
        </div>
      </form>
      <Modal
        open={discarding}
        title={t('work:request.discardTitle')}
        okText={t('work:request.discard')}
        okButtonProps={{ danger: true }}
        confirmLoading={discard.isPending}
        cancelText={t('common:action.cancel')}
        onOk={() => discard.mutate()}
        onCancel={() => setDiscarding(false)}
      >
        <p>{t('work:request.discardText')}</p>
      </Modal>
      <LeaveGuard saver={saver} />
    </>
  );
}

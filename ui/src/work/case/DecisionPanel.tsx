import { Alert, Button, Input } from 'antd';
import { lazy, Suspense, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiProblem, type Choices, type DecisionAction, hasCode, type Instance, type Task } from '../../api';
import { useMe } from '../../app/session';
import { choiceErrors, unchosen } from '../../choices/choiceErrors';
import { ChoiceFields, RowName } from '../../choices/lazy';
import type { FormStore } from '../../form/store';
import { useWords } from '../../i18n/words';
import { Field } from '../../ui/Field';
import { useProblemText } from '../../ui/problemText';
import { useDecide } from '../shared/useDecide';
import styles from './DecisionPanel.module.css';

const MoreMenu = lazy(() => import('../actions/MoreMenu'));

/** What a task asks for: most ask for a decision, one that came back for a form, a delegated one for an opinion. */
const kinds = {
  approve: { title: 'decide.title' },
  complete: { title: 'decide.completeTitle' },
  answer: { title: 'decide.answerTitle' },
  resubmit: { title: 'decide.resubmitTitle' },
} as const;

export interface DecisionPanelProps {
  instance: Instance;
  task: Task;
  /** The form where the approver may change fields; undefined where it is read-only. */
  store?: FormStore;
  /** Tells that the form has errors to look at. */
  onRefused?: () => void;
  onDone?: () => void;
}

/** Approve or reject, fill in, give an opinion or send on again, with a comment; the rest is in a menu. On a phone it stays under the thumb. */
export function DecisionPanel({ instance, task, store, onRefused, onDone }: DecisionPanelProps) {
  const { t } = useTranslation('work');
  const words = useWords();
  const problemText = useProblemText();
  const id = useId();
  const [comment, setComment] = useState('');
  const decide = useDecide(instance, onDone);
  const [choices, setChoices] = useState<Choices>(() =>
    Object.fromEntries((task.choices ?? []).map(({ node, chosen }) => [node, chosen.map((person) => person.id)])),
  );
  // What has to be chosen may depend on what was changed here: then the refusal tells.
  const [asked, setAsked] = useState(() =>
    (task.choices ?? []).filter((each) => each.needed || each.by === 'initiator').map((each) => each.node),
  );
  const [wrong, setWrong] = useState<Record<string, string>>({});
  const asking = (task.choices ?? []).filter(({ node }) => asked.includes(node));

  const act = (action: DecisionAction) => {
    const sends = store && action !== 'reject' ? store : undefined;
    if (sends && !sends.attempt()) {
      onRefused?.();
      return;
    }
    const sent = action !== 'reject' && action !== 'answer';
    const open = sent ? unchosen(asking, choices) : {};
    const [first] = Object.keys(open);
    if (first) {
      setWrong(open);
      document.getElementById(`${id}-choice-${first}`)?.focus();
      return;
    }
    const goesOn = sent && asked.length > 0;
    const chosen = Object.entries(choices).filter(([node, people]) => asked.includes(node) && people.length > 0);
    decide.mutate(
      {
        task: task.id,
        action,
        comment: comment.trim(),
        form: sends?.changes,
        choices: goesOn ? Object.fromEntries(chosen) : undefined,
      },
      {
        onError: (error) => {
          const refused = choiceErrors(error);
          if (refused) {
            const nodes = Object.keys(refused);
            setWrong(refused);
            setAsked((before) => [...new Set([...before, ...nodes])]);
            requestAnimationFrame(() => document.getElementById(`${id}-choice-${nodes[0]}`)?.focus());
            return;
          }
          if (!store || !(error instanceof ApiProblem) || error.errors.length === 0) return;
          store.refuse(error.errors);
          onRefused?.();
        },
      },
    );
  };
  const failed = decide.error && !hasCode(decide.error, 'task.decided') && !hasCode(decide.error, 'choices.invalid');
  const main = (['resubmit', 'answer', 'complete'] as const).find((each) => task.actions.includes(each)) ?? 'approve';
  const lender = (task.lender ?? []).map((who) => words(who.name)).join(', ');
  const mine = `user:${useMe().id}`;
  const absent = (task.people.find((who) => who.id === mine)?.for ?? []).map((who) => words(who.name)).join(', ');
  return (
    <section className={`card ${styles.panel}`} data-print="no" aria-labelledby={`${id}-title`}>
      <div className={styles.head}>
        <h2 id={`${id}-title`}>{t(kinds[main].title)}</h2>
        <p className={styles.step}>
          {t('decide.step', { step: words(task.name) })}
          {task.row && (
            <Suspense>
              {' · '}
              <RowName row={task.row} />
            </Suspense>
          )}
        </p>
      </div>
      {absent && <p className={styles.hint}>{t('decide.standIn', { absent })}</p>}
      {main === 'resubmit' && <p className={styles.hint}>{t('decide.resubmitHint')}</p>}
      {main === 'complete' && <p className={styles.hint}>{t('decide.completeHint')}</p>}
      {main === 'answer' && <p className={styles.hint}>{t('decide.answerHint', { name: lender })}</p>}
      {failed && (
        <Alert type="error" showIcon role="alert" title={t('decide.failed')} description={problemText(decide.error)} />
      )}
      {asking.length > 0 && (
        <Suspense>
          <ChoiceFields
            id={id}
            choices={asking}
            value={choices}
            onChange={(next) => {
              setChoices(next);
              setWrong({});
            }}
            errors={wrong}
          />
        </Suspense>
      )}
      <Field id={`${id}-comment`} label={t('decide.comment')}>
        {(control) => (
          <Input.TextArea
            {...control}
            autoSize={{ minRows: 1, maxRows: 6 }}
            maxLength={2000}
            value={comment}
            placeholder={t('decide.commentHint')}
            onChange={(event) => setComment(event.target.value)}
          />
        )}
      </Field>
      <div className={styles.buttons}>
        {task.actions.includes('reject') && (
          <Button
            danger
            size="large"
            loading={decide.isPending && decide.variables.action === 'reject'}
            disabled={decide.isPending}
            onClick={() => act('reject')}
          >
            {t('decide.reject')}
          </Button>
        )}
        <Button
          type="primary"
          size="large"
          loading={decide.isPending && decide.variables.action === main}
          disabled={decide.isPending}
          onClick={() => act(main)}
        >
          {t(`decide.${main}`)}
        </Button>
        <Suspense>
          <MoreMenu instance={instance} large onPassed={onDone} />
        </Suspense>
      </div>
    </section>
  );
}

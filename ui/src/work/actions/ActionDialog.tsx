import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Input, Modal, Radio, Select } from 'antd';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { hasStatus, type Instance, keys } from '../../api';
import { useLanguage, useWords } from '../../i18n/words';
import { type ControlProps, Field } from '../../ui/Field';
import { useProblemText } from '../../ui/problemText';
import { newId } from '../request/ids';
import styles from './Actions.module.css';
import { carryOut, type Filled, final, lacking, namesOne, type Part, partsOf, passesOn } from './carryOut';
import { intervenes, type Offered } from './offers';
import { PeoplePicker } from './PeoplePicker';
import { useDeedName } from './useDeedName';

export interface ActionDialogProps {
  instance: Instance;
  offered: Offered;
  onClose: () => void;
  /** Called after the task has left the reader's hands. */
  onPassed?: () => void;
}

/** Says what an action does, asks for what it needs, and carries it out. */
export default function ActionDialog({ instance, offered, onClose, onPassed }: ActionDialogProps) {
  const { t } = useTranslation(['actions', 'common']);
  const deedName = useDeedName();
  const problemText = useProblemText();
  const client = useQueryClient();
  const { message } = App.useApp();
  const id = useId();
  const { deed, task } = offered;
  const [attempt] = useState(newId);
  const [tried, setTried] = useState(false);
  const open = instance.tasks.filter((each) => each.status === 'open');
  const failed = failedOf(instance);
  const [filled, setFilled] = useState<Filled>({
    text: '',
    people: [],
    where: 'before',
    node: deed === 'return' ? (task?.returnTo?.at(-1)?.node ?? '') : '',
    resume: 'returner',
    redo: true,
    task: open.length === 1 ? (open[0]?.id ?? '') : '',
    status: 'terminated',
    errand: failed.length === 1 ? (failed[0]?.errand.id ?? '') : '',
  });
  const missing = lacking(offered, filled);
  const send = useMutation({
    mutationKey: keys.deed(instance.id),
    onMutate: () => client.cancelQueries({ queryKey: keys.foreseen(instance.id) }),
    mutationFn: () => carryOut(instance, offered, filled, attempt),
    onSuccess: () => {
      message.success(t(`actions:done.${deed}`));
      onClose();
      if (passesOn(offered)) onPassed?.();
    },
    onSettled: (_, error) => {
      // Where it no longer fits, the page behind the dialog shows how things stand.
      if (error && !hasStatus(error, 409)) return;
      void client.invalidateQueries({ queryKey: keys.inbox });
      void client.invalidateQueries({ queryKey: keys.instances });
      void client.invalidateQueries({ queryKey: keys.instance(instance.id) });
    },
  });
  const submit = () => {
    setTried(true);
    if (missing.length === 0) send.mutate();
    else document.getElementById(`${id}-${missing[0]}`)?.focus();
  };
  const set = (change: Partial<Filled>) => setFilled((before) => ({ ...before, ...change }));
  return (
    <Modal
      open
      title={deedName(offered)}
      okText={deed === 'removeSigner' ? t('common:action.confirm') : deedName(offered)}
      okButtonProps={{ danger: final(offered) }}
      confirmLoading={send.isPending}
      cancelText={t('common:action.cancel')}
      onOk={submit}
      onCancel={onClose}
    >
      <div className={styles.dialog}>
        <p>{t(`actions:says.${deed}`)}</p>
        {send.isError && (
          <Alert
            type={hasStatus(send.error, 409) ? 'warning' : 'error'}
            showIcon
            role="alert"
            title={t('actions:failed')}
            description={problemText(send.error)}
          />
        )}
        {partsOf(offered).map(({ part, optional }, index) => (
          <PartField
            key={part}
            id={`${id}-${part}`}
            part={part}
            first={index === 0}
            optional={optional ?? false}
            error={tried && missing.includes(part) ? t('actions:missing') : undefined}
            instance={instance}
            offered={offered}
            filled={filled}
            set={set}
          />
        ))}
      </div>
    </Modal>
  );
}

/** The errands of a request that failed, with their steps. */
const failedOf = (instance: Instance) =>
  instance.path.flatMap((step) =>
    (step.errands ?? []).filter(({ status }) => status === 'failed').map((errand) => ({ step, errand })),
  );

interface PartFieldProps {
  id: string;
  part: Part;
  first: boolean;
  optional: boolean;
  error: string | undefined;
  instance: Instance;
  offered: Offered;
  filled: Filled;
  set: (change: Partial<Filled>) => void;
}

/** One thing that an action asks for. */
function PartField({ id, part, first, optional, error, instance, offered, filled, set }: PartFieldProps) {
  const { t } = useTranslation('actions');
  const { deed } = offered;
  const reason = intervenes(deed);
  const labels = {
    text: t(reason ? 'field.reason' : deed === 'comment' ? 'field.text' : 'field.comment'),
    people: t(namesOne(offered) ? 'field.who' : deed === 'comment' ? 'field.mentions' : 'field.whoMany'),
    where: t('field.where'),
    node: t(deed === 'return' ? 'field.to' : 'field.node'),
    resume: t('field.resume'),
    redo: t('field.how'),
    task: t('field.task'),
    status: t('field.status'),
    errand: t('field.errand'),
  };
  const help = part === 'text' && deed !== 'comment' ? t(reason ? 'field.reasonHint' : 'field.commentHint') : undefined;
  const group = part === 'where' || part === 'resume' || part === 'redo' || part === 'status';
  return (
    <Field id={id} label={labels[part]} help={help} error={error} required={!optional && !group} group={group}>
      {(control) => (
        <Control
          control={control}
          part={part}
          first={first}
          instance={instance}
          offered={offered}
          filled={filled}
          set={set}
        />
      )}
    </Field>
  );
}

function Control({
  control,
  part,
  first,
  instance,
  offered,
  filled,
  set,
}: Pick<PartFieldProps, 'part' | 'first' | 'instance' | 'offered' | 'filled' | 'set'> & { control: ControlProps }) {
  const { t } = useTranslation('actions');
  const words = useWords();
  const language = useLanguage();
  switch (part) {
    case 'text':
      return (
        <Input.TextArea
          {...control}
          autoFocus={first}
          autoSize={{ minRows: 2, maxRows: 6 }}
          maxLength={2000}
          value={filled.text}
          onChange={(event) => set({ text: event.target.value })}
        />
      );
    case 'people':
      return (
        <PeoplePicker
          {...control}
          one={namesOne(offered)}
          value={filled.people}
          onChange={(people) => set({ people })}
        />
      );
    case 'node':
      return (
        <Select
          {...control}
          style={{ width: '100%' }}
          value={filled.node || undefined}
          options={stepsOf(instance, offered).map(({ node, name, type }) => ({
            value: node,
            label: type === 'start' ? `${words(name)} (${t('field.initiator')})` : words(name),
          }))}
          onChange={(node) => set({ node })}
        />
      );
    case 'task': {
      const list = new Intl.ListFormat(language, { type: 'disjunction' });
      return (
        <Select
          {...control}
          style={{ width: '100%' }}
          value={filled.task || undefined}
          options={instance.tasks
            .filter((task) => task.status === 'open')
            .map((task) => ({
              value: task.id,
              label: `${words(task.name)}: ${list.format(task.people.map((who) => words(who.name)))}`,
            }))}
          onChange={(task) => set({ task })}
        />
      );
    }
    case 'errand':
      return (
        <Select
          {...control}
          style={{ width: '100%' }}
          value={filled.errand || undefined}
          options={failedOf(instance).map(({ step, errand }) => ({
            value: errand.id,
            label: errand.row ? `${words(step.name)} (${errand.row})` : words(step.name),
          }))}
          onChange={(errand) => set({ errand })}
        />
      );
    case 'where':
      return (
        <Radio.Group
          className={styles.choices}
          value={filled.where}
          options={(['before', 'after', 'beside'] as const).map((value) => ({ value, label: t(`where.${value}`) }))}
          onChange={(event) => set({ where: event.target.value })}
        />
      );
    case 'resume':
      return (
        <Radio.Group
          className={styles.choices}
          value={filled.resume}
          options={(['returner', 'walk'] as const).map((value) => ({ value, label: t(`resume.${value}`) }))}
          onChange={(event) => set({ resume: event.target.value })}
        />
      );
    case 'redo':
      return (
        <Radio.Group
          className={styles.choices}
          value={filled.redo}
          options={[
            { value: true, label: t('withdraw.redo') },
            { value: false, label: t('withdraw.end') },
          ]}
          onChange={(event) => set({ redo: event.target.value })}
        />
      );
    default:
      return (
        <Radio.Group
          className={styles.choices}
          value={filled.status}
          options={(['terminated', 'approved', 'rejected'] as const).map((value) => ({
            value,
            label: t(`status.${value}`),
          }))}
          onChange={(event) => set({ status: event.target.value })}
        />
      );
  }
}

/** The steps that can be gone to: those that a return names, or for a jump those of the path, each once. */
function stepsOf(instance: Instance, { deed, task }: Offered) {
  const types = new Map(instance.path.map((step) => [step.node, step.type]));
  const steps =
    deed === 'return'
      ? (task?.returnTo ?? [])
      : instance.path.filter(
          (step) => (step.type === 'approval' || step.type === 'fillIn') && step.state !== 'current',
        );
  return [...new Map(steps.map(({ node, name }) => [node, { node, name, type: types.get(node) }])).values()];
}

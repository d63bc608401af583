import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Select, Switch } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Deadline, FlowNode, Reminder } from '../../api';
import { useEdit } from '../designer/context';
import { pruned, setNode } from '../model/flow';
import { Setting, SettingGroup } from '../parts/Setting';
import { AssigneeFields } from './AssigneeEditor';
import styles from './DeadlineEditor.module.css';
import { SpanInput } from './SpanInput';

const thens = ['remind', 'escalate', 'transfer', 'approve', 'reject'] as const;
const MOST = 10;

/** How long the people of a step have, when they are reminded, and what happens then. */
export function DeadlineEditor({ node }: { node: FlowNode }) {
  const { t } = useTranslation('time');
  const edit = useEdit();
  const { deadline } = node;
  const set = (next: Deadline | undefined) =>
    edit((a) => setNode(a, node.id, { deadline: next && pruned(next) }), `node ${node.id} deadline`);
  return (
    <SettingGroup>
      <Setting label={t('edit.deadline')} help={t('edit.deadlineHelp')} inline>
        {(control) => (
          <Switch
            {...control}
            checked={deadline !== undefined}
            onChange={(on) => set(on ? { after: { amount: 2, unit: 'workDays' } } : undefined)}
          />
        )}
      </Setting>
      {deadline && <Details deadline={deadline} decides={node.type !== 'fillIn'} set={set} />}
    </SettingGroup>
  );
}

interface DetailsProps {
  deadline: Deadline;
  /** Whether the step can be decided by itself: time fills nothing in. */
  decides: boolean;
  set: (next: Deadline) => void;
}

function Details({ deadline, decides, set }: DetailsProps) {
  const { t } = useTranslation('time');
  const then = deadline.then ?? 'remind';
  const other = deadline.to !== undefined;
  const choose = (next: (typeof thens)[number]) =>
    set({
      ...deadline,
      // biome-ignore lint/suspicious/noThenProperty: it is the definition's own word.
      then: next === 'remind' ? undefined : next,
      to: next === 'transfer' ? (deadline.to ?? { kind: 'departmentHead' }) : undefined,
    });
  return (
    <>
      <Setting label={t('edit.within')}>
        {(control) => (
          <SpanInput {...control} value={deadline.after} onChange={(after) => set({ ...deadline, after })} />
        )}
      </Setting>
      <Reminders list={deadline.remind ?? []} set={(remind) => set({ ...deadline, remind })} />
      <Setting label={t('edit.then')}>
        {(control) => (
          <Select
            {...control}
            style={{ width: '100%' }}
            value={then}
            options={thens
              .slice(0, decides ? undefined : 3)
              .map((each) => ({ value: each, label: t(`edit.thens.${each}`) }))}
            onChange={choose}
          />
        )}
      </Setting>
      {then === 'escalate' && (
        <Setting label={t('edit.to')}>
          {(control) => (
            <Select
              {...control}
              style={{ width: '100%' }}
              value={other ? 'other' : 'manager'}
              options={[
                { value: 'manager', label: t('edit.toManager') },
                { value: 'other', label: t('edit.toOther') },
              ]}
              onChange={(who) => set({ ...deadline, to: who === 'other' ? { kind: 'departmentHead' } : undefined })}
            />
          )}
        </Setting>
      )}
      {(then === 'transfer' || (then === 'escalate' && other)) && (
        <AssigneeFields label={t('edit.toWhom')} value={deadline.to} onChange={(to) => set({ ...deadline, to })} />
      )}
    </>
  );
}

function Reminders({ list, set }: { list: readonly Reminder[]; set: (list: Reminder[] | undefined) => void }) {
  const { t } = useTranslation('time');
  const put = (index: number, next: Reminder) => set(list.map((each, at) => (at === index ? next : each)));
  const drop = (index: number) => {
    const left = list.filter((_, at) => at !== index);
    set(left.length > 0 ? left : undefined);
  };
  return (
    <fieldset className={styles.reminders}>
      <legend className={styles.legend}>{t('edit.reminders')}</legend>
      {list.map((reminder, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: reminders have no name but their place.
        <div key={index} className={styles.reminder}>
          <div className={styles.fields}>
            <SpanInput
              value={{ amount: reminder.amount, unit: reminder.unit }}
              onChange={(span) => put(index, { ...reminder, ...span })}
            />
            <Select
              aria-label={t('edit.when')}
              style={{ width: '100%' }}
              value={reminder.when ?? 'before'}
              options={(['before', 'after'] as const).map((when) => ({ value: when, label: t(`edit.whens.${when}`) }))}
              onChange={(when) => put(index, pruned({ ...reminder, when: when === 'before' ? undefined : when }))}
            />
          </div>
          <Button
            type="text"
            size="small"
            icon={<DeleteOutlined aria-hidden="true" />}
            aria-label={t('edit.removeReminder')}
            onClick={() => drop(index)}
          />
        </div>
      ))}
      {list.length < MOST && (
        <Button
          type="dashed"
          size="small"
          icon={<PlusOutlined aria-hidden="true" />}
          onClick={() => set([...list, { amount: 4, unit: 'workHours' }])}
        >
          {t('edit.addReminder')}
        </Button>
      )}
    </fieldset>
  );
}

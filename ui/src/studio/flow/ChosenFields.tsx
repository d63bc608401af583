import { InputNumber, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Assignee } from '../../api';
import { useWords } from '../../i18n/words';
import { poolOf, pools, setCount, setPool } from '../model/assignee';
import { Setting } from '../parts/Setting';
import { DepartmentSelect } from './DepartmentSelect';
import { PeopleSelect } from './PeopleSelect';
import styles from './Settings.module.css';
import { useRoles } from './useNames';

/** How many people can be chosen for one step. */
const MOST = 20;

export interface ChosenFieldsProps {
  value: Assignee;
  /** Whether somebody decides right before the step, on every way to it. */
  approver: boolean;
  onChange: (next: Assignee) => void;
}

/** People whom somebody chooses: who does, how many, and out of whom. */
export function ChosenFields({ value, approver, onChange: set }: ChosenFieldsProps) {
  const { t } = useTranslation(['assignees', 'studio']);
  const words = useWords();
  const roles = useRoles();
  const { least = 1, most = 1 } = value;
  const pool = poolOf(value);
  const several = most > 1 || least > 1;
  return (
    <>
      <Setting
        label={t('assignees:by.label')}
        help={value.by === 'approver' && !approver ? t('assignees:by.approverMissing') : undefined}
      >
        {(control) => (
          <Select
            {...control}
            style={{ width: '100%' }}
            value={value.by}
            options={(['initiator', 'approver'] as const).map((by) => ({
              value: by,
              label: t(`assignees:by.${by}`),
              disabled: by === 'approver' && !approver,
            }))}
            onChange={(by) => set({ ...value, by })}
          />
        )}
      </Setting>
      <Setting label={t('assignees:count.label')}>
        {(control) => (
          <Select
            {...control}
            style={{ width: '100%' }}
            value={several ? 'some' : 'one'}
            options={(['one', 'some'] as const).map((many) => ({ value: many, label: t(`assignees:count.${many}`) }))}
            onChange={(many) => set(many === 'one' ? setCount(value, 1, 1) : setCount(value, 1, 3))}
          />
        )}
      </Setting>
      {several && (
        <div className={styles.pair}>
          <Setting label={t('assignees:count.least')}>
            {(control) => (
              <InputNumber
                {...control}
                style={{ width: '100%' }}
                min={1}
                max={MOST}
                precision={0}
                value={least}
                onChange={(next) => set(setCount(value, next ?? 1, most))}
              />
            )}
          </Setting>
          <Setting label={t('assignees:count.most')}>
            {(control) => (
              <InputNumber
                {...control}
                style={{ width: '100%' }}
                min={Math.max(least, 2)}
                max={MOST}
                precision={0}
                value={most}
                onChange={(next) => set(setCount(value, least, next ?? 2))}
              />
            )}
          </Setting>
        </div>
      )}
      <Setting label={t('assignees:from.label')}>
        {(control) => (
          <Select
            {...control}
            style={{ width: '100%' }}
            value={pool}
            options={pools.map((each) => ({ value: each, label: t(`assignees:from.${each}`) }))}
            onChange={(next) => set(setPool(value, next))}
          />
        )}
      </Setting>
      {pool === 'role' && (
        <Setting label={t('studio:flow.role')}>
          {(control) => (
            <Select
              {...control}
              style={{ width: '100%' }}
              value={value.role || undefined}
              placeholder={t('studio:flow.chooseRole')}
              options={roles.map((role) => ({ value: role.id, label: words(role.name) || role.id }))}
              onChange={(role) => set({ ...value, role })}
            />
          )}
        </Setting>
      )}
      {pool === 'department' && (
        <DepartmentSelect value={value.department} onChange={(department) => set({ ...value, department })} />
      )}
      {pool === 'people' && (
        <Setting label={t('studio:flow.people')}>
          {(control) => (
            <PeopleSelect {...control} value={value.people ?? []} onChange={(people) => set({ ...value, people })} />
          )}
        </Setting>
      )}
    </>
  );
}

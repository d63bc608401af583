import { Select, Switch } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Assignee, FlowNode } from '../../api';
import { useWords } from '../../i18n/words';
import { useApp, useEdit } from '../designer/context';
import { fieldsOf } from '../model/fields';
import { setNode } from '../model/flow';
import { randomIds } from '../model/ids';
import { setMode } from '../model/mode';
import { namesInitiator, setSource } from '../model/scripts';
import { Setting, SettingGroup } from '../parts/Setting';
import { PeopleSelect } from './PeopleSelect';
import { ScriptEditor } from './ScriptEditor';
import styles from './Settings.module.css';
import { useRoles } from './useNames';

const kinds = ['manager', 'managerChain', 'departmentHead', 'role', 'people', 'field', 'initiator', 'script'] as const;
const LEVELS = [1, 2, 3, 4, 5];

/** A kind of assignee with what it needs to be complete, as far as that can be guessed. */
function fresh(kind: Assignee['kind'], firstField: string | undefined): Assignee {
  switch (kind) {
    case 'manager':
      return { kind, level: 1 };
    case 'people':
      return { kind, people: [] };
    case 'field':
      return firstField ? { kind, field: firstField } : { kind };
    default:
      return { kind };
  }
}

const labels = { cc: 'flow.whoCopy', notify: 'flow.whoNotify', fillIn: 'flow.whoFillIn' } as const;

/** Who acts at a step. */
export function AssigneeEditor({ node }: { node: FlowNode }) {
  const { t } = useTranslation('studio');
  const edit = useEdit();
  return (
    <SettingGroup>
      <AssigneeFields
        label={t(labels[node.type as 'cc'] ?? 'flow.who')}
        value={node.assignee}
        chain
        onChange={(assignee) =>
          edit((a) => {
            // A chain of managers is asked one after the other unless somebody says otherwise.
            const chained = assignee.kind === 'managerChain' && node.assignee?.kind !== 'managerChain';
            const next = setNode(a, node.id, { assignee });
            return chained && (node.type === 'approval' || node.type === 'fillIn')
              ? setMode(next, node.id, 'inTurn')
              : next;
          })
        }
      />
    </SettingGroup>
  );
}

interface AssigneeFieldsProps {
  label: string;
  value: Assignee | undefined;
  /** Also offers a chain of managers, which is for steps that several people can have. */
  chain?: boolean;
  onChange: (next: Assignee) => void;
}

/** One way of finding people, with what it needs to be complete. */
export function AssigneeFields({ label, value, chain = false, onChange: set }: AssigneeFieldsProps) {
  const { t } = useTranslation('studio');
  const words = useWords();
  const app = useApp();
  const edit = useEdit();
  const roles = useRoles();
  const persons = fieldsOf(app).filter((field) => field.kind === 'person');
  const assignee = value ?? { kind: 'manager' as const };
  return (
    <>
      <Setting label={label}>
        {(control) => (
          <Select
            {...control}
            style={{ width: '100%' }}
            value={value?.kind}
            placeholder={t('who.nobody')}
            options={kinds
              .filter((kind) => chain || kind !== 'managerChain')
              .map((kind) => ({ value: kind, label: t(`flow.kind.${kind}`) }))}
            onChange={(kind) => {
              if (kind !== 'script') return set(fresh(kind, persons[0]?.path));
              const script = randomIds('who');
              set({ kind, script });
              edit((a) => setSource(a, script, namesInitiator));
            }}
          />
        )}
      </Setting>
      {assignee.kind === 'script' && assignee.script && (
        <ScriptEditor name={assignee.script} label={t('script.source')} help={t('script.peopleHelp')} />
      )}
      {assignee.kind === 'manager' && (
        <Setting label={t('flow.level')}>
          {(control) => (
            <Select
              {...control}
              style={{ width: '100%' }}
              value={assignee.level || 1}
              options={[...new Set([...LEVELS, assignee.level || 1])].map((level) => ({
                value: level,
                label: level === 1 ? t('flow.levelDirect') : t('flow.levelHigher', { level }),
              }))}
              onChange={(level) => set({ kind: 'manager', level })}
            />
          )}
        </Setting>
      )}
      {assignee.kind === 'managerChain' && (
        <>
          <Setting label={t('flow.chainLevel')}>
            {(control) => (
              <Select
                {...control}
                style={{ width: '100%' }}
                value={assignee.level ?? 0}
                options={[...new Set([0, ...LEVELS, assignee.level ?? 0])].map((level) => ({
                  value: level,
                  label: level === 0 ? t('flow.chainAll') : t('flow.chainLevels', { count: level }),
                }))}
                onChange={(level) => set({ ...assignee, level: level || undefined })}
              />
            )}
          </Setting>
          <Setting label={t('flow.chainRole')}>
            {(control) => (
              <Select
                {...control}
                style={{ width: '100%' }}
                allowClear
                value={assignee.role}
                placeholder={t('flow.chainNoRole')}
                options={roles.map((role) => ({ value: role.id, label: words(role.name) || role.id }))}
                onChange={(role: string | undefined) => set({ ...assignee, role })}
              />
            )}
          </Setting>
        </>
      )}
      {assignee.kind === 'departmentHead' && !assignee.department && (
        <Setting label={t('flow.headLevel')}>
          {(control) => (
            <Select
              {...control}
              style={{ width: '100%' }}
              value={assignee.level ?? 0}
              options={[...new Set([0, ...LEVELS, assignee.level ?? 0])].map((level) => ({
                value: level,
                label: level === 0 ? t('flow.headOwn') : t('flow.headUp', { count: level }),
              }))}
              onChange={(level) => set({ ...assignee, level: level || undefined })}
            />
          )}
        </Setting>
      )}
      {assignee.kind === 'role' && (
        <Setting label={t('flow.role')}>
          {(control) => (
            <Select
              {...control}
              style={{ width: '100%' }}
              value={assignee.role}
              placeholder={t('flow.chooseRole')}
              options={roles.map((role) => ({ value: role.id, label: words(role.name) || role.id }))}
              onChange={(role) => set({ ...assignee, role })}
            />
          )}
        </Setting>
      )}
      {assignee.kind === 'role' && !assignee.department && (
        <Setting label={t('flow.inBranch')} help={t('flow.inBranchHelp')} inline>
          {(control) => (
            <Switch
              {...control}
              checked={assignee.branch ?? false}
              onChange={(branch) => set({ ...assignee, branch: branch || undefined })}
            />
          )}
        </Setting>
      )}
      {assignee.kind === 'people' && (
        <Setting label={t('flow.people')}>
          {(control) => (
            <PeopleSelect
              {...control}
              value={assignee.people ?? []}
              onChange={(people) => set({ kind: 'people', people })}
            />
          )}
        </Setting>
      )}
      {assignee.kind === 'field' &&
        (persons.length === 0 ? (
          <p className={styles.faint}>{t('flow.noPersonField')}</p>
        ) : (
          <Setting label={t('flow.field')}>
            {(control) => (
              <Select
                {...control}
                style={{ width: '100%' }}
                value={persons.some((field) => field.path === assignee.field) ? assignee.field : undefined}
                placeholder={t('flow.chooseField')}
                options={persons.map((field) => ({ value: field.path, label: words(field.layout.title) || field.id }))}
                onChange={(field) => set({ kind: 'field', field })}
              />
            )}
          </Setting>
        ))}
    </>
  );
}

import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Assignee, FlowNode } from '../../api';
import { useWords } from '../../i18n/words';
import { useApp, useEdit } from '../designer/context';
import { decidedBefore, fresh } from '../model/assignee';
import { fieldAt, fieldsOf } from '../model/fields';
import { setNode } from '../model/flow';
import { randomIds } from '../model/ids';
import { setMode } from '../model/mode';
import { namesInitiator, setSource, stepScript } from '../model/scripts';
import { Setting, SettingGroup } from '../parts/Setting';
import { ChosenFields } from './ChosenFields';
import { DepartmentSelect } from './DepartmentSelect';
import { PeopleSelect } from './PeopleSelect';
import { ScriptEditor } from './ScriptEditor';
import styles from './Settings.module.css';
import { useRoles } from './useNames';

const kinds = ['manager', 'managerChain', 'departmentHead', 'role', 'people', 'field', 'initiator', 'script'] as const;
const withChosen = [...kinds, 'chosen'] as const;
const LEVELS = [1, 2, 3, 4, 5];

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
        node={node}
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
  /** Also offers people whom somebody chooses, which only the step itself can ask for. */
  node?: FlowNode;
  onChange: (next: Assignee) => void;
}

/** One way of finding people, with what it needs to be complete. */
export function AssigneeFields({ label, value, chain = false, node, onChange: set }: AssigneeFieldsProps) {
  const { t } = useTranslation(['studio', 'assignees']);
  const words = useWords();
  const app = useApp();
  const edit = useEdit();
  const roles = useRoles();
  const chooses = node?.type === 'approval' || node?.type === 'fillIn';
  const approver = chooses && decidedBefore(app.flow, node.id);
  const columns = fieldsOf(app).flatMap((field) => [field, ...field.columns]);
  const persons = columns.filter((field) => field.kind === 'person' || field.kind === 'persons');
  const departments = columns.filter((field) => field.kind === 'department' || field.kind === 'departments');
  const titleOf = (path: string) => {
    const [table, column] = path.split('.').map((_, n, parts) => fieldAt(app, parts.slice(0, n + 1).join('.')));
    const name = words(table?.layout.title) || table?.id || path;
    return column ? t('assignees:column', { table: name, column: words(column.layout.title) || column.id }) : name;
  };
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
            // High enough for every way: none is to be found by scrolling alone.
            listHeight={360}
            options={(chooses ? withChosen : kinds)
              .filter((kind) => chain || kind !== 'managerChain')
              .map((kind) => ({
                value: kind,
                label: kind === 'chosen' ? t('assignees:kind.chosen') : t(`studio:flow.kind.${kind}`),
              }))}
            onChange={(kind) => {
              if (kind !== 'script') return set(fresh(kind, persons[0]?.path, approver));
              const script = randomIds('who');
              set({ kind, script });
              edit((a) => setSource(a, stepScript(script), namesInitiator));
            }}
          />
        )}
      </Setting>
      {assignee.kind === 'script' && assignee.script && (
        <ScriptEditor script={stepScript(assignee.script)} label={t('script.source')} help={t('script.peopleHelp')} />
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
      {assignee.kind === 'departmentHead' && (
        <Setting label={t('assignees:head.of')}>
          {(control) => (
            <Select
              {...control}
              style={{ width: '100%' }}
              value={assignee.field ? 'field' : assignee.department === undefined ? 'own' : 'named'}
              options={(['own', 'named', 'field'] as const)
                .filter((of) => of !== 'field' || departments.length > 0 || assignee.field)
                .map((of) => ({ value: of, label: t(`assignees:head.${of}`) }))}
              onChange={(of) => {
                if (of === 'named') set({ kind: 'departmentHead', department: '' });
                else
                  set(
                    of === 'own' ? { kind: 'departmentHead' } : { kind: 'departmentHead', field: departments[0]?.path },
                  );
              }}
            />
          )}
        </Setting>
      )}
      {assignee.kind === 'departmentHead' && assignee.department !== undefined && (
        <DepartmentSelect value={assignee.department} onChange={(department) => set({ ...assignee, department })} />
      )}
      {assignee.kind === 'departmentHead' && assignee.field && (
        <Setting
          label={t('flow.field')}
          help={assignee.field.includes('.') && chain ? t('assignees:eachRow') : undefined}
        >
          {(control) => (
            <Select
              {...control}
              style={{ width: '100%' }}
              value={assignee.field}
              options={departments.map((field) => ({ value: field.path, label: titleOf(field.path) }))}
              onChange={(field) => set({ ...assignee, field })}
            />
          )}
        </Setting>
      )}
      {assignee.kind === 'departmentHead' && (
        <Setting label={t('flow.headLevel')}>
          {(control) => (
            <Select
              {...control}
              style={{ width: '100%' }}
              value={assignee.level ?? 0}
              options={[...new Set([0, ...LEVELS, assignee.level ?? 0])].map((level) => ({
                value: level,
                label:
                  level > 0
                    ? t('flow.headUp', { count: level })
                    : assignee.field || assignee.department !== undefined
                      ? t('assignees:head.itself')
                      : t('flow.headOwn'),
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
      {assignee.kind === 'role' && (
        <Setting label={t('assignees:role.where')} help={assignee.branch ? t('flow.inBranchHelp') : undefined}>
          {(control) => (
            <Select
              {...control}
              style={{ width: '100%' }}
              value={assignee.branch ? 'branch' : assignee.department === undefined ? 'anywhere' : 'department'}
              options={(['anywhere', 'branch', 'department'] as const).map((where) => ({
                value: where,
                label: t(`assignees:role.${where}`),
              }))}
              onChange={(where) =>
                set({
                  ...assignee,
                  branch: where === 'branch' || undefined,
                  department: where === 'department' ? '' : undefined,
                })
              }
            />
          )}
        </Setting>
      )}
      {assignee.kind === 'role' && assignee.department !== undefined && (
        <DepartmentSelect value={assignee.department} onChange={(department) => set({ ...assignee, department })} />
      )}
      {assignee.kind === 'chosen' && <ChosenFields value={assignee} approver={approver} onChange={set} />}
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
          <Setting
            label={t('flow.field')}
            help={assignee.field?.includes('.') && chain ? t('assignees:eachRow') : undefined}
          >
            {(control) => (
              <Select
                {...control}
                style={{ width: '100%' }}
                value={persons.some((field) => field.path === assignee.field) ? assignee.field : undefined}
                placeholder={t('flow.chooseField')}
                options={persons.map((field) => ({ value: field.path, label: titleOf(field.path) }))}
                onChange={(field) => set({ kind: 'field', field })}
              />
            )}
          </Setting>
        ))}
    </>
  );
}

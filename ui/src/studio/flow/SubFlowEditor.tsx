import { useQuery } from '@tanstack/react-query';
import { Checkbox, Select, Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import { api, type FlowNode, keys, type SubFlow } from '../../api';
import { useWords } from '../../i18n/words';
import { useApp, useEdit } from '../designer/context';
import { allows, setAllowed } from '../model/deeds';
import { fieldsOf } from '../model/fields';
import { setNode } from '../model/flow';
import { changed, fieldsOfForm, goneThrough, workedOut } from '../model/subflow';
import { Setting, SettingGroup } from '../parts/Setting';
import { OnFailSetting } from './OnFailSetting';
import styles from './Settings.module.css';
import { FillList } from './SubFlowFill';
import { TakeList } from './SubFlowTake';
import { usePublished } from './useSubSentence';

const full = { width: '100%' };

/** Which request a step starts, with what it is filled in, what comes back, and how many must be approved. */
export function SubFlowEditor({ node }: { node: FlowNode }) {
  const { t } = useTranslation('subflow');
  const words = useWords();
  const app = useApp();
  const edit = useEdit();
  const { apps, failed } = usePublished(true);
  const sub = node.sub ?? { app: '' };
  const set = (next: SubFlow, key?: string) => edit((a) => setNode(a, node.id, { sub: next }), key);
  const tables = fieldsOf(app).filter((field) => field.kind === 'table');
  const known = apps.some((each) => each.id === sub.app);
  return (
    <>
      <SettingGroup>
        <Setting label={t('edit.app')} help={t('edit.appHelp')}>
          {(control) => (
            <Select
              {...control}
              style={full}
              showSearch={{ optionFilterProp: 'label' }}
              status={failed ? 'error' : undefined}
              value={sub.app || undefined}
              placeholder={t('edit.chooseApp')}
              notFoundContent={t(failed ? 'edit.noAnswer' : 'edit.noApp')}
              options={[
                ...apps.map((each) => ({ value: each.id, label: words(each.name) || each.id })),
                ...(sub.app && !known ? [{ value: sub.app, label: sub.app }] : []),
              ]}
              onChange={(id) => set({ app: id, ...(sub.each ? { each: sub.each } : {}) })}
            />
          )}
        </Setting>
        <Setting label={t('edit.each')} help={sub.each ? t('edit.eachHelp') : undefined}>
          {(control) => (
            <Select
              {...control}
              style={full}
              value={sub.each ?? ''}
              options={[
                { value: '', label: t('edit.one') },
                ...tables.map((table) => ({
                  value: table.path,
                  label: t('edit.eachRow', { table: words(table.layout.title) || table.id }),
                })),
              ]}
              onChange={(each) => set(goneThrough(sub, each || undefined))}
            />
          )}
        </Setting>
        <Setting label={t('edit.until')}>
          {(control) => (
            <Select<'ended' | 'started'>
              {...control}
              style={full}
              value={sub.until ?? 'ended'}
              options={[
                { value: 'ended', label: t('edit.untilEnded') },
                { value: 'started', label: t('edit.untilStarted') },
              ]}
              onChange={(until) => set(changed(sub, { until }))}
            />
          )}
        </Setting>
      </SettingGroup>
      {sub.app && <Mappings sub={sub} onChange={set} />}
      <Outcome node={node} sub={sub} onChange={set} />
    </>
  );
}

interface PartProps {
  sub: SubFlow;
  onChange: (next: SubFlow, key?: string) => void;
}

/** What is filled in and taken over, once the other app's form is known. */
function Mappings({ sub, onChange }: PartProps) {
  const { t } = useTranslation('subflow');
  const other = useQuery({
    queryKey: keys.app(sub.app),
    queryFn: ({ signal }) => api.app(sub.app, signal),
    staleTime: 60_000,
    retry: false,
  });
  if (other.isError) return <p className={`${styles.faint} ${styles.gap}`}>{t('edit.unpublished')}</p>;
  if (!other.data) return <Skeleton active title={false} paragraph={{ rows: 3 }} />;
  const fields = fieldsOfForm(other.data.form);
  return (
    <>
      <FillList
        sub={sub}
        form={other.data.form}
        fields={fields}
        computed={workedOut(other.data.rules)}
        onChange={onChange}
      />
      {sub.until !== 'started' && <TakeList sub={sub} fields={fields} onChange={onChange} />}
    </>
  );
}

/** How many must be approved, and what comes if they are not, or cannot even be started. */
function Outcome({ node, sub, onChange }: PartProps & { node: FlowNode }) {
  const { t } = useTranslation(['subflow', 'studio']);
  const edit = useEdit();
  const need = sub.need ?? 'all';
  const waits = sub.until !== 'started';
  return (
    <SettingGroup>
      {waits && (
        <Setting label={t('edit.need')}>
          {(control) => (
            <Select<'all' | 'any' | 'none'>
              {...control}
              style={full}
              value={need}
              options={(sub.each ? (['all', 'any', 'none'] as const) : (['all', 'none'] as const)).map((value) => ({
                value,
                label: t(sub.each ? `edit.needs.${value}` : value === 'none' ? 'edit.needs.none' : 'edit.needs.one'),
              }))}
              onChange={(next) => onChange(changed(sub, { need: next }))}
            />
          )}
        </Setting>
      )}
      {waits && need !== 'none' && (
        <Setting label={t('edit.onReject')}>
          {(control) => (
            <Select<'end' | 'walk' | 'returner'>
              {...control}
              style={full}
              value={node.onReject !== 'return' ? 'end' : node.resume === 'walk' ? 'walk' : 'returner'}
              options={(['end', 'returner', 'walk'] as const).map((value) => ({
                value,
                label: t(`edit.onRejects.${value}`),
              }))}
              onChange={(to) =>
                edit((a) =>
                  setNode(a, node.id, {
                    onReject: to === 'end' ? undefined : 'return',
                    resume: to === 'walk' ? 'walk' : undefined,
                  }),
                )
              }
            />
          )}
        </Setting>
      )}
      <OnFailSetting
        node={node}
        label={t('edit.onFail')}
        help={t('edit.onFailHelp')}
        admin={t('edit.onFailAdmin')}
        goOn={t('edit.onFailGoOn')}
      />
      {waits && (
        <Checkbox
          checked={allows(node, 'withdraw')}
          onChange={(event) => edit((a) => setAllowed(a, node.id, 'withdraw', event.target.checked))}
        >
          {t('studio:flow.deed.withdraw')}
        </Checkbox>
      )}
    </SettingGroup>
  );
}

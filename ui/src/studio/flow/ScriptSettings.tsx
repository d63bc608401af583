import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { FlowNode } from '../../api';
import { useEdit } from '../designer/context';
import { setNode } from '../model/flow';
import { Setting, SettingGroup } from '../parts/Setting';
import { AccessTable } from './AccessTable';
import { ScriptEditor } from './ScriptEditor';

/** What a script step runs, what it may set, and what happens when it fails. */
export function ScriptSettings({ node }: { node: FlowNode }) {
  const { t } = useTranslation('studio');
  const edit = useEdit();
  return (
    <>
      <SettingGroup>
        {node.script && <ScriptEditor name={node.script} label={t('script.source')} help={t('script.setsHelp')} />}
      </SettingGroup>
      <AccessTable node={node} />
      <SettingGroup>
        <Setting label={t('script.onFail')} help={t('script.onFailHelp')}>
          {(control) => (
            <Select<'admin' | 'goOn'>
              {...control}
              style={{ width: '100%' }}
              value={node.onFail ?? 'admin'}
              options={[
                { value: 'admin', label: t('script.onFailAdmin') },
                { value: 'goOn', label: t('script.onFailGoOn') },
              ]}
              onChange={(to) => edit((a) => setNode(a, node.id, { onFail: to === 'admin' ? undefined : to }))}
            />
          )}
        </Setting>
      </SettingGroup>
    </>
  );
}

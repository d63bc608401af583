import { useTranslation } from 'react-i18next';
import type { FlowNode } from '../../api';
import { stepScript } from '../model/scripts';
import { SettingGroup } from '../parts/Setting';
import { AccessTable } from './AccessTable';
import { OnFailSetting } from './OnFailSetting';
import { ScriptEditor } from './ScriptEditor';

/** What a script step runs, what it may set, and what happens when it fails. */
export function ScriptSettings({ node }: { node: FlowNode }) {
  const { t } = useTranslation('studio');
  return (
    <>
      <SettingGroup>
        {node.script && (
          <ScriptEditor script={stepScript(node.script)} label={t('script.source')} help={t('script.setsHelp')} />
        )}
      </SettingGroup>
      <AccessTable node={node} />
      <SettingGroup>
        <OnFailSetting
          node={node}
          label={t('script.onFail')}
          help={t('script.onFailHelp')}
          admin={t('script.onFailAdmin')}
          goOn={t('script.onFailGoOn')}
        />
      </SettingGroup>
    </>
  );
}

import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { FlowNode } from '../../api';
import { useApp, useEdit, useFindings, useSelection } from '../designer/context';
import { FindingList } from '../designer/FindingList';
import { findingsAt } from '../designer/places';
import form from '../form/Inspector.module.css';
import { reworded } from '../model/fields';
import { removable, setNode } from '../model/flow';
import { Setting, SettingGroup } from '../parts/Setting';
import { WordsInput } from '../parts/WordsInput';
import { AccessTable } from './AccessTable';
import { AssigneeEditor } from './AssigneeEditor';
import { AutomaticEditor } from './AutomaticEditor';
import { BranchList } from './BranchList';
import { DeadlineEditor } from './DeadlineEditor';
import { DeedsEditor } from './DeedsEditor';
import { EndEditor } from './EndEditor';
import { InspectorHead } from './InspectorHead';
import { MessageEditor } from './MessageEditor';
import { ModeEditor } from './ModeEditor';
import { OtherwiseEditor } from './OtherwiseEditor';
import { ScriptSettings } from './ScriptSettings';
import styles from './Settings.module.css';
import { SubFlowEditor } from './SubFlowEditor';
import { stepIcons, useStepSentence } from './sentences';
import { useFlowRemoval } from './useFlowRemoval';
import { WaitEditor } from './WaitEditor';
import { WebhookEditor } from './WebhookEditor';

/** The settings of a step, a condition, the start or an end. */
export function NodeInspector({ node, onDone }: { node: FlowNode; onDone: () => void }) {
  const { t } = useTranslation('studio');
  const app = useApp();
  const edit = useEdit();
  const [, select] = useSelection();
  const sentence = useStepSentence();
  const { removeStep } = useFlowRemoval();
  const findings = findingsAt(useFindings(), `flow.nodes.${node.id}`);
  const { id, type } = node;
  const said = sentence(node);
  const asks = type === 'approval' || type === 'fillIn';
  const acts = asks || type === 'cc' || type === 'notify';
  const speaks =
    acts || type === 'script' || type === 'wait' || type === 'webhook' || (type === 'subflow' && node.sub?.app);
  return (
    <div data-inspector>
      <InspectorHead
        icon={stepIcons[type]}
        title={t(`flow.card.${type}`)}
        onRemove={
          removable(app.flow, id)
            ? () =>
                removeStep(id, () => {
                  select(null);
                  onDone();
                })
            : undefined
        }
      />
      {findings.length > 0 && (
        <div className={form.findings}>
          <FindingList findings={findings} />
        </div>
      )}
      <SettingGroup>
        <WordsInput
          label={t('flow.name')}
          value={node.name}
          onChange={(language, wording) =>
            edit((a) => setNode(a, id, { name: reworded(node.name, language, wording) }), `node ${id} ${language}`)
          }
        />
        {speaks ? (
          <p
            className={said === t('who.nobody') ? `${styles.sentence} ${styles.nobody}` : styles.sentence}
            role="status"
          >
            {said}
          </p>
        ) : (
          <p className={styles.faint}>
            {type === 'start' && t('flow.startHelp')}
            {type === 'end' && t('flow.endHelp')}
            {type === 'exclusive' && t('flow.branchesHelp')}
            {type === 'parallel' && t('flow.forkedHelp')}
            {type === 'inclusive' && t('flow.inclusiveHelp')}
            {type === 'join' && t('flow.joinHelp')}
            {type === 'subflow' && t('flow.subflowHelp')}
          </p>
        )}
        {type === 'script' && <p className={styles.faint}>{t('flow.scriptHelp')}</p>}
      </SettingGroup>
      {acts && <AssigneeEditor node={node} />}
      {asks && <ModeEditor node={node} />}
      {type === 'fillIn' && <AccessTable node={node} />}
      {asks && <DeedsEditor node={node} />}
      {acts && type !== 'notify' && <Fallback node={node} asks={asks} />}
      {asks && <AutomaticEditor node={node} />}
      {asks && <DeadlineEditor node={node} />}
      {type === 'script' && <ScriptSettings node={node} />}
      {type === 'wait' && <WaitEditor node={node} />}
      {type === 'subflow' && <SubFlowEditor node={node} />}
      {type === 'webhook' && <WebhookEditor node={node} />}
      {type === 'notify' && <MessageEditor node={node} />}
      {(type === 'approval' || type === 'cc') && <AccessTable node={node} />}
      {(type === 'exclusive' || type === 'parallel' || type === 'inclusive') && <BranchList gateway={node} />}
      {type === 'end' && <EndEditor node={node} />}
    </div>
  );
}

/** What happens when nobody is found. */
function Fallback({ node, asks }: { node: FlowNode; asks: boolean }) {
  const { t } = useTranslation(['studio', 'assignees']);
  const edit = useEdit();
  const ways = node.otherwise?.length ?? 0;
  return (
    <SettingGroup title={ways > 0 ? t('assignees:otherwise.title') : undefined}>
      {ways > 0 && <OtherwiseEditor node={node} />}
      <Setting label={t(ways > 0 ? 'assignees:otherwise.last' : 'studio:flow.fallback')}>
        {(control) => (
          <Select
            {...control}
            style={{ width: '100%' }}
            value={node.fallback ?? 'admin'}
            options={[
              { value: 'admin', label: t(node.type !== 'cc' ? 'flow.fallbackAdmin' : 'flow.fallbackCopyAdmin') },
              { value: 'skip', label: t('flow.fallbackSkip') },
              { value: 'refuse', label: t('flow.fallbackRefuse') },
            ]}
            onChange={(fallback) =>
              edit((a) => setNode(a, node.id, { fallback: fallback === 'admin' ? undefined : fallback }))
            }
          />
        )}
      </Setting>
      {asks && ways === 0 && <OtherwiseEditor node={node} />}
    </SettingGroup>
  );
}

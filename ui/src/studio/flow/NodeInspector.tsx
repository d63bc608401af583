import { AuditOutlined, CheckCircleOutlined, ClockCircleOutlined, FormOutlined, SendOutlined } from '@ant-design/icons';
import { Select } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { FlowNode } from '../../api';
import { useEdit, useFindings, useSelection } from '../designer/context';
import { FindingList } from '../designer/FindingList';
import { findingsAt } from '../designer/places';
import form from '../form/Inspector.module.css';
import { reworded } from '../model/fields';
import { setNode } from '../model/flow';
import { Setting, SettingGroup } from '../parts/Setting';
import { WordsInput } from '../parts/WordsInput';
import { AccessTable } from './AccessTable';
import { AssigneeEditor } from './AssigneeEditor';
import { BranchIcon } from './BranchIcon';
import { BranchList } from './BranchList';
import { useStepSentence } from './cards';
import { InspectorHead } from './InspectorHead';
import styles from './Settings.module.css';
import { useFlowRemoval } from './useFlowRemoval';

const icons: Record<FlowNode['type'], ReactNode> = {
  start: <FormOutlined aria-hidden="true" />,
  approval: <AuditOutlined aria-hidden="true" />,
  cc: <SendOutlined aria-hidden="true" />,
  exclusive: <BranchIcon />,
  parallel: <BranchIcon />,
  inclusive: <BranchIcon />,
  join: <BranchIcon />,
  wait: <ClockCircleOutlined aria-hidden="true" />,
  end: <CheckCircleOutlined aria-hidden="true" />,
};

/** The settings of a step, a condition, the start or an end. */
export function NodeInspector({ node, onDone }: { node: FlowNode; onDone: () => void }) {
  const { t } = useTranslation('studio');
  const edit = useEdit();
  const [, select] = useSelection();
  const sentence = useStepSentence();
  const { removeStep } = useFlowRemoval();
  const findings = findingsAt(useFindings(), `flow.nodes.${node.id}`);
  const { id, type } = node;
  const said = sentence(node);
  const acts = type === 'approval' || type === 'cc';
  return (
    <div data-inspector>
      <InspectorHead
        icon={icons[type]}
        title={t(`flow.card.${type}`)}
        onRemove={
          type === 'start' || type === 'end'
            ? undefined
            : () =>
                removeStep(id, () => {
                  select(null);
                  onDone();
                })
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
        {acts ? (
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
          </p>
        )}
      </SettingGroup>
      {acts && <AssigneeEditor node={node} />}
      {acts && <Behaviour node={node} />}
      {acts && <AccessTable node={node} />}
      {type === 'exclusive' && <BranchList gateway={node} />}
    </div>
  );
}

/** How many must approve, and what happens when nobody is found. */
function Behaviour({ node }: { node: FlowNode }) {
  const { t } = useTranslation('studio');
  const edit = useEdit();
  const approval = node.type === 'approval';
  return (
    <SettingGroup>
      {approval && (
        <Setting label={t('flow.mode')}>
          {(control) => (
            <Select
              {...control}
              style={{ width: '100%' }}
              value={node.mode ?? 'any'}
              options={[{ value: 'any', label: t('flow.modeAny') }]}
              onChange={(mode) => edit((a) => setNode(a, node.id, { mode }))}
            />
          )}
        </Setting>
      )}
      <Setting label={t('flow.fallback')}>
        {(control) => (
          <Select
            {...control}
            style={{ width: '100%' }}
            value={node.fallback ?? 'admin'}
            options={[
              { value: 'admin', label: t(approval ? 'flow.fallbackAdmin' : 'flow.fallbackCopyAdmin') },
              { value: 'skip', label: t('flow.fallbackSkip') },
              { value: 'refuse', label: t('flow.fallbackRefuse') },
            ]}
            onChange={(fallback) =>
              edit((a) => setNode(a, node.id, { fallback: fallback === 'admin' ? undefined : fallback }))
            }
          />
        )}
      </Setting>
    </SettingGroup>
  );
}

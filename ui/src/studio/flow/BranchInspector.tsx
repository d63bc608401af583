import { ArrowLeftOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { FlowEdge } from '../../api';
import { useWords } from '../../i18n/words';
import { ConditionEditor } from '../condition/ConditionEditor';
import { useApp, useEdit, useFindings, useSelection } from '../designer/context';
import { FindingList } from '../designer/FindingList';
import { findingsAt } from '../designer/places';
import form from '../form/Inspector.module.css';
import { reworded } from '../model/fields';
import { moveBranch, nodeOf, outOf, setEdge } from '../model/flow';
import { Setting, SettingGroup } from '../parts/Setting';
import { WordsInput } from '../parts/WordsInput';
import { BranchIcon, ForkIcon } from './BranchIcon';
import { InspectorHead } from './InspectorHead';
import styles from './Settings.module.css';
import { useFlowRemoval } from './useFlowRemoval';

/** The settings of a branch: its name, when it runs, and its turn among the others. */
export function BranchInspector({ edge, onDone }: { edge: FlowEdge; onDone: () => void }) {
  const { t } = useTranslation('studio');
  const words = useWords();
  const app = useApp();
  const edit = useEdit();
  const [, select] = useSelection();
  const { removeBranch } = useFlowRemoval();
  const findings = findingsAt(useFindings(), `flow.edges.${edge.id}`);
  const gateway = nodeOf(app.flow, edge.from);
  const siblings = outOf(app.flow, edge.from).filter((each) => !each.default);
  const index = siblings.indexOf(edge);
  const always = gateway?.type === 'parallel';
  const inclusive = gateway?.type === 'inclusive';
  return (
    <div data-inspector>
      {gateway && (
        <Button
          type="link"
          className={form.back}
          icon={<ArrowLeftOutlined aria-hidden="true" />}
          onClick={() => select({ kind: 'node', id: gateway.id })}
        >
          {t('field.backToTable', { title: words(gateway.name) || t(`flow.card.${gateway.type}`) })}
        </Button>
      )}
      <InspectorHead
        icon={always || inclusive ? <ForkIcon dashed={inclusive} /> : <BranchIcon />}
        title={t('flow.branch')}
        onRemove={
          edge.default
            ? undefined
            : () =>
                removeBranch(edge.id, () => {
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
          value={edge.name}
          onChange={(language, wording) =>
            edit(
              (a) => setEdge(a, edge.id, { name: reworded(edge.name, language, wording) }),
              `edge ${edge.id} ${language}`,
            )
          }
        />
      </SettingGroup>
      {edge.default || always ? (
        <SettingGroup>
          <p className={styles.faint}>
            {t(always ? 'flow.forkedHelp' : inclusive ? 'flow.defaultInclusiveHelp' : 'flow.defaultHelp')}
          </p>
        </SettingGroup>
      ) : (
        <ConditionEditor
          value={edge.when}
          onChange={(when, key) => edit((a) => setEdge(a, edge.id, { when }), key && `when ${edge.id} ${key}`)}
        />
      )}
      {inclusive && !edge.default && (
        <SettingGroup>
          <p className={styles.faint}>{t('flow.inclusiveHelp')}</p>
        </SettingGroup>
      )}
      {gateway?.type === 'exclusive' && !edge.default && siblings.length > 1 && (
        <SettingGroup>
          <Setting label={t('flow.priority')} help={t('flow.branchesHelp')}>
            {({ id }) => (
              <div className={styles.turn} id={id}>
                <span>{t('flow.priorityText', { n: index + 1, total: siblings.length })}</span>
                <Button size="small" disabled={index === 0} onClick={() => edit((a) => moveBranch(a, edge.id, -1))}>
                  {t('flow.earlier')}
                </Button>
                <Button
                  size="small"
                  disabled={index === siblings.length - 1}
                  onClick={() => edit((a) => moveBranch(a, edge.id, 1))}
                >
                  {t('flow.later')}
                </Button>
              </div>
            )}
          </Setting>
        </SettingGroup>
      )}
    </div>
  );
}

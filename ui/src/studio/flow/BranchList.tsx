import { PlusOutlined, RightOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { FlowNode } from '../../api';
import { useWords } from '../../i18n/words';
import { useApp, useEdit, useReadApp, useSelection } from '../designer/context';
import form from '../form/Inspector.module.css';
import { addBranch, moveBranch, outOf } from '../model/flow';
import { ReorderList } from '../parts/ReorderList';
import { SettingGroup } from '../parts/Setting';
import styles from './Settings.module.css';
import { useBranchSentence } from './sentences';
import { useFlowRemoval } from './useFlowRemoval';

/** The branches of a block, in the order in which they are tried or drawn. */
export function BranchList({ gateway }: { gateway: FlowNode }) {
  const { t } = useTranslation('studio');
  const words = useWords();
  const app = useApp();
  const edit = useEdit();
  const readApp = useReadApp();
  const [, select] = useSelection();
  const sentence = useBranchSentence();
  const { removeBranch } = useFlowRemoval();
  const branches = outOf(app.flow, gateway.id);

  const add = () => {
    const added = addBranch(readApp(), gateway.id);
    if (!added.edge) return;
    edit(() => added.app);
    select({ kind: 'branch', id: added.edge });
  };
  return (
    <SettingGroup title={t('flow.branches')}>
      <ReorderList
        label={t('flow.branches')}
        items={branches.map((edge) => {
          const title = words(edge.name) || t('flow.branch');
          return {
            id: edge.id,
            title,
            fixed: edge.default,
            content: (
              <button type="button" className={form.columnRow} onClick={() => select({ kind: 'branch', id: edge.id })}>
                <span className={styles.branch}>
                  <span className={styles.branchName}>{title}</span>
                  <span className={styles.branchText}>{sentence(edge)}</span>
                </span>
                <RightOutlined aria-hidden="true" />
              </button>
            ),
          };
        })}
        onMove={(from, to) =>
          edit((a) => {
            const edge = branches[from];
            let next = a;
            for (let at = from; edge && at !== to; at += to > from ? 1 : -1) {
              next = moveBranch(next, edge.id, to > from ? 1 : -1);
            }
            return next;
          })
        }
        onRemove={removeBranch}
      />
      <Button type="dashed" block icon={<PlusOutlined aria-hidden="true" />} onClick={add}>
        {t('flow.addBranch')}
      </Button>
    </SettingGroup>
  );
}

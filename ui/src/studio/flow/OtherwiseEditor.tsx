import { PlusOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Assignee, FlowNode } from '../../api';
import { useEdit } from '../designer/context';
import { MOST_WAYS, moved, setOtherwise } from '../model/assignee';
import { ReorderList } from '../parts/ReorderList';
import { AssigneeFields } from './AssigneeEditor';
import styles from './Settings.module.css';

/** Who is asked, one after the other, where a step finds nobody. */
export function OtherwiseEditor({ node }: { node: FlowNode }) {
  const { t } = useTranslation('assignees');
  const edit = useEdit();
  const ways = node.otherwise ?? [];
  const set = (next: readonly Assignee[]) => edit((a) => setOtherwise(a, node.id, next));
  return (
    <>
      {ways.length > 0 && <p className={styles.faint}>{t('otherwise.help')}</p>}
      {ways.length > 0 && (
        <ReorderList
          label={t('otherwise.title')}
          items={ways.map((way, at) => ({
            id: String(at),
            title: t('otherwise.way', { n: at + 1 }),
            content: (
              <div className={styles.way}>
                <AssigneeFields
                  label={t(at === 0 ? 'otherwise.first' : 'otherwise.then')}
                  value={way}
                  chain
                  onChange={(next) => set(ways.map((each, n) => (n === at ? next : each)))}
                />
              </div>
            ),
          }))}
          onMove={(from, to) => set(moved(ways, from, to))}
          onRemove={(id) => set(ways.filter((_, at) => String(at) !== id))}
        />
      )}
      {ways.length < MOST_WAYS && (
        <Button
          type="dashed"
          size="small"
          icon={<PlusOutlined aria-hidden="true" />}
          onClick={() => set([...ways, { kind: 'departmentHead' }])}
        >
          {t('otherwise.add')}
        </Button>
      )}
    </>
  );
}

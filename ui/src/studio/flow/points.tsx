import {
  ApiOutlined,
  AuditOutlined,
  CheckCircleOutlined,
  ClockCircleOutlined,
  CodeOutlined,
  EditOutlined,
  NotificationOutlined,
  PartitionOutlined,
  PlusOutlined,
  SendOutlined,
} from '@ant-design/icons';
import { Handle, type NodeProps, Position } from '@xyflow/react';
import { Dropdown } from 'antd';
import { useTranslation } from 'react-i18next';
import type { App } from '../../api';
import { useWords } from '../../i18n/words';
import { useApp, useEdit, useReadApp, useSelection } from '../designer/context';
import { edgeOf, insertCondition, insertEnd, insertFork, insertStep, nodeOf, outOf, type Place } from '../model/flow';
import { announce } from '../parts/toast';
import { BranchIcon, ForkIcon } from './BranchIcon';
import type { BoxNode } from './FlowCanvas';
import styles from './FlowCanvas.module.css';
import { focusCard, useScene } from './scene';

/** The invisible ends of lines. */
export function Ends({ top = true, bottom = true }: { top?: boolean; bottom?: boolean }) {
  return (
    <>
      {top && <Handle type="target" position={Position.Top} isConnectable={false} className={styles.anchor} />}
      {bottom && <Handle type="source" position={Position.Bottom} isConnectable={false} className={styles.anchor} />}
    </>
  );
}

type What =
  | 'approval'
  | 'script'
  | 'fillIn'
  | 'cc'
  | 'notify'
  | 'wait'
  | 'subflow'
  | 'webhook'
  | 'condition'
  | 'parallel'
  | 'inclusive'
  | 'end';

/** The app with something put in; the first branch of a block comes with it. */
function inserted(app: App, place: Place, what: What): { app: App; id: string | undefined; edge?: string } {
  switch (what) {
    case 'condition':
      return insertCondition(app, place);
    case 'parallel':
    case 'inclusive':
      return insertFork(app, place, what);
    case 'end':
      return insertEnd(app, place);
    default:
      return insertStep(app, place, what);
  }
}

/** The "+" on a line, with what can be put in there. */
export function AddPoint({ data: { box } }: NodeProps<BoxNode>) {
  const { t } = useTranslation('studio');
  const words = useWords();
  const app = useApp();
  const edit = useEdit();
  const readApp = useReadApp();
  const [, select] = useSelection();
  const { onOpen, root } = useScene();

  const edge = box.edge ? edgeOf(app.flow, box.edge) : undefined;
  const before = nodeOf(app.flow, edge?.from ?? box.node ?? '');
  const name = words(before?.name) || t(`flow.card.${before?.type ?? 'approval'}`);
  const inBranch = edge && before && outOf(app.flow, before.id).length > 1;
  const label = inBranch
    ? t('flow.addInto', { title: words(edge.name) || t('flow.branch') })
    : t(edge ? 'flow.addAfter' : 'flow.addMeet', { title: name });

  const place: Place = box.edge ? { edge: box.edge } : { join: box.node ?? '' };

  const insert = (what: What) => {
    const added = inserted(readApp(), place, what);
    if (!added.id) return;
    edit(() => added.app);
    if (added.edge) {
      select({ kind: 'branch', id: added.edge });
      focusCard(root, `branch:${added.edge}`);
    } else {
      select({ kind: 'node', id: added.id });
      focusCard(root, `node:${added.id}`);
    }
    announce(t('flow.inserted', { title: t(`flow.${what}`) }));
    onOpen(false);
  };
  const items = [
    { key: 'approval', icon: <AuditOutlined aria-hidden="true" /> },
    { key: 'fillIn', icon: <EditOutlined aria-hidden="true" /> },
    { key: 'cc', icon: <SendOutlined aria-hidden="true" /> },
    { key: 'notify', icon: <NotificationOutlined aria-hidden="true" /> },
    { key: 'script', icon: <CodeOutlined aria-hidden="true" /> },
    { key: 'wait', icon: <ClockCircleOutlined aria-hidden="true" /> },
    { key: 'webhook', icon: <ApiOutlined aria-hidden="true" /> },
    { key: 'subflow', icon: <PartitionOutlined aria-hidden="true" /> },
    { key: 'condition', icon: <BranchIcon /> },
    { key: 'parallel', icon: <ForkIcon /> },
    { key: 'inclusive', icon: <ForkIcon dashed /> },
    ...(insertEnd(app, place).id ? [{ key: 'end' as const, icon: <CheckCircleOutlined aria-hidden="true" /> }] : []),
  ] as const;
  return (
    <>
      <Ends />
      <Dropdown
        trigger={['click']}
        autoFocus
        placement="bottom"
        menu={{
          items: items.map(({ key, icon }) => ({
            key,
            label: (
              <span className={styles.choice}>
                <span className={`${styles.choiceIcon} ${styles[key]}`}>{icon}</span>
                <span>
                  <span className={styles.choiceName}>{t(`flow.${key}`)}</span>
                  <span className={styles.choiceText}>{t(key === 'end' ? 'flow.endHereText' : `flow.${key}Text`)}</span>
                </span>
              </span>
            ),
          })),
          onClick: ({ key }) => insert(key as What),
        }}
      >
        <button
          type="button"
          className={`${styles.add} nopan`}
          aria-label={label}
          aria-haspopup="menu"
          title={t('flow.add')}
        >
          <PlusOutlined aria-hidden="true" />
        </button>
      </Dropdown>
    </>
  );
}

/** Where branches meet. */
export function MeetPoint() {
  return (
    <>
      <Ends />
      <span className={styles.meet} />
    </>
  );
}

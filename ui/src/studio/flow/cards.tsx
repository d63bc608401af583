import {
  ArrowLeftOutlined,
  ArrowRightOutlined,
  AuditOutlined,
  CheckCircleOutlined,
  ClockCircleOutlined,
  CloseCircleOutlined,
  DeleteOutlined,
  EnterOutlined,
  ExclamationCircleFilled,
  FormOutlined,
  PlusOutlined,
  SendOutlined,
} from '@ant-design/icons';
import type { NodeProps } from '@xyflow/react';
import { Button, Tooltip } from 'antd';
import type { KeyboardEvent, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { FlowNode } from '../../api';
import { useWords } from '../../i18n/words';
import { CONDITION_INCOMPLETE, useApp, useEdit, useFindings, useReadApp, useSelection } from '../designer/context';
import { findingsAt } from '../designer/places';
import { addBranch, edgeOf, moveBranch, nodeOf, outOf } from '../model/flow';
import { joinOf } from '../model/graph';
import type { Selection } from '../state/designer';
import { BranchIcon } from './BranchIcon';
import type { BoxNode } from './FlowCanvas';
import styles from './FlowCanvas.module.css';
import { Ends } from './points';
import { focusCard, useScene } from './scene';
import { useConditionWords } from './useConditionWords';
import { useFlowRemoval } from './useFlowRemoval';
import { useWho } from './useNames';
import { useWaitSentence } from './useWaitSentence';

interface CardProps {
  box: string;
  target: Selection & { kind: 'node' | 'branch' };
  className: string;
  /** What is read out for the whole card. */
  label: string;
  onRemove?: () => void;
  onSideways?: (by: -1 | 1) => void;
  tools?: ReactNode;
  children: ReactNode;
}

/** A card on the path: one button to open it by, its tools beside it. */
function Card({ box, target, className, label, onRemove, onSideways, tools, children }: CardProps) {
  const { t } = useTranslation('studio');
  const [selection, select] = useSelection();
  const { onOpen, reveal } = useScene();
  const selected = selection?.kind === target.kind && selection.id === target.id;
  const place = target.kind === 'node' ? `flow.nodes.${target.id}` : `flow.edges.${target.id}`;
  const [finding] = findingsAt(useFindings(), place);
  const message = finding?.code === CONDITION_INCOMPLETE ? t('problems.conditionIncomplete') : (finding?.message ?? '');

  const open = (focus: boolean) => {
    select(target);
    onOpen(focus);
  };
  const press = (event: KeyboardEvent) => {
    const sideways = event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : undefined;
    if (event.key === 'Enter') open(true);
    else if ((event.key === 'Delete' || event.key === 'Backspace') && onRemove) onRemove();
    else if (event.altKey && sideways && onSideways) onSideways(sideways);
    else return;
    event.preventDefault();
  };
  return (
    <div className={selected ? `${className} ${styles.selected}` : className}>
      <button
        type="button"
        className={`${styles.hit} nopan`}
        data-card={box}
        aria-label={label}
        aria-pressed={selected}
        aria-describedby="flow-keys"
        onClick={() => open(false)}
        onKeyDown={press}
        onFocus={(event) => {
          if (event.currentTarget.matches(':focus-visible')) reveal(box);
        }}
      />
      <div className={styles.content} aria-hidden="true">
        {children}
      </div>
      {finding && (
        <span className={`${styles.finding} ${styles[finding.level]}`} title={message}>
          <ExclamationCircleFilled aria-hidden="true" />
          <span className="visually-hidden">{t('canvas.problem', { message })}</span>
        </span>
      )}
      {(tools || (selected && onRemove)) && (
        <div className={`${styles.tools} nopan`}>
          {tools}
          {selected && onRemove && (
            <Tooltip title={t('action.remove')}>
              <Button
                type="text"
                size="small"
                danger
                icon={<DeleteOutlined aria-hidden="true" />}
                aria-label={t('action.remove')}
                onClick={onRemove}
              />
            </Tooltip>
          )}
        </div>
      )}
    </div>
  );
}

const stepIcons: Record<FlowNode['type'], ReactNode> = {
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

/** What a step does, in one sentence. */
export function useStepSentence(): (node: FlowNode) => string {
  const { t } = useTranslation('studio');
  const who = useWho();
  const wait = useWaitSentence();
  return (node) => {
    switch (node.type) {
      case 'start':
        return t('flow.startText');
      case 'end':
        return t(node.outcome === 'rejected' ? 'flow.endRejected' : 'flow.endText');
      case 'exclusive':
        return t('flow.conditionText');
      case 'parallel':
        return t('flow.parallelText');
      case 'inclusive':
        return t('flow.inclusiveText');
      case 'join':
        return t('flow.joinText');
      case 'wait':
        return wait(node.wait);
      default: {
        const copy = node.type === 'cc';
        const people = who(node.assignee, copy);
        if (!people) return t('who.nobody');
        if (!copy) return t('flow.approves', { who: people });
        return t((node.assignee?.people?.length ?? 0) > 1 ? 'flow.copiesMany' : 'flow.copies', { who: people });
      }
    }
  };
}

/** A step, the start or an end. */
export function StepCard({ data: { box } }: NodeProps<BoxNode>) {
  const { t } = useTranslation('studio');
  const words = useWords();
  const app = useApp();
  const sentence = useStepSentence();
  const { root } = useScene();
  const { removeStep } = useFlowRemoval();
  const node = nodeOf(app.flow, box.node ?? '');
  if (!node) return null;
  const { type } = node;
  const next = outOf(app.flow, node.id)[0]?.to;
  const terminal = type === 'start' || type === 'end';
  const name = words(node.name) || t(`flow.card.${type}`);
  const text = sentence(node);
  const lacking = text === t('who.nobody');
  const tone = type === 'end' && node.outcome === 'rejected' ? 'rejected' : type;
  return (
    <>
      <Ends top={type !== 'start'} bottom={type !== 'end'} />
      <Card
        box={box.id}
        target={{ kind: 'node', id: node.id }}
        className={`${styles.card} ${terminal ? styles.terminal : ''}`}
        label={`${t(`flow.card.${type}`)}: ${name}. ${text}`}
        onRemove={terminal ? undefined : () => removeStep(node.id, () => focusCard(root, `node:${next}`))}
      >
        <span className={`${styles.badge} ${styles[tone]}`}>
          {tone === 'rejected' ? <CloseCircleOutlined aria-hidden="true" /> : stepIcons[type]}
        </span>
        <span className={styles.words}>
          <span className={styles.name}>{name}</span>
          <span className={lacking ? `${styles.text} ${styles.lacking}` : styles.text}>{text}</span>
        </span>
      </Card>
    </>
  );
}

/** The question at which the path parts. */
export function GatewayCard({ data: { box } }: NodeProps<BoxNode>) {
  const { t } = useTranslation('studio');
  const words = useWords();
  const app = useApp();
  const edit = useEdit();
  const readApp = useReadApp();
  const [, select] = useSelection();
  const { onOpen, root } = useScene();
  const { removeStep } = useFlowRemoval();
  const node = nodeOf(app.flow, box.node ?? '');
  if (!node) return null;
  const name = words(node.name) || t(`flow.card.${node.type}`);
  const add = () => {
    const added = addBranch(readApp(), node.id);
    if (!added.edge) return;
    edit(() => added.app);
    select({ kind: 'branch', id: added.edge });
    focusCard(root, `branch:${added.edge}`);
    onOpen(false);
  };
  return (
    <>
      <Ends />
      <Card
        box={box.id}
        target={{ kind: 'node', id: node.id }}
        className={`${styles.card} ${styles.gateway}`}
        label={`${t('flow.card.exclusive')}: ${name}`}
        onRemove={() => {
          const next = joinOf(app.flow, node.id);
          removeStep(node.id, () => focusCard(root, `node:${next}`));
        }}
        tools={
          <Tooltip title={t('flow.addBranch')}>
            <Button
              type="text"
              size="small"
              icon={<PlusOutlined aria-hidden="true" />}
              aria-label={t('flow.addBranchTo', { title: name })}
              onClick={add}
            />
          </Tooltip>
        }
      >
        <span className={`${styles.badge} ${styles.small} ${styles.exclusive}`}>
          <BranchIcon />
        </span>
        <span className={styles.name}>{name}</span>
      </Card>
    </>
  );
}

/** A branch with the condition under which it is taken. */
export function BranchCard({ data: { box } }: NodeProps<BoxNode>) {
  const { t } = useTranslation('studio');
  const words = useWords();
  const app = useApp();
  const edit = useEdit();
  const { root } = useScene();
  const [selection] = useSelection();
  const conditionWords = useConditionWords();
  const { removeBranch } = useFlowRemoval();
  const edge = edgeOf(app.flow, box.edge ?? '');
  if (!edge) return null;
  const siblings = outOf(app.flow, edge.from).filter((each) => !each.default);
  const index = siblings.indexOf(edge);
  const name = words(edge.name) || t('flow.branch');
  const condition = edge.default
    ? t('flow.otherwise')
    : edge.when === undefined
      ? t('flow.noCondition')
      : conditionWords(edge.when);
  const move = (by: -1 | 1) => {
    edit((a) => moveBranch(a, edge.id, by));
    focusCard(root, box.id);
  };
  const remove = () => {
    // With its last condition a block goes as a whole, and what stood in its default branch moves up.
    const stays = siblings.length > 1 ? edge.from : outOf(app.flow, edge.from).at(-1)?.to;
    removeBranch(edge.id, () => focusCard(root, `node:${stays}`));
  };
  const tools = !edge.default && siblings.length > 1 && (
    <>
      <Tooltip title={t('action.left')}>
        <Button
          type="text"
          size="small"
          icon={<ArrowLeftOutlined aria-hidden="true" />}
          aria-label={t('action.left')}
          disabled={index === 0}
          onClick={() => move(-1)}
        />
      </Tooltip>
      <Tooltip title={t('action.right')}>
        <Button
          type="text"
          size="small"
          icon={<ArrowRightOutlined aria-hidden="true" />}
          aria-label={t('action.right')}
          disabled={index === siblings.length - 1}
          onClick={() => move(1)}
        />
      </Tooltip>
    </>
  );
  const selected = selection?.kind === 'branch' && selection.id === edge.id;
  return (
    <>
      <Ends />
      <Card
        box={box.id}
        target={{ kind: 'branch', id: edge.id }}
        className={
          edge.default ? `${styles.card} ${styles.branch} ${styles.default}` : `${styles.card} ${styles.branch}`
        }
        label={`${t('flow.branch')}: ${name}. ${condition}`}
        onRemove={edge.default ? undefined : remove}
        onSideways={edge.default ? undefined : move}
        tools={selected && tools}
      >
        <span className={styles.branchHead}>
          {!edge.default && siblings.length > 1 && <span className={styles.number}>{index + 1}</span>}
          <span className={styles.name}>{name}</span>
        </span>
        <span className={!edge.default && edge.when === undefined ? `${styles.text} ${styles.lacking}` : styles.text}>
          {condition}
        </span>
      </Card>
    </>
  );
}

/** Says where a path goes on, when that place stands elsewhere. */
export function JumpCard({ data: { box } }: NodeProps<BoxNode>) {
  const { t } = useTranslation('studio');
  const words = useWords();
  const app = useApp();
  return (
    <>
      <Ends bottom={false} />
      <span className={styles.jump}>
        <EnterOutlined aria-hidden="true" />
        {t('flow.jump', { title: words(nodeOf(app.flow, box.node ?? '')?.name) })}
      </span>
    </>
  );
}

import {
  ArrowLeftOutlined,
  ArrowRightOutlined,
  CloseCircleOutlined,
  DeleteOutlined,
  EnterOutlined,
  ExclamationCircleFilled,
  PlusOutlined,
} from '@ant-design/icons';
import type { NodeProps } from '@xyflow/react';
import { Button, Tooltip } from 'antd';
import type { KeyboardEvent, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useWords } from '../../i18n/words';
import { CONDITION_INCOMPLETE, useApp, useEdit, useFindings, useReadApp, useSelection } from '../designer/context';
import { findingsAt } from '../designer/places';
import { addBranch, edgeOf, moveBranch, nodeOf, outOf, removable } from '../model/flow';
import { joinOf } from '../model/graph';
import type { Selection } from '../state/designer';
import type { BoxNode } from './FlowCanvas';
import styles from './FlowCanvas.module.css';
import { Ends } from './points';
import { focusCard, useScene } from './scene';
import { stepIcons, useBranchSentence, useStepSentence } from './sentences';
import { useFlowRemoval } from './useFlowRemoval';

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
  const lacking = text === t('who.nobody') || (type === 'subflow' && !node.sub?.app);
  const tone = type === 'end' && node.outcome === 'rejected' ? 'rejected' : type;
  return (
    <>
      <Ends top={type !== 'start'} bottom={type !== 'end'} />
      <Card
        box={box.id}
        target={{ kind: 'node', id: node.id }}
        className={`${styles.card} ${terminal ? styles.terminal : ''}`}
        label={`${t(`flow.card.${type}`)}: ${name}. ${text}`}
        onRemove={
          removable(app.flow, node.id) ? () => removeStep(node.id, () => focusCard(root, `node:${next}`)) : undefined
        }
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
  const sentence = useStepSentence();
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
        className={`${styles.card} ${styles.gateway} ${styles[node.type]}`}
        label={`${t(`flow.card.${node.type}`)}: ${name}. ${sentence(node)}`}
        onRemove={() => {
          const meet = joinOf(app.flow, node.id) ?? '';
          // A join goes along with its block.
          const next = nodeOf(app.flow, meet)?.type === 'join' ? outOf(app.flow, meet)[0]?.to : meet;
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
        <span className={`${styles.badge} ${styles.small} ${styles[node.type]}`}>{stepIcons[node.type]}</span>
        <span className={styles.name}>{name}</span>
      </Card>
    </>
  );
}

/** Where branches that ran side by side have all arrived. */
export function JoinCard({ data: { box } }: NodeProps<BoxNode>) {
  const { t } = useTranslation('studio');
  const words = useWords();
  const app = useApp();
  const { root } = useScene();
  const { removeStep } = useFlowRemoval();
  const node = nodeOf(app.flow, box.node ?? '');
  if (!node) return null;
  const name = words(node.name) || t('flow.card.join');
  const next = outOf(app.flow, node.id)[0]?.to;
  return (
    <>
      <Ends />
      <Card
        box={box.id}
        target={{ kind: 'node', id: node.id }}
        className={`${styles.card} ${styles.gateway} ${styles.join}`}
        label={`${t('flow.card.join')}: ${name}. ${t('flow.joinText')}`}
        onRemove={
          removable(app.flow, node.id) ? () => removeStep(node.id, () => focusCard(root, `node:${next}`)) : undefined
        }
      >
        <span className={`${styles.badge} ${styles.small} ${styles.join}`}>{stepIcons.join}</span>
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
  const sentence = useBranchSentence();
  const { removeBranch } = useFlowRemoval();
  const edge = edgeOf(app.flow, box.edge ?? '');
  if (!edge) return null;
  const siblings = outOf(app.flow, edge.from).filter((each) => !each.default);
  const index = siblings.indexOf(edge);
  const name = words(edge.name) || t('flow.branch');
  const condition = sentence(edge);
  const lacking = condition === t('flow.noCondition');
  const type = nodeOf(app.flow, edge.from)?.type;
  const move = (by: -1 | 1) => {
    edit((a) => moveBranch(a, edge.id, by));
    focusCard(root, box.id);
  };
  const remove = () => {
    // With its last branch but one a block goes as a whole, and what stood in the other moves up.
    const others = outOf(app.flow, edge.from).filter((each) => each.id !== edge.id);
    const stays = others.length > 1 ? edge.from : others[0]?.to;
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
        className={`${styles.card} ${styles.branch} ${edge.default ? styles.default : (styles[type ?? ''] ?? '')}`}
        label={`${t('flow.branch')}: ${name}. ${condition}`}
        onRemove={edge.default ? undefined : remove}
        onSideways={edge.default ? undefined : move}
        tools={selected && tools}
      >
        <span className={styles.branchHead}>
          {type === 'exclusive' && !edge.default && siblings.length > 1 && (
            <span className={styles.number}>{index + 1}</span>
          )}
          <span className={styles.name}>{name}</span>
        </span>
        <span className={lacking ? `${styles.text} ${styles.lacking}` : styles.text}>{condition}</span>
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

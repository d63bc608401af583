import {
  ApiOutlined,
  AuditOutlined,
  CheckCircleOutlined,
  ClockCircleOutlined,
  CodeOutlined,
  EditOutlined,
  FormOutlined,
  MergeCellsOutlined,
  NotificationOutlined,
  PartitionOutlined,
  SendOutlined,
} from '@ant-design/icons';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { FlowEdge, FlowNode } from '../../api';
import { useLanguage, useWords } from '../../i18n/words';
import { useConditionWords } from '../condition/useConditionWords';
import { useApp } from '../designer/context';
import { nodeOf } from '../model/flow';
import { alone } from '../model/mode';
import { hostOf } from '../model/webhook';
import { BranchIcon, ForkIcon } from './BranchIcon';
import { useDeadlineSentence } from './useDeadlineSentence';
import { useWho } from './useNames';
import { useSubSentence } from './useSubSentence';
import { useWaitSentence } from './useWaitSentence';

/** The sign of each kind of step. */
export const stepIcons: Record<FlowNode['type'], ReactNode> = {
  start: <FormOutlined aria-hidden="true" />,
  approval: <AuditOutlined aria-hidden="true" />,
  fillIn: <EditOutlined aria-hidden="true" />,
  script: <CodeOutlined aria-hidden="true" />,
  cc: <SendOutlined aria-hidden="true" />,
  exclusive: <BranchIcon />,
  parallel: <ForkIcon />,
  inclusive: <ForkIcon dashed />,
  join: <MergeCellsOutlined aria-hidden="true" />,
  notify: <NotificationOutlined aria-hidden="true" />,
  wait: <ClockCircleOutlined aria-hidden="true" />,
  subflow: <PartitionOutlined aria-hidden="true" />,
  webhook: <ApiOutlined aria-hidden="true" />,
  end: <CheckCircleOutlined aria-hidden="true" />,
};

/** What a step does, in one sentence. */
export function useStepSentence(): (node: FlowNode) => string {
  const { t } = useTranslation(['studio', 'assignees']);
  const words = useWords();
  const language = useLanguage();
  const app = useApp();
  const who = useWho();
  const wait = useWaitSentence();
  const starts = useSubSentence();
  const inTime = useDeadlineSentence();
  const approves = (node: FlowNode, people: string) => {
    switch (alone(node) ? 'any' : node.mode) {
      case 'all':
        return t('flow.approvesAll', { who: people });
      case 'inTurn':
        return t('flow.approvesInTurn', { who: people });
      case 'share':
        return node.share?.percent
          ? t('flow.approvesPercent', { who: people, percent: node.share.percent })
          : t('flow.approvesCount', { who: people, count: node.share?.count ?? 0 });
      default:
        return t('flow.approves', { who: people });
    }
  };
  const fillsIn = (node: FlowNode, people: string) => {
    const mode = alone(node) ? 'any' : node.mode;
    if (mode === 'all') return t('flow.fillsInAll', { who: people });
    return t(mode === 'inTurn' ? 'flow.fillsInTurn' : 'flow.fillsIn', { who: people });
  };
  const sets = (node: FlowNode) => {
    const fields = Object.entries(node.fields ?? {}).flatMap(([path, access]) => (access === 'edit' ? [path] : []));
    if (fields.length === 0) return t('flow.scriptSetsNothing');
    const list = new Intl.ListFormat(language, { type: 'conjunction' });
    return t('flow.scriptSets', {
      fields: list.format(fields.map((path) => words(app.form.layout.fields[path]?.title) || path)),
    });
  };
  /** What else the step does: for the initiator, for who approved before, and where nobody is found. */
  const besides = (node: FlowNode, said: string) => {
    const { self, same, otherwise = [] } = node;
    let sentence = said;
    if (self === 'skip') sentence = t('assignees:says.selfSkip', { sentence });
    if (self === 'manager') sentence = t('assignees:says.selfManager', { sentence });
    if (same === 'consecutive') sentence = t('assignees:says.sameConsecutive', { sentence });
    if (same === 'any') sentence = t('assignees:says.same', { sentence });
    const ways = otherwise.map((way) => {
      const people = who(way, (node.mode ?? 'any') !== 'any') || t('who.nobody');
      // It stands within a sentence: only names keep their capital.
      return way.kind === 'people' ? people : people.charAt(0).toLocaleLowerCase(language) + people.slice(1);
    });
    if (ways.length === 0) return sentence;
    return t('assignees:says.otherwise', {
      sentence,
      ways: ways.reduce((first, next) => t('assignees:says.then', { first, next })),
    });
  };
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
      case 'subflow':
        return starts(node.sub);
      case 'script':
        return sets(node);
      case 'wait':
        return wait(node.wait);
      case 'webhook': {
        const host = hostOf(node.webhook?.url);
        return host ? t('flow.webhookSays', { host }) : t('flow.webhookMissing');
      }
      default: {
        const copy = node.type !== 'approval' && node.type !== 'fillIn';
        const any = !copy && (node.mode ?? 'any') === 'any';
        const people = who(node.assignee, !any);
        if (!people) return t('who.nobody');
        if (node.type === 'fillIn') return besides(node, inTime(node, fillsIn(node, people)));
        if (!copy) return besides(node, inTime(node, approves(node, people)));
        if (node.type === 'notify') return t('flow.notifySays', { who: people });
        return t((node.assignee?.people?.length ?? 0) > 1 ? 'flow.copiesMany' : 'flow.copies', { who: people });
      }
    }
  };
}

/** What a branch says of when it runs. */
export function useBranchSentence(): (edge: FlowEdge) => string {
  const { t } = useTranslation('studio');
  const app = useApp();
  const conditionWords = useConditionWords();
  return (edge) => {
    if (edge.default) return t('flow.otherwise');
    if (nodeOf(app.flow, edge.from)?.type === 'parallel') return t('flow.runsAlways');
    return edge.when === undefined ? t('flow.noCondition') : conditionWords(edge.when);
  };
}

import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { Assignee, Deadline, FlowNode, Quota, SubFlow, WaitFor } from '../../api';
import { useWords } from '../../i18n/words';
import { useSpan } from '../../timing/useSpan';
import { useApp } from '../designer/context';
import { useWho } from '../flow/useNames';
import { useSubSentence } from '../flow/useSubSentence';
import { useWaitSentence } from '../flow/useWaitSentence';
import { nodeOf } from '../model/flow';
import { usePathTitle } from '../rules/useActionWords';

const modes = { any: 'modeAny', all: 'modeAll', inTurn: 'modeInTurn', share: 'modeShare' } as const;
const fillModes = { any: 'fillInAny', all: 'fillInAll', inTurn: 'fillInInTurn', share: 'fillInAll' } as const;
const resumptions = { choose: 'resumeChoose', returner: 'resumeReturner', walk: 'resumeWalk' } as const;
const sames = { ask: 'sameAsk', consecutive: 'sameConsecutive', any: 'sameAny' } as const;
const selves = { own: 'selfOwn', skip: 'selfSkip', manager: 'selfManager' } as const;
const fallbacks = { admin: 'fallbackAdmin', skip: 'fallbackSkip', refuse: 'fallbackRefuse' } as const;
const beside: Readonly<Record<string, 'takeStatus' | 'takeResult' | 'takeNumber'>> = {
  $status: 'takeStatus',
  $result: 'takeResult',
  $no: 'takeNumber',
};

/** Says what is set at a step; undefined where a setting needs no words of its own. */
export function useStepWords(): (id: string, aspect: string, value: unknown) => string | undefined {
  const { t } = useTranslation(['changes', 'studio', 'assignees', 'actions', 'errands', 'subflow', 'time']);
  const words = useWords();
  const app = useApp();
  const who = useWho();
  const span = useSpan();
  const wait = useWaitSentence();
  const starts = useSubSentence();
  const title = usePathTitle();

  const person = useCallback(
    (assignee: Assignee | undefined) => who(assignee, false) || t('studio:who.nobody'),
    [who, t],
  );

  const share = (quota: Quota): string => {
    const said = quota.percent
      ? t('changes:value.percent', { percent: quota.percent })
      : t('changes:value.people', { count: quota.count ?? 0 });
    return quota.veto ? t('changes:value.veto', { share: said }) : said;
  };

  const deadline = (each: Deadline): string =>
    [
      t('changes:value.afterwards', { span: span(each.after), what: t(`time:edit.thens.${each.then ?? 'remind'}`) }),
      ...(each.to ? [t('changes:value.passesTo', { who: person(each.to) })] : []),
      ...(each.remind ?? []).map((reminder) =>
        t(reminder.when === 'after' ? 'changes:value.remindAfter' : 'changes:value.remindBefore', {
          span: span(reminder),
        }),
      ),
    ].join('\n');

  const called = (call: NonNullable<FlowNode['webhook']>): string =>
    [
      call.url || t('changes:value.webhookNone'),
      ...(call.fields?.length ? [t('changes:value.sends', { fields: call.fields.map(title).join(', ') })] : []),
      ...(call.timeout ? [t('changes:value.answer', { count: call.timeout })] : []),
      ...(call.tries ? [t('changes:value.tries', { count: call.tries })] : []),
    ].join('\n');

  const sub = (each: SubFlow): string =>
    [
      starts(each),
      ...(each.need ? [t('changes:value.goesOn', { need: t(`subflow:edit.needs.${each.need}`) })] : []),
      ...(each.fill ?? []).map((fill) =>
        t('changes:value.fill', {
          field: fill.field,
          value: fill.from ? `“${title(fill.from)}”` : String(fill.value ?? ''),
        }),
      ),
      ...(each.take ?? []).map((take) => {
        const known = beside[take.from];
        const value = known ? t(`subflow:edit.${known}`) : `“${take.from}”`;
        return t('changes:value.take', { field: title(take.to), value });
      }),
    ].join('\n');

  const access = (node: FlowNode | undefined, value: unknown): string => {
    if (value === 'hide') return t('studio:flow.hide');
    // What a step says nothing of may be read there.
    if (value !== 'edit') return t('studio:flow.read');
    return t(
      node?.type === 'fillIn' ? 'studio:flow.fill' : node?.type === 'script' ? 'studio:flow.set' : 'studio:flow.edit',
    );
  };

  return (id, aspect, value) => {
    const node = nodeOf(app.flow, id);
    const [key = ''] = aspect.split('.');
    switch (key) {
      case 'type':
        return t(`studio:flow.card.${(value ?? 'approval') as FlowNode['type']}`);
      case 'assignee':
        return person(value as Assignee | undefined);
      case 'otherwise':
        return value ? (value as Assignee[]).map(person).join('\n') : undefined;
      case 'mode': {
        // How many must approve, with the share, is what two people are asked about.
        const { share: quota, mode: called } = (
          typeof value === 'object' ? value : { mode: value }
        ) as Partial<FlowNode>;
        if (quota) return share(quota);
        const mode = (called ?? 'any') as keyof typeof modes;
        return t(`studio:flow.${(node?.type === 'fillIn' ? fillModes : modes)[mode] ?? 'modeAny'}`);
      }
      case 'share':
        return value ? share(value as Quota) : undefined;
      case 'fields':
        return access(node, value);
      case 'require':
        return (value as string[] | undefined)?.map(title).join('\n');
      case 'fallback':
        return t(`studio:flow.${fallbacks[(value ?? 'admin') as keyof typeof fallbacks] ?? 'fallbackAdmin'}`);
      case 'outcome':
        return t(value === 'rejected' ? 'studio:flow.outcomeRejected' : 'studio:flow.outcomeApproved');
      case 'forbids':
        return (value as NonNullable<FlowNode['forbids']> | undefined)
          ?.map((deed) => t(`studio:flow.deed.${deed}`))
          .join('\n');
      case 'onReject':
        return t(value === 'return' ? 'studio:flow.onRejectReturn' : 'studio:flow.onRejectEnd');
      case 'resume':
        return t(`studio:flow.${resumptions[(value ?? 'choose') as keyof typeof resumptions] ?? 'resumeChoose'}`);
      case 'same':
        return t(`assignees:automatic.${sames[(value ?? 'ask') as keyof typeof sames] ?? 'sameAsk'}`);
      case 'self':
        return t(`assignees:automatic.${selves[(value ?? 'own') as keyof typeof selves] ?? 'selfOwn'}`);
      case 'onFail':
        return t(value === 'goOn' ? 'errands:edit.onFailGoOn' : 'errands:edit.onFailAdmin');
      case 'wait':
        return wait(value as WaitFor | undefined);
      case 'sub':
        return value ? sub(value as SubFlow) : undefined;
      case 'webhook':
        return value ? called(value as NonNullable<FlowNode['webhook']>) : undefined;
      case 'deadline':
        return value ? deadline(value as Deadline) : undefined;
      case 'from':
      case 'to':
        return words(nodeOf(app.flow, String(value))?.name) || undefined;
      default:
        return undefined;
    }
  };
}

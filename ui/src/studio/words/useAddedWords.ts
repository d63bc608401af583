import { useTranslation } from 'react-i18next';
import { useConditionWords } from '../condition/useConditionWords';
import { useApp } from '../designer/context';
import { useBranchSentence, useStepSentence } from '../flow/sentences';
import { fieldAt } from '../model/fields';
import { edgeOf, nodeOf } from '../model/flow';
import type { Thing } from '../model/merge/merge';
import { useActionWords } from '../rules/useActionWords';

/** Says what something new is: a field's kind, what a rule or a step does. */
export function useAddedWords(): (thing: Thing) => string {
  const { t } = useTranslation('studio');
  const app = useApp();
  const condition = useConditionWords();
  const action = useActionWords();
  const step = useStepSentence();
  const branch = useBranchSentence();
  return ({ kind, id }) => {
    switch (kind) {
      case 'field': {
        const field = fieldAt(app, id);
        return field ? t(`kind.${field.kind}`) : '';
      }
      case 'rule': {
        const rule = app.rules.find((each) => each.id === id);
        if (!rule) return '';
        const when = rule.when === undefined ? t('rules.always') : condition(rule.when);
        return [when, ...rule.then.map(action)].join('\n');
      }
      case 'node': {
        const node = nodeOf(app.flow, id);
        return node ? step(node) : '';
      }
      case 'edge': {
        const edge = edgeOf(app.flow, id);
        return edge && (edge.when !== undefined || edge.default) ? branch(edge) : '';
      }
      default:
        return '';
    }
  };
}

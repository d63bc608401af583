import { useTranslation } from 'react-i18next';
import type { FlowNode } from '../../api';
import { useSpan } from '../../timing/useSpan';

/** Puts before what a step says of its people how long they have, and what happens then. */
export function useDeadlineSentence(): (node: FlowNode, says: string) => string {
  const { t } = useTranslation('time');
  const span = useSpan();
  return ({ deadline }, says) =>
    deadline ? t(`card.${deadline.then ?? 'remind'}`, { says, span: span(deadline.after) }) : says;
}

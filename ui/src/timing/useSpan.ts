import { useTranslation } from 'react-i18next';
import type { Span } from '../api';

/** Says a length of time: "2 working days". */
export function useSpan(): (span: Span) => string {
  const { t } = useTranslation('time');
  return (span) => t(`span.${span.unit}`, { count: span.amount });
}

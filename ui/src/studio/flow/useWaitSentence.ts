import { useTranslation } from 'react-i18next';
import type { WaitFor } from '../../api';
import { useSpan } from '../../timing/useSpan';
import { useFieldTitle } from './useNames';

/** Says what a step waits for. */
export function useWaitSentence(): (wait: WaitFor | undefined) => string {
  const { t } = useTranslation('time');
  const span = useSpan();
  const title = useFieldTitle();
  return (wait) => {
    if (wait?.for) return t('wait.for', { span: span(wait.for) });
    if (wait?.work) return t('wait.work');
    if (!wait?.field) return t('wait.missing');
    const field = title(wait.field);
    if (wait.before) return t('wait.before', { span: span(wait.before), field });
    return wait.at ? t('wait.untilAt', { field, time: wait.at }) : t('wait.until', { field });
  };
}

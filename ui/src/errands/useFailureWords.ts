import { useTranslation } from 'react-i18next';
import type { Failure } from '../api';

const cases = ['unpublished', 'depth', 'form', 'refused', 'take', 'onward'] as const;
const codes = ['address', 'unreachable', 'tls', 'timeout', 'redirect', 'status', 'order'] as const;

const scriptCodes = [
  'threw',
  'timeout',
  'memory',
  'crashed',
  'tooLarge',
  'result',
  'value',
  'closed',
  'missing',
] as const;

/** Says in plain words what went wrong with what no person does. */
export function useFailureWords(): (failure: Failure) => string {
  const { t } = useTranslation('errands');
  return ({ code }) => {
    const known = codes.find((each) => code === `webhook.${each}`);
    const started = cases.find((each) => code === `case.${each}`);
    if (started) return t(`failure.case.${started}`);
    const script = scriptCodes.find((each) => code === `script.${each}`);
    if (script) return t(`failure.script.${script}`);
    return known ? t(`failure.webhook.${known}`) : t('failure.other', { code });
  };
}

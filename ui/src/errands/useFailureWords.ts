import { useTranslation } from 'react-i18next';
import type { Failure } from '../api';

const codes = ['address', 'unreachable', 'tls', 'timeout', 'redirect', 'status', 'order'] as const;

/** Says in plain words what went wrong with what no person does. */
export function useFailureWords(): (failure: Failure) => string {
  const { t } = useTranslation('errands');
  return ({ code }) => {
    const known = codes.find((each) => code === `webhook.${each}`);
    return known ? t(`failure.webhook.${known}`) : t('failure.other', { code });
  };
}

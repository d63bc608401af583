import { useTranslation } from 'react-i18next';
import { ButtonLink } from '../ui/ButtonLink';
import { EmptyState } from '../ui/EmptyState';
import { usePageTitle } from '../ui/PageHeader';

export function NotFound() {
  const { t } = useTranslation();
  usePageTitle(t('state.notFoundTitle'));
  return (
    <EmptyState
      page
      title={t('state.notFoundTitle')}
      text={t('state.notFoundText')}
      action={<ButtonLink to="/">{t('state.goHome')}</ButtonLink>}
    />
  );
}

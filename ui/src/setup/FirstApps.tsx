import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, Navigate } from 'react-router';
import { useCompanyName } from '../app/company';
import { useMe } from '../app/session';
import { TemplateCards } from '../templates/TemplateCards';
import { ButtonLink } from '../ui/ButtonLink';
import { PageHeader } from '../ui/PageHeader';
import { Frame } from './Frame';
import styles from './Setup.module.css';
import { Stepper } from './Stepper';

/** The last step, once the company is there: something to begin with. */
export default function FirstApps() {
  const { t } = useTranslation('setup');
  const me = useMe();
  const company = useCompanyName();
  const [used, setUsed] = useState(false);
  if (!me.entrances.includes('studio')) return <Navigate replace to="/" />;
  return (
    <Frame>
      <Stepper now="templates" />
      <PageHeader title={t('templates.title', { company })} text={t('templates.text')} />
      <TemplateCards onUsed={() => setUsed(true)} />
      <div className={styles.actions}>
        <Link to="/control/people">{t('templates.people')}</Link>
        <span className={styles.gap} />
        <ButtonLink to="/" size="large" type={used ? 'primary' : 'default'}>
          {t(used ? 'templates.go' : 'templates.skip')}
        </ButtonLink>
      </div>
    </Frame>
  );
}

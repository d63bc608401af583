import { RightOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import { AppIcon } from '../../ui/AppIcon';
import { ButtonLink } from '../../ui/ButtonLink';
import { useApp } from '../designer/context';
import { SettingGroup } from '../parts/Setting';
import { AppNames } from '../settings/AppNames';
import styles from './Inspector.module.css';

/** What the panel shows while nothing on the form is selected: the app, by its name. */
export function AppInspector() {
  const { t } = useTranslation('studio');
  const app = useApp();
  return (
    <div data-inspector>
      <div className={styles.head}>
        <AppIcon app={app} size={32} />
        <h2 className={styles.kind}>{t('settings.app')}</h2>
      </div>
      <p className={styles.lead}>{t('inspector.nothingField')}</p>
      <SettingGroup>
        <AppNames />
      </SettingGroup>
      <div className={styles.further}>
        <ButtonLink type="link" to="../settings" icon={<RightOutlined aria-hidden="true" />} iconPlacement="end">
          {t('inspector.appMore')}
        </ButtonLink>
      </div>
    </div>
  );
}

import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useApp, useSelection, useStudio } from '../designer/context';
import { SettingGroup } from '../parts/Setting';
import styles from './Inspector.module.css';

/** Says of a field that a script computes it, and leads there. */
export function ScriptedNote({ path }: { path: string }) {
  const { t } = useTranslation('studio');
  const navigate = useNavigate();
  const app = useApp();
  const { appId } = useStudio();
  const [, select] = useSelection();
  if (!app.scripts?.sets?.includes(path)) return null;
  return (
    <SettingGroup>
      <p className={styles.faint}>
        {t('field.scripted')}{' '}
        <Button
          type="link"
          size="small"
          style={{ padding: 0 }}
          onClick={() => {
            select({ kind: 'script', key: 'compute' });
            navigate(`/studio/apps/${encodeURIComponent(appId)}/scripts`);
          }}
        >
          {t('field.scriptedOpen')}
        </Button>
      </p>
    </SettingGroup>
  );
}

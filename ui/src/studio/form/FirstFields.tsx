import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useEdit, useReadApp, useSelection } from '../designer/context';
import { withExample } from '../model/example';
import { announce } from '../parts/toast';
import styles from './Canvas.module.css';
import { focusCanvas, focusInspector } from './focus';
import { usePlacing } from './usePlacing';

/** What an empty form is for, with the two ways to begin. */
export function FirstFields() {
  const { t } = useTranslation(['studio', 'designer']);
  const edit = useEdit();
  const readApp = useReadApp();
  const [, select] = useSelection();
  const place = usePlacing();
  const begin = () => {
    place('text');
    focusInspector();
  };
  const example = () => {
    const { app, paths } = withExample(readApp());
    const [first] = paths;
    edit(() => app);
    select(first === undefined ? null : { kind: 'field', path: first });
    announce(t('designer:first.added', { count: paths.length }));
    focusCanvas(first);
  };
  return (
    <div className={styles.empty}>
      <p className={styles.emptyTitle}>{t('canvas.empty')}</p>
      <p>{t('designer:first.text')}</p>
      <div className={styles.begin}>
        <Button type="primary" onClick={begin}>
          {t('designer:first.begin')}
        </Button>
        <Button onClick={example}>{t('designer:first.example')}</Button>
      </div>
      <p>{t('designer:first.shows')}</p>
    </div>
  );
}

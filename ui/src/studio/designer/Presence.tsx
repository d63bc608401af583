import { TeamOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import type { StudioPresence } from '../../api';
import { useWords } from '../../i18n/words';
import styles from './SaveState.module.css';

/** Who else has the app open now. */
export function Presence({ others }: { others: StudioPresence['others'] }) {
  const { t } = useTranslation('studio');
  const words = useWords();
  if (others.length === 0) return null;
  const names = others.map((each) => words(each.name)).join(t('who.and'));
  const text = t('presence.here', { names, count: others.length });
  return (
    <span className={styles.others} role="status" title={text}>
      <TeamOutlined aria-hidden="true" />
      <span className={styles.names}>{text}</span>
    </span>
  );
}

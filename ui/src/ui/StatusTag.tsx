import { useTranslation } from 'react-i18next';
import type { InstanceStatus } from '../api';
import styles from './StatusTag.module.css';

/** How a request stands, in a word and a colour. */
export function StatusTag({ status }: { status: InstanceStatus }) {
  const { t } = useTranslation();
  return <span className={`${styles.tag} ${styles[status]}`}>{t(`status.${status}`)}</span>;
}

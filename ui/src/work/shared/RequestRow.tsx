import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Row } from '../../api';
import { useWords } from '../../i18n/words';
import { AppIcon } from '../../ui/AppIcon';
import { RelativeTime } from '../../ui/RelativeTime';
import { StatusTag } from '../../ui/StatusTag';
import { useActingName } from '../../ui/standIn';
import styles from './RequestRow.module.css';

/** One request in a list: what, how it stands, and who has it since when. */
export function RequestRow({ row, initiator = false }: { row: Row; initiator?: boolean }) {
  const { t } = useTranslation(['work', 'common']);
  const words = useWords();
  const current = row.current[0];
  const acting = useActingName();
  const people = current?.people.map(acting).join(t('common:separator')) ?? '';
  return (
    <article className={styles.row}>
      <AppIcon app={row.app} size={38} />
      <div className={styles.words}>
        <p className={styles.title}>
          <Link to={`/cases/${row.id}`}>{words(row.title)}</Link>
        </p>
        <p className={styles.line}>
          <span>{words(row.app.name)}</span>
          <span className="tabular">{row.no}</span>
          {initiator && <span>{t('work:row.by', { name: words(row.initiator.name) })}</span>}
          {current && <span>{t('work:row.with', { step: words(current.name), people })}</span>}
        </p>
      </div>
      <div className={styles.side}>
        <StatusTag status={row.status} />
        <RelativeTime at={current?.since ?? row.updatedAt} />
      </div>
    </article>
  );
}

import { ExclamationCircleFilled, InfoCircleFilled } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { Finding } from '../../api';
import { useWords } from '../../i18n/words';
import { CONDITION_INCOMPLETE, useApp, useSelection, useStudio } from './context';
import styles from './FindingList.module.css';
import { placeOf } from './places';

export interface FindingListProps {
  findings: readonly Finding[];
  /** Called when somebody follows a finding to its place. */
  onFollow?: () => void;
}

/** Findings in plain words; a click leads to the place where each can be mended. */
export function FindingList({ findings, onFollow }: FindingListProps) {
  const { t } = useTranslation('studio');
  const words = useWords();
  const navigate = useNavigate();
  const app = useApp();
  const { appId } = useStudio();
  const [, select] = useSelection();
  return (
    <ul className={styles.list}>
      {findings.map((finding, index) => {
        const { kind, name, tab, selection } = placeOf(app, finding.place);
        const line = finding.line && t('place.line', { line: finding.line, column: finding.column ?? 1 });
        const label = [t(`place.${kind}`), words(name), line].filter(Boolean).join(' · ');
        const text = finding.code === CONDITION_INCOMPLETE ? t('problems.conditionIncomplete') : finding.message;
        const content = (
          <>
            <span className={styles[finding.level]}>
              {finding.level === 'error' ? (
                <ExclamationCircleFilled aria-hidden="true" />
              ) : (
                <InfoCircleFilled aria-hidden="true" />
              )}
              <span className="visually-hidden">{t(`problems.${finding.level}`)}</span>
            </span>
            <span className={styles.words}>
              <span className={styles.message}>{text}</span>
              <span className={styles.place}>{label}</span>
            </span>
          </>
        );
        const key = `${finding.place} ${finding.code} ${index}`;
        return (
          <li key={key}>
            {tab ? (
              <button
                type="button"
                className={styles.item}
                onClick={() => {
                  if (selection) select(selection);
                  navigate(`/studio/apps/${encodeURIComponent(appId)}/${tab}`, { state: { follow: Date.now() } });
                  onFollow?.();
                }}
              >
                {content}
              </button>
            ) : (
              <div className={styles.item}>{content}</div>
            )}
          </li>
        );
      })}
    </ul>
  );
}

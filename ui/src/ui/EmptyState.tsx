import type { ReactNode } from 'react';
import styles from './EmptyState.module.css';

export interface EmptyStateProps {
  title: string;
  text?: string;
  note?: string;
  action?: ReactNode;
  /** Fills the page and makes the title the page's heading. */
  page?: boolean;
  /** Shows a smaller form without the picture, for use inside a card. */
  plain?: boolean;
}

/** Says that there is nothing here, why, and what to do about it. */
export function EmptyState({ title, text, note, action, page = false, plain = false }: EmptyStateProps) {
  const Title = page ? 'h1' : 'p';
  return (
    <div className={[styles.empty, page && styles.page, plain && styles.plain].filter(Boolean).join(' ')}>
      {!plain && (
        <svg className={styles.picture} viewBox="0 0 72 60" aria-hidden="true" focusable="false">
          <path d="M10 26 20 8h32l10 18v22a4 4 0 0 1-4 4H14a4 4 0 0 1-4-4z" fill="var(--teal-wash)" />
          <path
            d="M10 26h14c1.5 0 2.4 1 2.8 2.4C28 32 31.5 34 36 34s8-2 9.2-5.6c.4-1.4 1.3-2.4 2.8-2.4h14M10 26 20 8h32l10 18v22a4 4 0 0 1-4 4H14a4 4 0 0 1-4-4z"
            fill="none"
            stroke="var(--teal-line)"
            strokeWidth="2"
            strokeLinejoin="round"
          />
        </svg>
      )}
      <Title className={styles.title}>{title}</Title>
      {text && <p className={styles.text}>{text}</p>}
      {note && <p className={styles.note}>{note}</p>}
      {action && <div className={styles.action}>{action}</div>}
    </div>
  );
}

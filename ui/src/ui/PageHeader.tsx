import { type ReactNode, useEffect, useRef } from 'react';
import { useLocation, useNavigationType } from 'react-router';
import { useCompanyName } from '../app/company';
import styles from './PageHeader.module.css';
import { setPageTitle } from './pageTitle';

/** Names the page in the browser's tab and history. */
export function usePageTitle(title: string): void {
  const company = useCompanyName();
  useEffect(() => {
    setPageTitle(title ? `${title} · ${company}` : company);
  }, [title, company]);
}

let landed = false;

export interface PageHeaderProps {
  title: ReactNode;
  /** The title as plain text, where `title` is more than that. */
  documentTitle?: string;
  /** A picture beside the words. */
  icon?: ReactNode;
  eyebrow?: ReactNode;
  text?: ReactNode;
  extra?: ReactNode;
}

/**
 * The page's heading. It takes the focus after a navigation, so that a screen reader begins with what
 * changed and the next Tab leads into the page; the first page of a visit leaves the focus alone.
 */
export function PageHeader({ title, documentTitle, icon, eyebrow, text, extra }: PageHeaderProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  const { pathname } = useLocation();
  const kind = useNavigationType();
  usePageTitle(documentTitle ?? (typeof title === 'string' ? title : ''));

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new path is what asks for the focus, not a new query.
  useEffect(() => {
    if (landed || kind !== 'POP') heading.current?.focus({ preventScroll: true });
    landed = true;
  }, [pathname]);

  return (
    <header className={styles.header}>
      {icon}
      <div className={styles.words}>
        {eyebrow && <div className={styles.eyebrow}>{eyebrow}</div>}
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {text && <p className={styles.text}>{text}</p>}
      </div>
      {extra && <div className={styles.extra}>{extra}</div>}
    </header>
  );
}

import { Button } from 'antd';
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import styles from './toast.module.css';

interface Said {
  text: string;
  /** Counts what was said, so that the same words are said again. */
  n: number;
  /** Shown on screen, and not only read out. */
  visible: boolean;
  action?: { label: string; run: () => void };
}

const said = createStore<Said>(() => ({ text: '', n: 0, visible: false }));
const LASTS = 7000;

/** Tells screen readers what has just happened, where sighted readers see it anyway. */
export function announce(text: string): void {
  said.setState(({ n }) => ({ text, n: n + 1, visible: false, action: undefined }));
}

/** Says for a while what has just happened, with something to do about it. */
export function toast(text: string, action?: Said['action']): void {
  said.setState(({ n }) => ({ text, n: n + 1, visible: true, action }));
}

const hide = () => said.setState({ visible: false });

/** The place where {@link announce} and {@link toast} speak; once per page. */
export function Announcer() {
  const { text, n, visible, action } = useStore(said);

  // biome-ignore lint/correctness/useExhaustiveDependencies: each new saying lasts its own while.
  useEffect(() => {
    if (!visible) return;
    const timer = setTimeout(hide, LASTS);
    return () => clearTimeout(timer);
  }, [n, visible]);

  // What was said on a page that has been left is not said again on the next one.
  useEffect(() => () => said.setState({ text: '', visible: false, action: undefined }), []);

  return (
    <>
      <p className="visually-hidden" role="status">
        {text}
        {/* The same words said twice must be a change, or the second time is not heard. */}
        {n % 2 === 1 && '\u00a0'}
      </p>
      {visible && (
        <div className={styles.toast}>
          <span>{text}</span>
          {action && (
            <Button
              type="link"
              size="small"
              className={styles.action}
              onClick={() => {
                hide();
                action.run();
              }}
            >
              {action.label}
            </Button>
          )}
        </div>
      )}
    </>
  );
}

import { Skeleton } from 'antd';
import { lazy, Suspense } from 'react';
import styles from './Code.module.css';
import type { CodeEditorProps } from './CodeEditor';

/** The editor is a big chunk that only those who open a script need. */
const CodeEditor = lazy(() => import('./CodeEditor'));

export interface CodeProps extends CodeEditorProps {
  /** As high as there is room, in place of as high as the text. */
  tall?: boolean;
}

/** A text of a program in a frame; the editor in it loads when the first one is shown. */
export function Code({ tall, ...props }: CodeProps) {
  return (
    <div className={tall ? `${styles.frame} ${styles.tall}` : styles.frame}>
      <Suspense fallback={<Skeleton active className={styles.loading} title={false} paragraph={{ rows: 4 }} />}>
        <CodeEditor {...props} />
      </Suspense>
    </div>
  );
}

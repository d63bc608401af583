import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Instance, Task } from '../../api';
import type { FormStore } from '../../form/store';
import { useProblemText } from '../../ui/problemText';
import { ApprovalPath } from '../shared/ApprovalPath';
import { PathHead } from '../shared/PathHead';
import styles from './CaseView.module.css';
import { useForeseen } from './useForeseen';

export interface ForeseenPathProps {
  instance: Instance;
  task: Task;
  store: FormStore;
  /** The heading. */
  children: ReactNode;
}

/** The path of a case while its reader changes the form before they decide. */
export function ForeseenPath({ instance, task, store, children }: ForeseenPathProps) {
  const { t } = useTranslation('work');
  const problemText = useProblemText();
  const { steps, updating, error } = useForeseen(instance, task, store);
  return (
    <>
      <PathHead updating={updating}>{children}</PathHead>
      <p className={styles.pathText} data-print="no">
        {t('path.previewText')}
      </p>
      {error && (
        <p className={styles.pathText} role="alert">
          {t('path.failed')} {problemText(error)}
        </p>
      )}
      <div aria-busy={updating}>
        <ApprovalPath steps={steps} />
      </div>
    </>
  );
}

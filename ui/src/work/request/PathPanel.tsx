import { Skeleton } from 'antd';
import { type RefObject, Suspense, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { Choice, Choices } from '../../api';
import { ChoiceFields } from '../../choices/lazy';
import type { FormStore } from '../../form/store';
import { useProblemText } from '../../ui/problemText';
import { ApprovalPath } from '../shared/ApprovalPath';
import { PathHead } from '../shared/PathHead';
import styles from './RequestPage.module.css';
import { usePreview } from './usePreview';

export interface PathPanelProps {
  app: string;
  /** The fields that a script computes: the server says what they hold. */
  computed: readonly string[];
  store: FormStore;
  choices: Choices | undefined;
  /** What is wrong with them, by node. */
  wrong: Readonly<Record<string, string>>;
  /** Holds for whom people have to be chosen, where that is known of the form as it is now. */
  asked: RefObject<readonly Choice[]>;
  onChoose: (next: Choices) => void;
}

/** Who will decide, as far as the form tells, beside the form while it is filled in; and whom one may choose oneself. */
export function PathPanel({ app, computed, store, choices, wrong, asked, onChoose }: PathPanelProps) {
  const { t } = useTranslation('work');
  const problemText = useProblemText();
  const { steps, choices: open, form, updating, error } = usePreview(app, store, choices);
  useEffect(() => {
    if (form && computed.length > 0) store.derive(Object.fromEntries(computed.map((id) => [id, form[id]])));
  }, [form, computed, store]);
  useEffect(() => {
    const some = open?.filter(({ node, needed }) => needed || choices?.[node]?.length);
    asked.current = updating || !some ? [] : some;
  }, [asked, open, updating, choices]);
  return (
    <section className={`card ${styles.path}`} aria-labelledby="request-path" aria-busy={updating}>
      <PathHead updating={updating}>
        <h2 id="request-path">{t('path.preview')}</h2>
      </PathHead>
      <p className={styles.pathText}>{t('path.previewText')}</p>
      {steps ? (
        <div>
          <ApprovalPath
            steps={steps}
            preview
            extra={(step) => {
              const asked = step.choice?.by === 'initiator' && open?.filter(({ node }) => node === step.node);
              return (
                asked && (
                  <Suspense>
                    <ChoiceFields
                      id="request"
                      choices={asked}
                      value={choices ?? {}}
                      onChange={onChoose}
                      errors={wrong}
                    />
                  </Suspense>
                )
              );
            }}
          />
        </div>
      ) : error ? (
        <p role="alert">
          {t('path.failed')} {problemText(error)}
        </p>
      ) : (
        <Skeleton active title={false} avatar={{ size: 26 }} paragraph={{ rows: 4 }} />
      )}
    </section>
  );
}

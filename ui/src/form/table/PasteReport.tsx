import { useTranslation } from 'react-i18next';
import { useProblemText } from '../../ui/problemText';
import { useScene } from '../context';
import { focusField } from '../focusField';
import type { Pasted } from './clipboard';
import styles from './Table.module.css';
import type { PasteState } from './usePaste';

export interface PasteReportProps {
  state: PasteState;
  canUndo: boolean;
  onUndo: () => void;
  onClose: () => void;
}

/** Whether everything that was pasted found its place. */
function isWhole(pasted: Pasted): boolean {
  return pasted.ok && pasted.unread.length + pasted.ignored.length + pasted.beyond === 0;
}

/** What became of a paste: how many rows, what could not be read, and the way back. */
export function PasteReport({ state, canUndo, onUndo, onClose }: PasteReportProps) {
  const { t } = useTranslation(['form', 'common']);
  const { id } = useScene();
  const problemText = useProblemText();
  const unread = state.status === 'done' && state.pasted.ok ? state.pasted.unread : [];
  const [first] = unread;
  const wrong = state.status === 'failed' || (state.status === 'done' && !isWhole(state.pasted));
  const shown = state.status !== 'none';
  return (
    <div className={[shown && styles.report, wrong && styles.wrong].filter(Boolean).join(' ')}>
      <p role="status">{said()}</p>
      {shown && state.status !== 'busy' && (
        <p className={styles.ways}>
          {first !== undefined && (
            <button type="button" className={styles.act} onClick={() => focusField(id, first)}>
              {t('form:table.showUnread')}
            </button>
          )}
          {canUndo && (
            <button type="button" className={styles.act} onClick={onUndo}>
              {t('form:table.undoPaste')}
            </button>
          )}
          <button type="button" className={styles.act} onClick={onClose}>
            {t('common:action.close')}
          </button>
        </p>
      )}
    </div>
  );

  function said(): string {
    if (state.status === 'none') return '';
    if (state.status === 'failed') return t('form:table.pasteFailed', { why: problemText(state.error) });
    if (state.status !== 'done') return t('form:table.pasting');
    const { pasted } = state;
    if (!pasted.ok) {
      const { most, wanted } = pasted;
      return t(`form:table.paste_${pasted.why}`, { most, wanted });
    }
    return [
      t('form:table.pasted', { count: pasted.count }),
      unread.length > 0 && t('form:table.unread', { count: unread.length }),
      pasted.beyond > 0 && t('form:table.beyond', { count: pasted.beyond }),
      pasted.ignored.length > 0 && t('form:table.ignored', { titles: pasted.ignored.join(t('common:separator')) }),
    ]
      .filter(Boolean)
      .join(' ');
  }
}

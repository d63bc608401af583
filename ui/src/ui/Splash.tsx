import { Mark } from './Mark';
import styles from './Splash.module.css';

/** What is shown while an entrance is on its way. It has no words: they may not have arrived yet. */
export function Splash() {
  return (
    <div className={styles.splash} aria-busy="true">
      <span className={styles.mark}>
        <Mark size={48} />
      </span>
    </div>
  );
}

import { type ReactNode, useId } from 'react';
import styles from './Setting.module.css';

export interface SettingProps {
  label: string;
  help?: string;
  /** Puts the control at the end of the label's line. */
  inline?: boolean;
  children: (control: { id: string; 'aria-describedby'?: string; 'aria-labelledby'?: string }) => ReactNode;
}

/** One setting of the inspector: a label, its control, and a word of help. */
export function Setting({ label, help, inline, children }: SettingProps) {
  const id = useId();
  return (
    <div className={inline ? `${styles.setting} ${styles.inline}` : styles.setting}>
      <label className={styles.label} htmlFor={id} id={`${id}-label`}>
        {label}
      </label>
      {children({ id, 'aria-describedby': help ? `${id}-help` : undefined, 'aria-labelledby': `${id}-label` })}
      {help && (
        <p className={styles.help} id={`${id}-help`}>
          {help}
        </p>
      )}
    </div>
  );
}

/** Settings that belong together, under a heading. */
export function SettingGroup({ title, children }: { title?: string; children: ReactNode }) {
  return (
    <section className={styles.group}>
      {title && <h3 className={styles.groupTitle}>{title}</h3>}
      {children}
    </section>
  );
}

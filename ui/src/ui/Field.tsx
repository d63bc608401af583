import type { ReactNode } from 'react';
import styles from './Field.module.css';

/** What a control has to carry so that its label, help and error are read out with it. */
export interface ControlProps {
  id: string;
  'aria-describedby'?: string;
  'aria-invalid'?: true;
  'aria-required'?: true;
}

export interface FieldProps {
  id: string;
  label: string;
  help?: string;
  error?: string;
  /** Something to consider that is no error. */
  warning?: string;
  required?: boolean;
  /** Set for controls of several parts: the label becomes the legend of a field set. */
  group?: boolean;
  /** Keeps the label for screen readers only, as in a table whose head shows it. */
  bare?: boolean;
  children: (control: ControlProps) => ReactNode;
}

/** A label, a control, its help and its error, tied together. */
export function Field({ id, label, help, error, warning, required, group, bare, children }: FieldProps) {
  const described = [error && `${id}-error`, warning && `${id}-warning`, help && `${id}-help`]
    .filter(Boolean)
    .join(' ');
  const control: ControlProps = {
    id,
    'aria-describedby': described || undefined,
    'aria-invalid': error ? true : undefined,
    'aria-required': required ? true : undefined,
  };
  const star = required && (
    <span className={styles.required} aria-hidden="true">
      *
    </span>
  );
  const notes = (
    <>
      {error && (
        <p className={styles.error} id={`${id}-error`}>
          {error}
        </p>
      )}
      {warning && (
        <p className={styles.warning} id={`${id}-warning`}>
          {warning}
        </p>
      )}
      {help && (
        <p className={styles.help} id={`${id}-help`}>
          {help}
        </p>
      )}
    </>
  );
  const className = bare ? `${styles.field} ${styles.bare}` : styles.field;
  if (group) {
    return (
      <fieldset className={className} aria-describedby={described || undefined}>
        <legend className={styles.label}>
          {label}
          {star}
        </legend>
        {children(control)}
        {notes}
      </fieldset>
    );
  }
  return (
    <div className={className}>
      <label className={styles.label} htmlFor={id} id={`${id}-label`}>
        {label}
        {star}
      </label>
      {children(control)}
      {notes}
    </div>
  );
}

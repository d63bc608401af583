import { Input } from 'antd';
import { fromLocal, toLocal } from './localTime';
import { left, wholly } from './native';
import styles from './TimeWidget.module.css';
import type { WidgetProps } from './types';

/** A time of day (`HH:MM`), by the browser's own control: it takes digits, arrows and, on a phone, a wheel. */
export function TimeWidget({ value, onChange, onLeave, control }: WidgetProps) {
  return (
    <Input
      {...control}
      type="time"
      className={styles.time}
      value={wholly(value, /^\d\d:\d\d/)}
      onChange={(event) => onChange(event.target.value || undefined)}
      onBlur={(event) => {
        left(event.target, value, onChange, () => onChange(undefined));
        onLeave();
      }}
    />
  );
}

/** A moment: entered in the reader's own time, kept with its zone. */
export function DateTimeWidget({ value, onChange, onLeave, control }: WidgetProps) {
  return (
    <Input
      {...control}
      type="datetime-local"
      className={styles.moment}
      value={toLocal(value)}
      onChange={(event) => onChange(fromLocal(event.target.value))}
      onBlur={(event) => {
        left(event.target, value, onChange, () => onChange(undefined));
        onLeave();
      }}
    />
  );
}

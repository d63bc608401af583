import { Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './DurationWidget.module.css';
import { readNumber } from './number';
import type { WidgetProps } from './types';

type Part = 'hours' | 'minutes';

const split = (value: unknown): Record<Part, string> => {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0) return { hours: '', minutes: '' };
  const hours = Math.floor(value / 60);
  return { hours: hours > 0 ? String(hours) : '', minutes: hours > 0 && value % 60 === 0 ? '' : String(value % 60) };
};

/** The minutes of two texts; undefined for nothing, and the texts themselves for what is no number. */
export function minutesOf(text: Record<Part, string>): number | string | undefined {
  const hours = readNumber(text.hours);
  const minutes = readNumber(text.minutes);
  if (hours === undefined && minutes === undefined) return undefined;
  if (typeof hours === 'string' || typeof minutes === 'string') return `${text.hours}:${text.minutes}`;
  return Math.round((hours ?? 0) * 60 * 1e6) / 1e6 + (minutes ?? 0);
}

/** A length of time in hours and minutes; what is kept is minutes. */
export function DurationWidget({ value, onChange, onLeave, control, label }: WidgetProps) {
  const { t } = useTranslation('form');
  const [text, setText] = useState(() => split(value));
  const shown = minutesOf(text) === value ? text : split(value);
  const { id, ...aria } = control;
  const parts: readonly Part[] = ['hours', 'minutes'];
  return (
    <span className={styles.parts}>
      {parts.map((part, index) => (
        <Input
          key={part}
          {...aria}
          id={index === 0 ? id : `${id}-${part}`}
          className="tabular"
          inputMode="decimal"
          autoComplete="off"
          aria-label={`${label}: ${t(`duration.${part}`)}`}
          suffix={<span aria-hidden="true">{t(`duration.${part}`)}</span>}
          value={shown[part]}
          onChange={(event) => {
            const next = { ...shown, [part]: event.target.value };
            setText(next);
            onChange(minutesOf(next));
          }}
          onBlur={() => {
            const minutes = minutesOf(shown);
            if (typeof minutes === 'number') setText(split(minutes));
            onLeave();
          }}
        />
      ))}
    </span>
  );
}

import { useTranslation } from 'react-i18next';
import { starsOf } from '../stars';
import styles from './RatingWidget.module.css';
import type { WidgetProps } from './types';

/** Stars, which are radio buttons underneath: arrows move, and a click on the chosen one takes it back. */
export function RatingWidget({ field, value, onChange, onLeave, control, label }: WidgetProps) {
  const { t } = useTranslation('form');
  const stars = Array.from({ length: starsOf(field.schema) }, (_, i) => i + 1);
  const now = typeof value === 'number' ? value : 0;
  return (
    <span className={styles.stars} role="radiogroup" aria-label={label} aria-describedby={control['aria-describedby']}>
      {stars.map((star) => (
        <label key={star} className={star <= now ? `${styles.star} ${styles.lit}` : styles.star}>
          <input
            type="radio"
            id={star === 1 ? control.id : undefined}
            name={control.id}
            checked={star === now}
            aria-label={t('rating.of', { star, count: stars.length })}
            onChange={() => onChange(star)}
            onClick={() => {
              if (star === now && !control['aria-required']) onChange(undefined);
            }}
            onBlur={onLeave}
          />
          <span aria-hidden="true">★</span>
        </label>
      ))}
    </span>
  );
}

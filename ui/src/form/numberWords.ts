import type { TFunction } from 'i18next';
import type { FieldModel } from './model';
import { starsOf } from './stars';

/** A number as its widget shows it; a sum comes as decimal text, so that no digit of it is lost. */
export function numberWords(
  field: FieldModel,
  value: number | `${number}`,
  language: string,
  t: TFunction<'form'>,
): string {
  const { widget, currency } = field.layout;
  const plain = (options: Intl.NumberFormatOptions = {}) =>
    new Intl.NumberFormat(language, { maximumFractionDigits: 20, ...options }).format(value);
  switch (widget) {
    case 'money':
      return currency && /^[A-Z]{3}$/.test(currency)
        ? plain({ style: 'currency', currency, minimumFractionDigits: Number.isInteger(Number(value)) ? 0 : 2 })
        : plain();
    case 'percent':
      return `${plain()}%`;
    case 'rating':
      return t('rating.given', { star: plain(), count: starsOf(field.schema) });
    case 'duration':
      return durationWords(Number(value), t);
    default:
      return plain();
  }
}

function durationWords(minutes: number, t: TFunction<'form'>): string {
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  const parts = [
    hours > 0 && `${hours} ${t('duration.hours')}`,
    (rest > 0 || hours === 0) && `${rest} ${t('duration.minutes')}`,
  ];
  return parts.filter(Boolean).join(' ');
}

import { useTranslation } from 'react-i18next';
import { useLanguage } from '../i18n/words';
import { dateTime, dateWords } from '../ui/time';
import { beginning, ending, halfOf, lastHalf } from './period';

/** Says from when to when somebody is away, in the site's days and halves of days. */
export function usePeriod(zone: string) {
  const { t } = useTranslation('absence');
  const language = useLanguage();
  const from = (at: number) => {
    const day = halfOf(at, zone);
    if (beginning(day, zone) !== at) return dateTime(at, language, zone);
    const words = dateWords(day.date, language);
    return day.half === 'am' ? words : t('half.pm', { day: words });
  };
  const until = (at: number) => {
    const day = lastHalf(at, zone);
    if (ending(day, zone) !== at) return dateTime(at, language, zone);
    const words = dateWords(day.date, language);
    return day.half === 'pm' ? words : t('half.am', { day: words });
  };
  const period = (absence: { from: number; until: number }) => {
    const [first, last] = [from(absence.from), until(absence.until)];
    return first === last ? first : t('period', { from: first, until: last });
  };
  return { period, until };
}

import { useLanguage } from '../i18n/words';
import { ago, dateTime, useNow } from './time';

/** An instant as "3 hours ago", with the full time on hover and for machines. */
export function RelativeTime({ at }: { at: number }) {
  const language = useLanguage();
  const now = useNow();
  const full = dateTime(at, language);
  return (
    <time dateTime={new Date(at).toISOString()} title={full} data-full={full}>
      {ago(at, Math.max(now, at), language)}
    </time>
  );
}

/** An instant in full. */
export function Instant({ at }: { at: number }) {
  const language = useLanguage();
  return <time dateTime={new Date(at).toISOString()}>{dateTime(at, language)}</time>;
}

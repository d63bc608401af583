import type { App } from '../../api';
import { AppScope } from '../designer/context';
import type { Thing } from '../model/merge/merge';
import { apart } from './apart';
import styles from './SettingValue.module.css';
import { useValueWords } from './useValueWords';

interface Props {
  thing: Thing;
  aspect: string;
  /** The app in which the setting has the value: its words are used. */
  app: App;
  value: unknown;
  /** What it is compared with: of long values only what differs is shown. */
  beside: unknown;
  className?: string;
}

/** What is set, in words. */
export function SettingValue({ thing, aspect, app, value, beside, className }: Props) {
  const code = thing.kind === 'script' && !/^(sets|needs)/.test(aspect);
  const look = [className, styles.value, code && styles.code].filter(Boolean).join(' ');
  return (
    <AppScope app={app}>
      <Value thing={thing} aspect={aspect} value={value} beside={beside} className={look} />
    </AppScope>
  );
}

function Value({ thing, aspect, value, beside, className }: Omit<Props, 'app'>) {
  const words = useValueWords();
  const said = words(thing, aspect, value);
  const [shown] = apart(said, words(thing, aspect, beside));
  return <span className={className}>{shown}</span>;
}

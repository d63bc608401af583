import { CheckCircleFilled, ExclamationCircleFilled } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import type { ScriptTried } from '../../api';
import { useProblemText } from '../../ui/problemText';
import { splitKey } from '../model/scripts';
import { usePathTitle } from '../rules/useActionWords';
import { Offered } from './Offered';
import styles from './Result.module.css';
import type { Bench } from './useBench';

export interface ResultProps {
  script: string;
  bench: Bench;
  /** Leads to a line of the script. */
  onLine: (line: number) => void;
}

/** What came of the run: in words, as the form would show it, and as it is. */
export function Result({ script, bench, onLine }: ResultProps) {
  const { t } = useTranslation('scripts');
  const why = useProblemText();
  const { tried, failed, stale } = bench;
  return (
    <div className={styles.result}>
      <h3 className={styles.title}>{t('bench.result')}</h3>
      <div role="status">
        {failed ? (
          <p className={styles.bad}>
            <ExclamationCircleFilled aria-hidden="true" /> {t('bench.failed', { why: why(failed) })}
          </p>
        ) : tried ? (
          <Outcome tried={tried} onLine={onLine} />
        ) : (
          <p className={styles.note}>{t('bench.resultNone')}</p>
        )}
        {tried && stale && <p className={styles.note}>{t('bench.stale')}</p>}
      </div>
      {tried && tried.outcome === 'ok' && <Returned script={script} tried={tried} />}
      {tried && tried.console.length > 0 && (
        <div>
          <h4 className={styles.heading}>{t('bench.console')}</h4>
          <ol className={styles.console}>
            {tried.console.map(({ level, text }, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: lines of a console have no name but their place.
              <li key={index} className={level === 'error' ? styles.error : level === 'warn' ? styles.warn : undefined}>
                {text}
              </li>
            ))}
          </ol>
        </div>
      )}
    </div>
  );
}

/** How the run ended, and at which line. */
function Outcome({ tried, onLine }: { tried: ScriptTried; onLine: (line: number) => void }) {
  const { t } = useTranslation('scripts');
  const { outcome, line, message } = tried;
  // Two digits are enough to compare by.
  const ms = Math.round(tried.ms * 100) / 100;
  if (outcome === 'ok') {
    return (
      <p className={styles.fine}>
        <CheckCircleFilled aria-hidden="true" /> {t('bench.ok', { ms })}
      </p>
    );
  }
  const title =
    outcome === 'threw'
      ? t(line ? 'bench.threwLine' : 'bench.threw', { line })
      : outcome === 'result'
        ? t('bench.resultWrong')
        : t(`bench.${outcome}`);
  const text = outcome === 'timeout' || outcome === 'memory' ? t(`bench.${outcome}Text`) : message;
  return (
    <>
      <p className={styles.bad}>
        <ExclamationCircleFilled aria-hidden="true" /> {title}{' '}
        <span className={styles.took}>{t('bench.took', { ms })}</span>
      </p>
      {text && (
        <p className={styles.why}>
          {text}{' '}
          {line !== undefined && line > 0 && (
            <button type="button" className={styles.line} onClick={() => onLine(line)}>
              {t('line', { line })}
            </button>
          )}
        </p>
      )}
    </>
  );
}

function Returned({ script, tried }: { script: string; tried: ScriptTried }) {
  const { t } = useTranslation('scripts');
  const titleOf = usePathTitle();
  const [group] = splitKey(script);
  const problems = tried.problems ?? [];
  return (
    <>
      {group === 'validate' && (
        <div>
          <h4 className={styles.heading}>{t('bench.problems')}</h4>
          {problems.length === 0 && <p className={styles.note}>{t('bench.noProblems')}</p>}
          <dl className={styles.problems}>
            {problems.map(({ path, message }) => (
              <div key={`${path} ${message}`}>
                <dt>{fieldName(path, titleOf) || t('bench.wholeForm')}</dt>
                <dd>{message}</dd>
              </div>
            ))}
          </dl>
        </div>
      )}
      {group === 'options' && <Offered output={tried.output} />}
      <details className={styles.raw} open={group !== 'validate' && group !== 'options'}>
        <summary className={styles.heading}>{t('bench.output')}</summary>
        <pre className={styles.output}>{JSON.stringify(tried.output ?? null, null, 2)}</pre>
      </details>
    </>
  );
}

/** A place by its titles, with the number of the row it is in: “Items › Amount, 2”. */
function fieldName(pointer: string, titleOf: (path: string) => string): string {
  const parts = pointer.split('/').filter(Boolean);
  if (parts.length === 0) return '';
  const row = parts.find((part) => /^\d+$/.test(part));
  const title = titleOf(
    parts
      .filter((part) => part !== row)
      .slice(0, 2)
      .join('.'),
  );
  return row === undefined ? title : `${title} (${Number(row) + 1})`;
}

import { useTranslation } from 'react-i18next';
import { type Env, EvaluationError, evaluate, parse, type Value } from '../../core/rule';
import { isDecimal, textOf } from '../../core/rule/number';
import { useSample } from './sample';

/** What a formula comes to on the sample values, in words; undefined without any. */
export function useLive(expr: unknown, table: string | undefined): string | undefined {
  const { t } = useTranslation('rules');
  const sample = useSample();
  if (!sample) return undefined;
  const say = (v: Value): string => {
    if (v === null) return t('formula.nothing');
    if (typeof v === 'boolean') return t(v ? 'formula.yes' : 'formula.no');
    if (isDecimal(v)) return textOf(v);
    if (typeof v === 'string') return t('formula.text', { text: v });
    if (Array.isArray(v)) return v.map(say).join(t('formula.comma'));
    return JSON.stringify(v);
  };
  try {
    return say(evaluate(parse(expr), inRow(sample, table)));
  } catch (error) {
    return error instanceof EvaluationError
      ? t('formula.cannot', { why: t(`problem.${error.code}`, { defaultValue: error.code }) })
      : undefined;
  }
}

/** Formulas about a row are tried on the first one of the sample. */
function inRow(env: Env, table: string | undefined): Env {
  const rows = table === undefined ? undefined : env.values[table];
  const row: unknown = Array.isArray(rows) ? rows[0] : undefined;
  return typeof row === 'object' && row !== null ? { ...env, row: row as Record<string, unknown> } : env;
}

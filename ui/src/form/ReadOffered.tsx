import { useLanguage, useWords } from '../i18n/words';
import { useScene } from './context';
import type { FieldModel } from './model';
import { optionName } from './offer';
import { useOffered } from './useOffered';

/** What a script offered, in the words that came with the case, else in those of what it offers now. */
export function ReadOffered({
  field,
  pointer,
  values,
}: {
  field: FieldModel;
  pointer: string;
  values: readonly string[];
}) {
  const words = useWords();
  const language = useLanguage();
  const { labels = {} } = useScene();
  const { source } = field.layout;
  const kept = (value: string) => (source ? words(labels[optionName(source, value)]) : '');
  const { words: now } = useOffered(
    field,
    pointer,
    source?.script !== undefined && values.some((value) => !kept(value)),
    false,
  );
  return (
    <>{values.map((value) => kept(value) || words(now[value]) || value).join(language === 'zh-CN' ? '、' : ', ')}</>
  );
}

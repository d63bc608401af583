import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

/** What the editor says in English of itself, and the words that it is to say instead. */
const said = {
  Find: 'find',
  Replace: 'replaceWith',
  next: 'next',
  previous: 'previous',
  all: 'all',
  'match case': 'matchCase',
  regexp: 'regexp',
  'by word': 'byWord',
  replace: 'replace',
  'replace all': 'replaceAll',
  close: 'close',
  'Go to line': 'goToLine',
  go: 'go',
  Completions: 'completions',
  'current match': 'currentMatch',
  'on line': 'onLine',
  'replaced $ matches': 'replacedMatches',
  'replaced match on line $': 'replacedOnLine',
} as const;

/** The editor's own words in the reader's language. */
export function usePhrases(): Record<string, string> {
  const { t } = useTranslation('scripts');
  return useMemo(
    () => Object.fromEntries(Object.entries(said).map(([phrase, key]) => [phrase, t(`editor.${key}`)])),
    [t],
  );
}

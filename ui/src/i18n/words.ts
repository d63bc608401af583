import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { Language, Text } from '../api/types';
import { asLanguage } from './index';

/** The wording in the language, else in the fallback, else in any language in a fixed order, else nothing. */
export function wordsIn(text: Text | undefined | null, language: Language, fallback: Language = 'en'): string {
  if (!text) return '';
  if (text[language]) return text[language] ?? '';
  if (text[fallback]) return text[fallback] ?? '';
  for (const key of Object.keys(text).sort()) if (text[key]) return text[key] ?? '';
  return '';
}

/** The reader's language. */
export function useLanguage(): Language {
  const { i18n } = useTranslation();
  return asLanguage(i18n.language);
}

/** A function that reads a {@link Text} in the reader's language. */
export function useWords(): (text: Text | undefined | null) => string {
  const language = useLanguage();
  return useCallback((text) => wordsIn(text, language), [language]);
}

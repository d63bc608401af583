import i18next, { type BackendModule, type ReadCallback } from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Language } from '../api/types';

export const languages: readonly Language[] = ['en', 'zh-CN'];
export const areas = [
  'absence',
  'common',
  'work',
  'studio',
  'control',
  'docs',
  'errors',
  'form',
  'company',
  'setup',
  'templates',
  'audit',
  'people',
  'account',
  'time',
  'actions',
  'subflow',
  'errands',
  'rules',
  'choices',
  'assignees',
  'fields',
  'lists',
  'designer',
  'scripts',
  'files',
  'changes',
] as const;
export type Area = (typeof areas)[number];

const STORED = 'banli.language';
const resources = import.meta.glob<Record<string, unknown>>('./{en,zh-CN}/*.json', { import: 'default' });

/** Loads one area of one language as its own chunk, so that nobody downloads words they do not read. */
const backend: BackendModule = {
  type: 'backend',
  init() {},
  read(language: string, area: string, done: ReadCallback) {
    const load = resources[`./${language}/${area}.json`];
    if (!load) {
      done(new Error(`no words for ${language}/${area}`), false);
      return;
    }
    load().then(
      (words) => done(null, words),
      (error: Error) => done(error, true),
    );
  },
};

/** The nearest language that we have words for. */
export function asLanguage(tag: string | null | undefined): Language {
  return tag?.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en';
}

/** The language to begin with: what was chosen here before, else what the browser asks for. */
export function firstLanguage(): Language {
  try {
    const stored = localStorage.getItem(STORED);
    if (stored) return asLanguage(stored);
  } catch {
    // Storage may be switched off; the browser's own language is good enough then.
  }
  return asLanguage(navigator.language);
}

/** Whether the reader, or their browser, has asked for a language that we have words for. */
export function languageAsked(): boolean {
  try {
    if (localStorage.getItem(STORED)) return true;
  } catch {
    // See above.
  }
  return navigator.languages.some((tag) => /^(en|zh)\b/i.test(tag));
}

/** Starts i18next with the words that every entrance needs. */
export async function startI18n(language: Language = firstLanguage()): Promise<typeof i18next> {
  await i18next
    .use(backend)
    .use(initReactI18next)
    .init({
      lng: language,
      fallbackLng: false,
      supportedLngs: [...languages],
      load: 'currentOnly',
      ns: ['common', 'errors'],
      defaultNS: 'common',
      interpolation: { escapeValue: false },
      returnNull: false,
      react: { useSuspense: true },
    });
  markDocument(language);
  return i18next;
}

function markDocument(language: Language): void {
  // Chinese glyphs differ by region: the document has to say which ones it wants.
  document.documentElement.lang = language;
}

/** Switches the words on screen and remembers the choice in this browser. */
export async function changeLanguage(language: Language): Promise<void> {
  await i18next.changeLanguage(language);
  markDocument(language);
  try {
    localStorage.setItem(STORED, language);
  } catch {
    // Nothing depends on it: the session carries the choice too.
  }
}

import { describe, expect, it } from 'vitest';
import { areas, asLanguage, languages } from './index';
import { wordsIn } from './words';

type Tree = { [key: string]: string | Tree };

const files = import.meta.glob<Tree>('./*/*.json', { eager: true, import: 'default' });

function read(language: string, area: string): Tree {
  return files[`./${language}/${area}.json`] ?? {};
}

function leaves(tree: Tree, prefix = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value === 'string') found.set(prefix + key, value);
    else for (const [inner, words] of leaves(value, `${prefix}${key}.`)) found.set(inner, words);
  }
  return found;
}

const holes = (words: string) => [...words.matchAll(/\{\{\s*(\w+)\s*\}\}/g)].map((match) => match[1]).sort();

describe('words on screen', () => {
  it('has the same areas in every language', () => {
    const wanted = languages.flatMap((language) => areas.map((area) => `./${language}/${area}.json`));
    expect(Object.keys(files).sort()).toEqual(wanted.sort());
  });

  it.each(areas)('%s says the same things in both languages, and none is empty', (area) => {
    const en = leaves(read('en', area));
    const zh = leaves(read('zh-CN', area));
    expect([...zh.keys()].sort()).toEqual([...en.keys()].sort());
    for (const [key, words] of [...en, ...zh]) expect(words.trim(), key).not.toBe('');
    // One of something may be said without its number.
    for (const [key, words] of en)
      if (!key.endsWith('_one')) expect(holes(zh.get(key) ?? ''), key).toEqual(holes(words));
  });
});

describe('asLanguage', () => {
  it.each([
    ['zh', 'zh-CN'],
    ['zh-TW', 'zh-CN'],
    ['en-GB', 'en'],
    ['de', 'en'],
    [undefined, 'en'],
  ])('reads %s as %s', (tag, language) => {
    expect(asLanguage(tag)).toBe(language);
  });
});

describe('wordsIn', () => {
  it('takes the language, then the fallback, then any in a fixed order', () => {
    expect(wordsIn({ en: 'Leave', 'zh-CN': '请假' }, 'zh-CN')).toBe('请假');
    expect(wordsIn({ en: 'Leave' }, 'zh-CN')).toBe('Leave');
    expect(wordsIn({ fr: 'Congé', de: 'Urlaub' }, 'zh-CN')).toBe('Urlaub');
    expect(wordsIn({ en: '', 'zh-CN': '请假' }, 'en')).toBe('请假');
    expect(wordsIn(undefined, 'en')).toBe('');
  });
});

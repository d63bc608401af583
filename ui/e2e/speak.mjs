// The words on the screen, from the same files the interface takes them from,
// so that a journey can be walked in either language.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

const areas = new Map();

function area(language, name) {
  const key = `${language}/${name}`;
  if (!areas.has(key)) {
    areas.set(key, JSON.parse(readFileSync(new URL(`../src/i18n/${key}.json`, import.meta.url), 'utf8')));
  }
  return areas.get(key);
}

/**
 * Gives the words of one language: `say('work:enter.login')`, with
 * `{{placeholders}}` filled from the second argument.
 */
export function speak(language) {
  return (key, values = {}) => {
    const [name, path] = key.split(':');
    const text = path.split('.').reduce((words, part) => words?.[part], area(language, name));
    assert.equal(typeof text, 'string', `there are no words for ${key} in ${language}`);
    return text.replaceAll(/\{\{(\w+)\}\}/g, (_, placeholder) => values[placeholder] ?? '');
  };
}

/** The opening words of a text, up to its first placeholder: enough to find it by. */
export function opening(say, key, values = {}) {
  return say(key, new Proxy(values, { get: (known, name) => known[name] ?? '\u0000' }))
    .split('\u0000')[0]
    .trim();
}

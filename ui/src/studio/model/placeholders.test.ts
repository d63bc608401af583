import { describe, expect, it } from 'vitest';
import type { App } from '../../api/studioTypes';
import { placeholderNames, shownTemplate, storedTemplate } from './placeholders';

function appWith(titles: Record<string, { en?: string; 'zh-CN'?: string }>): App {
  const fields = Object.fromEntries(Object.entries(titles).map(([id, title]) => [id, { title }]));
  return {
    form: {
      schema: {
        type: 'object',
        properties: Object.fromEntries(Object.keys(titles).map((id) => [id, { type: 'string' }])),
      },
      layout: { sections: [{ id: 'main', fields: Object.keys(titles) }], fields },
    },
  } as unknown as App;
}

const app = appWith({
  days: { en: 'Working days', 'zh-CN': '天数' },
  why: { en: 'Reason' },
  also: { en: 'Twice' },
  again: { en: 'Twice' },
  odd: { en: 'A {brace}' },
  reason: { en: 'Something else' },
});

describe('a template with fields in it', () => {
  const en = placeholderNames(app, 'en');
  it.each([
    ['{initiator} · {days} days', '{Initiator} · {Working days} days'],
    ['{also} {again}', '{also} {again}'],
    ['{odd} {gone} {', '{odd} {gone} {'],
    ['{why}', '{Reason}'],
    ['{reason}', '{Something else}'],
    ['no field', 'no field'],
  ])('shows %s as %s and reads it back', (stored, shown) => {
    expect(shownTemplate(stored, en)).toBe(shown);
    expect(storedTemplate(shown, en)).toBe(stored);
  });

  it('speaks the language of the wording, and another where that one has none', () => {
    const zh = placeholderNames(app, 'zh-CN');
    expect(shownTemplate('{initiator} {days} {why}', zh)).toBe('{发起人} {天数} {Reason}');
  });

  it('takes an id for what it is, whatever another field is called', () => {
    const names = placeholderNames(appWith({ a: { en: 'b' }, b: { en: 'c' } }), 'en');
    expect(shownTemplate('{a} {b}', names)).toBe('{a} {c}');
    expect(storedTemplate('{a} {b}', names)).toBe('{a} {b}');
    expect(storedTemplate('{ c }', names)).toBe('{b}');
  });

  it('leaves what is half typed alone', () => {
    expect(storedTemplate('{Working', en)).toBe('{Working');
  });
});

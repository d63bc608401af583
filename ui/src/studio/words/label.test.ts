import { describe, expect, it } from 'vitest';
import full from '../../../../builder/app/testdata/full.json';
import type { App } from '../../api/studioTypes';
import en from '../../i18n/en/changes.json';
import { whole } from '../model/merge/merge';
import { groups, singles, takeApart } from '../model/merge/parts';
import { isRecord } from '../model/merge/same';
import { labelOf } from './label';

/** Every setting of a thing by the keys that lead to it, as two versions are compared. */
function aspects(thing: unknown, at: readonly string[] = []): string[] {
  if (!isRecord(thing) || whole.has(at.at(-1) ?? '')) return [at.join('.')];
  return Object.entries(thing).flatMap(([key, value]) => aspects(value, [...at, key]));
}

describe('what a setting is called', () => {
  const parts = takeApart(full as unknown as App);
  const all = [
    ...singles.flatMap((kind) => aspects(parts.singles[kind]).map((aspect) => ({ kind, aspect }))),
    ...groups.flatMap((kind) =>
      [...parts.groups[kind].values()].flatMap((thing) => aspects(thing).map((aspect) => ({ kind, aspect }))),
    ),
  ].filter(({ aspect }) => aspect !== '' && aspect !== 'id');

  it('is known for every setting of an app that has them all', () => {
    expect(all.length).toBeGreaterThan(400);
    const nameless = all.filter(({ kind, aspect }) => labelOf({ kind }, aspect).key === 'setting');
    expect([...new Set(nameless.map(({ kind, aspect }) => `${kind} ${aspect}`))]).toEqual([]);
    for (const { kind, aspect } of all) {
      const { key } = labelOf({ kind }, aspect);
      expect(key === 'scriptText' || Object.hasOwn(en.label, key), `${kind} ${aspect}`).toBe(true);
    }
  });

  it.each([
    ['field', 'schema.maximum', { key: 'maximum' }],
    ['field', 'schema.items.enum', { key: 'options' }],
    ['field', 'schema.properties.start.format', { key: 'rest' }],
    ['field', 'layout.title.en', { key: 'title', language: 'en' }],
    ['field', 'layout.options.paris.zh-CN', { key: 'option', option: 'paris', language: 'zh-CN' }],
    ['node', 'fields.lines.amount', { key: 'access', field: 'lines.amount' }],
    ['script', 'flow.fill', { key: 'scriptText' }],
    ['script', 'needs.options.rooms', { key: 'needs' }],
    ['schema', 'allOf', { key: 'between' }],
    ['rule', 'order', { key: 'order' }],
  ] as const)('of a %s, %s', (kind, aspect, want) => {
    expect(labelOf({ kind }, aspect)).toEqual(expect.objectContaining(want));
  });
});

import { describe, expect, it } from 'vitest';
import type { App } from '../../api/studioTypes';
import { moveFields, moveOverSection, nudgeFields, rangeOf, removeFields, setAllRequired, setAllWidths } from './bulk';
import { type Clip, clipOf, clipOfColumns, clipOfSections } from './clip';
import { clipText, readClip, refusalOf } from './clipText';
import { addField, fieldAt, setFieldLayout } from './fields';
import { paste, pasteColumns, unfitForColumns } from './paste';
import { removeSection } from './removal';
import { renameExpr } from './rename';
import { leaveApp } from './testing/leave';
import { countingIds } from './testing/sound';
import { pathsIn } from './uses';

const order = (app: App) => app.form.layout.sections.map((section) => section.fields);
const other = (): App => ({ ...leaveApp(), id: 'other' });

/** Through the clipboard's text, as every clip goes. */
function carried(clip: Clip): Clip {
  const read = readClip(clipText(clip));
  if ('why' in read) throw new Error(JSON.stringify(read));
  return read;
}

/** An app with a rule on two of its fields alone, and one on the first that reads another. */
function ruled(): App {
  const app = leaveApp();
  return {
    ...app,
    rules: [
      ...app.rules,
      {
        id: 'own',
        enabled: true,
        when: { and: [{ '>': [{ var: ['days', 0] }, 3] }, { empty: [{ var: 'period.start' }] }] },
        // biome-ignore lint/suspicious/noThenProperty: a rule's own key.
        then: [{ do: 'set', field: 'reason', value: { if: [{ var: 'days' }, 'long', { var: '$row.days' }] } }],
      },
    ],
  };
}

describe('several fields', () => {
  const app = leaveApp();
  it('move together, counted with all of them in their old places', () => {
    expect(order(moveFields(app, ['handover', 'type'], { section: 'why', index: 3 }))).toEqual([
      ['days'],
      ['reason', 'items', 'type', 'handover'],
    ]);
    expect(order(moveFields(app, ['reason', 'items'], { section: 'why', index: 2 }))).toEqual([
      ['type', 'days'],
      ['handover', 'reason', 'items'],
    ]);
    expect(moveFields(app, ['type', 'days'], { section: 'when', index: 1 })).toBe(app);
    expect(moveFields(app, ['gone'], { section: 'why', index: 0 })).toBe(app);
  });
  it('are nudged over the border of a section and stop at the ends of the form', () => {
    expect(order(nudgeFields(app, ['days', 'reason'], -1))).toEqual([
      ['days', 'type', 'reason'],
      ['handover', 'items'],
    ]);
    expect(order(nudgeFields(app, ['type', 'days'], 1))).toEqual([[], ['type', 'days', 'reason', 'handover', 'items']]);
    expect(nudgeFields(app, ['type', 'days'], -1)).toBe(app);
    expect(order(nudgeFields(app, ['type', 'handover'], -1))[1]).toEqual(['handover', 'reason', 'items']);
  });
  it('move into the next section as a whole', () => {
    expect(order(moveOverSection(app, ['type', 'days'], 1))).toEqual([
      [],
      ['type', 'days', 'reason', 'handover', 'items'],
    ]);
    expect(order(moveOverSection(app, ['reason', 'items'], -1))[0]).toEqual(['type', 'days', 'reason', 'items']);
    expect(moveOverSection(app, ['reason'], 1)).toBe(app);
  });
  it('are chosen from one to another, in either direction', () => {
    expect(rangeOf(app, 'days', 'handover')).toEqual(['days', 'reason', 'handover']);
    expect(rangeOf(app, 'handover', 'days')).toEqual(['days', 'reason', 'handover']);
    expect(rangeOf(app, 'gone', 'days')).toEqual(['days']);
  });
  it('are required, sized and removed, where that means something', () => {
    const note = addField(app, 'note', undefined, countingIds());
    const all = ['type', 'handover', note.path];
    const required = setAllRequired(note.app, all, true);
    expect(required.form.schema.required).toEqual(['type', 'days', 'reason', 'handover']);
    expect(fieldAt(setAllWidths(note.app, ['days', 'items'], 2), 'items')?.layout).not.toHaveProperty('width');
    expect(order(removeFields(note.app, all))).toEqual([['days'], ['reason', 'items']]);
  });
});

it('renames what an expression reads, and nothing else', () => {
  const names = new Map([['a', 'b']]);
  expect(
    renameExpr(
      { and: [{ var: 'a' }, { var: ['a.start', 'a'] }, { in: ['a', { var: 'ab' }] }, { var: '$row.a' }] },
      names,
    ),
  ).toEqual({ and: [{ var: 'b' }, { var: ['b.start', 'a'] }, { in: ['a', { var: 'ab' }] }, { var: '$row.a' }] });
});

describe('a clip', () => {
  it('keeps ids that are free and brings its rules into another app', () => {
    const clip = carried(clipOf(ruled(), ['reason', 'days']));
    expect(clip.fields.map((field) => field.id)).toEqual(['days', 'reason']);
    expect(clip.rules.map((rule) => rule.id)).toEqual(['own']);
    const bare = ['days', 'reason'].reduce((a, id) => removeFields(a, [id]), other());
    // What the rule reads beside the fields, a period, is not there: the rule stays behind.
    expect(paste(bare, clip, undefined, countingIds()).rules).toBe(0);
    const withPeriod = { ...clip, rules: clip.rules.map((rule) => ({ ...rule, when: { '>': [{ var: 'days' }, 3] } })) };
    const pasted = paste(bare, withPeriod, { section: 'when', index: 0 }, countingIds());
    expect(pasted).toMatchObject({ paths: ['days', 'reason'], rules: 1 });
    expect(order(pasted.app)[0]).toEqual(['days', 'reason', 'type']);
    expect(pasted.app.form.schema.required).toEqual(['type', 'days', 'reason']);
    expect(fieldAt(pasted.app, 'days')).toEqual(fieldAt(leaveApp(), 'days'));
    // Steps of the same name in another app are other steps.
    expect(pasted.app.flow.nodes[1]?.fields).not.toHaveProperty('days');
  });

  it('gives new ids where the old ones are taken, and rewrites what reads them', () => {
    const app = ruled();
    const { app: next, paths, rules } = paste(app, carried(clipOf(app, ['days', 'reason'])), undefined, countingIds());
    expect(paths).toEqual(['number_1', 'textarea_2']);
    expect(rules).toBe(0);
    const known = { ...app, rules: app.rules.map((r) => ({ ...r, when: { '>': [{ var: ['days', 0] }, 3] } })) };
    const copy = paste(known, carried(clipOf(known, ['days', 'reason'])), undefined, countingIds());
    expect(copy.rules).toBe(1);
    const rule = copy.app.rules.at(-1);
    expect(rule?.id).not.toBe('own');
    expect(rule?.when).toEqual({ '>': [{ var: ['number_1', 0] }, 3] });
    expect(rule?.then[0]).toMatchObject({ field: 'textarea_2' });
    expect([...pathsIn(rule?.then[0]?.value)]).toEqual(['number_1', '$row.days']);
    expect(next.rules).toEqual(app.rules);
    expect(app).toEqual(ruled());
  });

  it('keeps options under the field that they depend on', () => {
    const from = setFieldLayout(leaveApp(), 'handover', { source: { list: 'cities', under: 'type' } });
    const pasted = paste(from, carried(clipOf(from, ['type', 'handover'])), undefined, countingIds());
    const [type, handover = ''] = pasted.paths;
    expect(fieldAt(pasted.app, handover)?.layout.source).toEqual({ list: 'cities', under: type });
    const alone = paste(from, carried(clipOf(from, ['handover'])), undefined, countingIds());
    expect(fieldAt(alone.app, alone.paths[0] ?? '')?.layout.source?.under).toBe('type');
  });

  it('comes back as it was cut, with its place in the summary, its access and no rule twice', () => {
    const app = leaveApp();
    const known = {
      ...app,
      // biome-ignore lint/suspicious/noThenProperty: a rule's own key.
      rules: [{ ...(app.rules[0] as (typeof app.rules)[0]), then: [{ do: 'require' as const, field: 'days' }] }],
    };
    const cut = removeFields(known, ['days']);
    const back = paste(cut, carried(clipOf(known, ['days'])), { section: 'when', index: 1 }).app;
    expect(back.form.layout.sections).toEqual(known.form.layout.sections);
    expect(back.rules).toEqual(known.rules);
    expect(back.summary).toEqual(['type', 'days']);
    expect(back.flow.nodes[1]?.fields).toEqual({ days: 'edit', 'items.amount': 'hide' });
  });

  it('brings a section with its fields, tables and notes', () => {
    const from = addField(leaveApp(), 'note', { section: 'why', index: 0 }, countingIds()).app;
    const clip = carried(clipOfSections(from, ['why']));
    const empty = removeSection(removeSection(other(), 'when'), 'why');
    const there = paste(empty, clip, undefined, countingIds());
    expect(there.sections).toEqual(['why']);
    expect(order(there.app)).toEqual([from.form.layout.sections[1]?.fields]);
    expect(fieldAt(there.app, 'items')).toEqual(fieldAt(from, 'items'));
    const twice = paste(there.app, clip, { section: 'why', index: 0 }, countingIds());
    expect(new Set(order(twice.app).flat()).size).toBe(8);
    expect(twice.app.form.layout.sections.map((section) => section.id)).toEqual([
      'why',
      expect.stringMatching(/^section_/),
    ]);
    expect(refusalOf(twice.app)).toBeUndefined();
  });

  it('goes from fields to columns and back, where the kind allows', () => {
    const app = leaveApp();
    const clip = carried(clipOf(app, ['days', 'type']));
    expect(unfitForColumns(clip)).toEqual([]);
    expect(unfitForColumns(clipOf(app, ['items', 'reason']))).toEqual(['textarea', 'table']);
    const inside = pasteColumns(app, clip, 'items', 'what', countingIds());
    expect(fieldAt(inside.app, 'items')?.columns.map((column) => column.path)).toEqual([
      'items.what',
      'items.type',
      'items.days',
      'items.amount',
    ]);
    expect(fieldAt(inside.app, 'items.days')?.required).toBe(true);
    const out = paste(inside.app, carried(clipOfColumns(inside.app, 'items', ['amount'])), undefined, countingIds());
    expect(fieldAt(out.app, out.paths[0] ?? '')?.schema).toEqual({ type: 'number' });
    expect(refusalOf(out.app)).toBeUndefined();
  });
});

describe('a hostile clip', () => {
  const good = JSON.parse(clipText(clipOf(leaveApp(), ['days']))) as Record<string, unknown>;
  const field = (patch: object) => ({ ...good, fields: [{ ...(good.fields as object[])[0], ...patch }] });
  const deep = (n: number): unknown => (n === 0 ? {} : { not: deep(n - 1) });
  it.each<[string, unknown]>([
    ['an unknown key', { ...good, more: 1 }],
    ['a version to come', { ...good, v: 2 }],
    ['a field of no id', field({ id: '__proto__' })],
    ['an id that is a path', field({ id: 'a.b' })],
    ['a field that stands twice', { ...good, fields: [...(good.fields as []), ...(good.fields as [])] }],
    ['a widget that is none', field({ layout: { widget: 'html' } })],
    ['a look with a key of its own', field({ layout: { onClick: 'alert(1)' } })],
    ['words that are no text', field({ layout: { title: { en: { toString: 1 } } } })],
    ['words in no language', field({ layout: { title: { xx: 'a' } } })],
    ['a schema that is none', field({ schema: 'type' })],
    ['a schema without a bottom', field({ schema: deep(60) })],
    ['a block and a field in one', field({ block: { kind: 'note' } })],
    ['more fields than fit', { ...good, fields: Array.from({ length: 201 }, (_, i) => ({ id: `f${i}`, schema: {} })) }],
    [
      'a rule that does something else',
      // biome-ignore lint/suspicious/noThenProperty: a rule's own key.
      { ...good, rules: [{ id: 'r', enabled: true, then: [{ do: 'eval', field: 'a' }] }] },
    ],
    ['a section of fields that are not there', { ...good, sections: [{ id: 's', fields: ['other'] }] }],
    ['columns of a field without rows', field({ columns: { a: {} } })],
    ['a list', [good]],
  ])('with %s is refused', (_, value) => {
    const text = JSON.stringify(value);
    expect(readClip(text)).toHaveProperty('why');
  });

  it('that is no clip at all is left alone', () => {
    for (const text of ['', 'hello', '{"a":1}', '{"banli":"form-parts"', 'form-parts {', '=1+1']) {
      expect(readClip(text)).toEqual({ why: 'other' });
    }
    expect(readClip(`{"banli":"form-parts","x":"${'a'.repeat(500_000)}"}`)).toEqual({ why: 'large' });
  });

  it('cannot reach the prototype of anything', () => {
    const text = clipText(clipOf(leaveApp(), ['days'])).replace(
      '"layout":{',
      '"layout":{"__proto__":{"polluted":true},',
    );
    expect(readClip(text)).toMatchObject({ why: 'flaw' });
    const options = clipText(clipOf(leaveApp(), ['type'])).replace('"options":{', '"options":{"__proto__":{"en":"x"},');
    const read = readClip(options);
    if ('why' in read) throw new Error('refused');
    paste(leaveApp(), read);
    expect(({} as { en?: string }).en).toBeUndefined();
  });

  it('that would make no form is refused before it is pasted', () => {
    const loop = { ...good, fields: [{ id: 'a', schema: { type: 'array', items: { $ref: '#' } } }] };
    const clip = readClip(JSON.stringify(loop));
    if ('why' in clip) throw new Error('refused too early');
    expect(refusalOf(paste(leaveApp(), clip).app)).toMatchObject({
      why: 'form',
      flaw: { params: { why: 'form.refCircle' } },
    });
  });
});

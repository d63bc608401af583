import { describe, expect, it } from 'vitest';
import type { FormDefinition } from '../../api/types';
import { fieldAt } from './fields';
import { appendForm, replaceForm } from './importForm';
import { leaveApp } from './testing/leave';

const form: FormDefinition = {
  schema: {
    type: 'object',
    properties: {
      days: { type: 'integer' },
      city: { type: 'string' },
      items: { type: 'array', items: { type: 'object', properties: { a: { type: 'string' } } } },
    },
    required: ['days'],
    additionalProperties: false,
  },
  layout: {
    sections: [{ id: 'when', fields: ['$note1', 'days', 'city', 'items'] }],
    fields: { days: { title: { en: 'Nights' } }, 'items.a': { title: { en: 'A' } } },
    blocks: { $note1: { kind: 'note', text: { en: 'N' } } },
  },
};

describe('an imported form', () => {
  it('goes behind what is there, under ids that are free', () => {
    const app = leaveApp();
    const { app: next, ids } = appendForm(app, form);
    expect([...ids]).toEqual([
      ['days', 'days2'],
      ['city', 'city'],
      ['items', 'items2'],
    ]);
    expect(fieldAt(next, 'days')).toEqual(fieldAt(app, 'days'));
    expect(fieldAt(next, 'days2')).toMatchObject({ required: true, layout: { title: { en: 'Nights' } } });
    expect(fieldAt(next, 'items2.a')?.layout.title).toEqual({ en: 'A' });
    const sections = next.form.layout.sections;
    expect(sections.map((section) => section.id)).toEqual(['when', 'why', 'when2']);
    expect(sections[2]?.fields).toEqual(['$note1', 'days2', 'city', 'items2']);
    expect(appendForm(next, form).app.form.layout.sections.at(-1)?.fields).toEqual([
      '$note12',
      'days3',
      'city2',
      'items3',
    ]);
  });

  it('takes the place of what is there, and of what only described it', () => {
    const app = leaveApp();
    const { app: next } = replaceForm(app, form);
    expect(next.form).toBe(form);
    expect(next.summary).toEqual([]);
    expect(next.flow.nodes.flatMap((node) => Object.keys(node.fields ?? {}))).toEqual([]);
    expect(next.rules).toEqual(app.rules);
  });
});

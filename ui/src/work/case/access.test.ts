import { describe, expect, it } from 'vitest';
import type { FormDefinition } from '../../api';
import { fixedTables, lockedPaths } from './access';

const form = {
  schema: {
    type: 'object',
    properties: {
      purpose: { type: 'string' },
      items: { type: 'array', items: { type: 'object', properties: { what: {}, amount: {}, code: {} } } },
    },
  },
  layout: { sections: [], fields: {} },
} as FormDefinition;

describe('lockedPaths', () => {
  const fields = ['purpose', 'items'];

  it('locks what a step does not open', () => {
    expect(lockedPaths(form, fields, {})).toEqual(['purpose', 'items']);
    expect(lockedPaths(form, fields, { purpose: 'edit', items: 'edit' })).toEqual([]);
  });

  it('leaves a table open of which a column is, and locks its other columns', () => {
    expect(lockedPaths(form, fields, { 'items.code': 'edit' })).toEqual(['purpose', 'items.what', 'items.amount']);
  });

  it('keeps the rows of a table of which only columns are open', () => {
    expect(fixedTables(form, fields, {})).toEqual([]);
    expect(fixedTables(form, fields, { 'items.code': 'edit' })).toEqual(['items']);
    expect(fixedTables(form, fields, { items: 'edit', 'items.amount': 'hide' })).toEqual([]);
  });

  it('locks the columns that a step keeps closed in a table that is open', () => {
    expect(lockedPaths(form, fields, { items: 'edit', 'items.amount': 'read' })).toEqual(['purpose', 'items.amount']);
  });
});

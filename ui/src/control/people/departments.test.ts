import { describe, expect, it } from 'vitest';
import type { DirectoryDepartment } from '../../api';
import { headcount, plant, within } from './departments';

const department = (id: string, parent?: string, people = 1): DirectoryDepartment => ({
  id,
  code: id,
  name: { en: id },
  parent,
  people,
  rev: 1,
});
const tree = [department('co'), department('rd', 'co', 3), department('ops', 'co'), department('base', 'rd', 2)];

describe('the tree of departments', () => {
  it('puts each department below the one above it', () => {
    expect(plant(tree).map(({ department: { id }, depth }) => `${depth} ${id}`)).toEqual([
      '0 co',
      '1 rd',
      '2 base',
      '1 ops',
    ]);
  });

  it('loses none whose parent is missing', () => {
    expect(plant([department('lost', 'gone')]).map(({ depth }) => depth)).toEqual([0]);
  });

  it('knows what stands within a department, and how many people', () => {
    expect([...within(tree, 'rd')]).toEqual(['rd', 'base']);
    expect(headcount(tree, 'rd')).toBe(5);
    expect(headcount(tree, 'co')).toBe(7);
  });
});

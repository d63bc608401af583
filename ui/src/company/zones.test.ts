import { describe, expect, it } from 'vitest';
import { offset, usualDays, zones } from './zones';

describe('time zones', () => {
  it('offers what the browser knows, UTC, and the one in use', () => {
    const all = zones('Old/Place');
    expect(all).toContain('Asia/Shanghai');
    expect(all).toContain('UTC');
    expect(all).toContain('Old/Place');
    expect(all).toEqual([...new Set(all)].sort());
  });

  it('says how far a zone is from UTC on that day', () => {
    expect(offset('Asia/Shanghai', new Date('2026-07-01T00:00:00Z'))).toBe('UTC+8');
    expect(offset('America/St_Johns', new Date('2026-01-01T00:00:00Z'))).toBe('UTC−3:30');
    expect(offset('Europe/Berlin', new Date('2026-07-01T00:00:00Z'))).toBe('UTC+2');
    expect(offset('No/Where', new Date())).toBe('');
  });

  it('expects the holidays of mainland China there, and weekends elsewhere', () => {
    expect(usualDays('Asia/Shanghai')).toBe('china');
    expect(usualDays('Asia/Hong_Kong')).toBe('weekends');
    expect(usualDays('Europe/Paris')).toBe('weekends');
  });
});

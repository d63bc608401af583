import { describe, expect, it } from 'vitest';
import { insertStep, nodeOf, setNode } from './flow';
import { leaveApp } from './testing/leave';
import { countingIds, flaws } from './testing/sound';
import { usesOf } from './uses';
import { hostOf, originOf, sendable } from './webhook';

describe('hostOf', () => {
  it.each([
    ['https://erp.example.com/hook?x=1', 'erp.example.com', 'https://erp.example.com'],
    ['http://erp.example.com:8080', 'erp.example.com:8080', 'http://erp.example.com:8080'],
    ['ftp://erp.example.com', '', ''],
    ['erp.example.com', '', ''],
    ['', '', ''],
    [undefined, '', ''],
  ])('finds in %s the host %s', (address, host, origin) => {
    expect(hostOf(address)).toBe(host);
    expect(originOf(address ?? '')).toBe(origin);
  });
});

describe('a webhook step', () => {
  it('is put in without an address, and keeps the flow sound', () => {
    const { app, id = '' } = insertStep(leaveApp(), { edge: 'e1' }, 'webhook', countingIds());
    expect(nodeOf(app.flow, id)).toMatchObject({ type: 'webhook', webhook: { url: '' } });
    expect(nodeOf(app.flow, id)).not.toHaveProperty('assignee');
    expect(flaws(app.flow)).toEqual([]);
  });

  it('counts as a use of what it sends, and of nothing else', () => {
    const { app, id = '' } = insertStep(leaveApp(), { edge: 'e1' }, 'webhook', countingIds());
    const sending = setNode(app, id, { webhook: { url: 'https://erp.example.com', fields: ['reason'] } });
    const steps = (field: string) => usesOf(sending, field).filter((use) => use.kind === 'step' && use.id === id);
    expect(steps('reason')).toHaveLength(1);
    expect(steps('days')).toHaveLength(0);
  });

  it('can send every field of the form', () => {
    const fields = sendable(leaveApp(), (title) => title?.en ?? '');
    expect(fields).toContainEqual({ value: 'days', label: 'Days' });
    expect(fields.every(({ label }) => label !== '')).toBe(true);
  });
});

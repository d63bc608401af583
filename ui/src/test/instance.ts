import type { InboxItem, Instance, Row } from '../api';
import { claim } from '../form/testing/claim';

const initiator = { id: 'p9', name: { en: 'Sun Li', 'zh-CN': '孙丽' } };
const manager = { id: 'user:p1', kind: 'user' as const, name: { en: 'Chen Xiaoyu', 'zh-CN': '陈晓雨' } };
const app = { id: 'claim', name: { en: 'Claim' }, icon: '', color: '' };

/** A request that waits for the reader of the tests. */
export const instance: Instance = {
  id: 'i1',
  no: 'EX-1',
  title: { en: 'Sun Li · Trip', 'zh-CN': '孙丽 · 出差' },
  app,
  revision: 1,
  status: 'running',
  rev: 3,
  initiator,
  createdAt: Date.UTC(2026, 10, 20, 8),
  updatedAt: Date.UTC(2026, 10, 20, 8),
  form: { purpose: 'Trip', kind: 'office', urgent: false, items: [{ what: 'Train', amount: 5 }], total: 5 },
  definition: { form: claim.form, rules: [...claim.rules], calendar: claim.calendar },
  mask: { hide: [], lock: [] },
  people: {},
  tasks: [
    {
      id: 'i1.2',
      node: 'manager',
      name: { en: 'Manager' },
      status: 'open',
      assignees: ['user:p1'],
      people: [manager],
      arrivedAt: Date.UTC(2026, 10, 20, 8),
      actions: ['approve', 'reject'],
      fields: {},
    },
  ],
  path: [
    {
      node: 'start',
      type: 'start',
      name: { en: 'Submit' },
      state: 'done',
      assignees: [],
      by: { id: 'user:p9', kind: 'user', name: initiator.name },
      at: Date.UTC(2026, 10, 20, 8),
    },
    {
      node: 'manager',
      type: 'approval',
      name: { en: 'Manager' },
      state: 'current',
      assignees: [manager],
      task: 'i1.2',
      at: Date.UTC(2026, 10, 20, 8),
    },
    { node: 'way', type: 'exclusive', name: { en: 'How much?' }, state: 'undecided', assignees: [] },
    { node: 'end', type: 'end', name: { en: 'Done' }, state: 'upcoming', assignees: [] },
  ],
  history: [
    {
      seq: 1,
      type: 'instance.submitted',
      at: Date.UTC(2026, 10, 20, 8),
      by: { id: 'user:p9', kind: 'user', name: initiator.name },
    },
    { seq: 2, type: 'node.entered', at: Date.UTC(2026, 10, 20, 8), node: 'manager' },
    {
      seq: 3,
      type: 'task.created',
      at: Date.UTC(2026, 10, 20, 8),
      node: 'manager',
      nodeName: { en: 'Manager' },
      task: 'i1.2',
      to: [manager],
    },
    { seq: 4, type: 'moon.landed', at: Date.UTC(2026, 10, 20, 9) },
  ],
  actions: [],
  copies: [],
};

/** How it stands after the reader approved it. */
export const approved: Instance = {
  ...instance,
  status: 'approved',
  rev: 4,
  endedAt: Date.UTC(2026, 10, 21, 9),
  tasks: [],
  path: [
    ...instance.path.slice(0, 1),
    {
      node: 'manager',
      type: 'approval',
      name: { en: 'Manager' },
      state: 'done',
      assignees: [],
      by: manager,
      at: Date.UTC(2026, 10, 21, 9),
      comment: 'Fine by me',
    },
  ],
};

const row: Row = {
  id: 'i1',
  no: 'EX-1',
  title: instance.title,
  app,
  status: 'running',
  initiator,
  createdAt: instance.createdAt,
  updatedAt: instance.updatedAt,
  current: [],
  summary: [{ field: 'purpose', title: { en: 'Purpose' }, text: { en: 'Trip' } }],
};

/** The same request as the reader's inbox lists it. */
export const task: InboxItem = {
  task: 'i1.2',
  node: 'manager',
  name: { en: 'Manager' },
  arrivedAt: instance.createdAt,
  actions: ['approve', 'reject'],
  instance: row,
};

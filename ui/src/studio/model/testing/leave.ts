import type { App } from '../../../api/studioTypes';

/** A small leave app, as a test's starting point. */
export function leaveApp(): App {
  return {
    id: 'leave',
    name: { en: 'Leave', 'zh-CN': '请假' },
    defaultLanguage: 'en',
    number: { prefix: 'LV' },
    title: { en: '{initiator} · {type}', 'zh-CN': '{initiator} · {type}' },
    summary: ['type', 'days'],
    form: {
      schema: {
        type: 'object',
        properties: {
          type: { type: 'string', enum: ['annual', 'sick'] },
          days: { type: 'number', exclusiveMinimum: 0, multipleOf: 0.5 },
          reason: { type: 'string', minLength: 2, maxLength: 500 },
          handover: { type: 'string', format: 'person' },
          items: {
            type: 'array',
            items: {
              type: 'object',
              properties: { what: { type: 'string' }, amount: { type: 'number' } },
              required: ['amount'],
              additionalProperties: false,
            },
          },
        },
        required: ['type', 'days', 'reason'],
        additionalProperties: false,
      },
      layout: {
        sections: [
          { id: 'when', title: { en: 'When' }, columns: 2, fields: ['type', 'days'] },
          { id: 'why', title: { en: 'Why' }, columns: 1, fields: ['reason', 'handover', 'items'] },
        ],
        fields: {
          type: {
            widget: 'select',
            title: { en: 'Type', 'zh-CN': '类型' },
            options: { annual: { en: 'Annual', 'zh-CN': '年假' }, sick: { en: 'Sick', 'zh-CN': '病假' } },
          },
          days: { widget: 'number', title: { en: 'Days', 'zh-CN': '天数' } },
          reason: { widget: 'textarea', title: { en: 'Reason', 'zh-CN': '事由' } },
          handover: { widget: 'person', title: { en: 'Hand over to', 'zh-CN': '交接人' } },
          items: { widget: 'table', title: { en: 'Items', 'zh-CN': '明细' }, columns: ['what', 'amount'] },
          'items.what': { widget: 'text', title: { en: 'What', 'zh-CN': '内容' } },
          'items.amount': { widget: 'number', title: { en: 'Amount', 'zh-CN': '金额' } },
        },
      },
    },
    rules: [
      {
        id: 'cover',
        name: { en: 'Long leave needs cover' },
        enabled: true,
        when: { '>': [{ var: 'days' }, 3] },
        // biome-ignore lint/suspicious/noThenProperty: this is the name in the definition's format.
        then: [{ do: 'require', field: 'handover' }],
      },
    ],
    scripts: { validate: 'function validate(form, ctx) { return form.reason ? [] : []; }' },
    flow: {
      nodes: [
        { id: 'start', type: 'start', name: { en: 'Submit' } },
        {
          id: 'manager',
          type: 'approval',
          name: { en: 'Manager' },
          assignee: { kind: 'manager', level: 1 },
          fields: { days: 'edit', 'items.amount': 'hide' },
        },
        { id: 'length', type: 'exclusive', name: { en: 'How long?' } },
        { id: 'head', type: 'approval', name: { en: 'Head' }, assignee: { kind: 'departmentHead' } },
        { id: 'hr', type: 'cc', name: { en: 'HR' }, assignee: { kind: 'role', role: 'hr' } },
        { id: 'end', type: 'end', name: { en: 'Done' } },
      ],
      edges: [
        { id: 'e1', from: 'start', to: 'manager' },
        { id: 'e2', from: 'manager', to: 'length' },
        { id: 'e3', from: 'length', to: 'head', name: { en: 'Over 3' }, when: { '>': [{ var: 'days' }, 3] } },
        { id: 'e4', from: 'length', to: 'hr', name: { en: 'Otherwise' }, default: true },
        { id: 'e5', from: 'head', to: 'hr' },
        { id: 'e6', from: 'hr', to: 'end' },
      ],
    },
  };
}

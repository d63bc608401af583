import type { FormSource } from '../compile';

/** A claim with a table, a computed total, a conditional field and a conditional requirement. */
export const claim: FormSource = {
  form: {
    schema: {
      type: 'object',
      properties: {
        purpose: { type: 'string', minLength: 2, maxLength: 80 },
        kind: { type: 'string', enum: ['travel', 'office'] },
        urgent: { type: 'boolean' },
        paidOn: { type: 'string', format: 'date' },
        period: {
          type: 'object',
          properties: {
            start: { type: 'string', format: 'date' },
            startHalf: { type: 'string', enum: ['am', 'pm'] },
            end: { type: 'string', format: 'date' },
            endHalf: { type: 'string', enum: ['am', 'pm'] },
          },
          required: ['start', 'startHalf', 'end', 'endHalf'],
          additionalProperties: false,
        },
        items: {
          type: 'array',
          minItems: 1,
          items: {
            type: 'object',
            properties: {
              what: { type: 'string', minLength: 1 },
              amount: { type: 'number', exclusiveMinimum: 0, multipleOf: 0.01 },
            },
            required: ['what', 'amount'],
            additionalProperties: false,
          },
        },
        total: { type: 'number' },
        note: { type: 'string' },
      },
      required: ['purpose', 'kind', 'items'],
      additionalProperties: false,
    },
    layout: {
      sections: [
        { id: 'claim', title: { en: 'Claim' }, columns: 2, fields: ['purpose', 'kind', 'paidOn', 'urgent', 'period'] },
        { id: 'items', title: { en: 'Items' }, columns: 1, fields: ['items', 'total', 'note'] },
      ],
      fields: {
        purpose: { widget: 'text', title: { en: 'Purpose', 'zh-CN': '事由' }, help: { en: 'What for?' } },
        kind: {
          widget: 'radio',
          title: { en: 'Kind' },
          options: { travel: { en: 'Travel' }, office: { en: 'Office' } },
        },
        urgent: { widget: 'switch', title: { en: 'Urgent' } },
        paidOn: { widget: 'date', title: { en: 'Paid on' } },
        period: { widget: 'dateRange', title: { en: 'Period' } },
        items: { widget: 'table', title: { en: 'Items' } },
        'items.what': { widget: 'text', title: { en: 'What' } },
        'items.amount': { widget: 'number', title: { en: 'Amount' } },
        total: { widget: 'number', title: { en: 'Total' } },
        note: { widget: 'textarea', title: { en: 'Note' } },
      },
    },
  },
  rules: [
    {
      id: 'total',
      name: { en: 'Total' },
      enabled: true,
      // biome-ignore lint/suspicious/noThenProperty: a rule's own key.
      then: [{ do: 'set', field: 'total', value: { sum: [{ var: 'items.amount' }] } }],
    },
    {
      id: 'urgent',
      name: { en: 'Urgent needs a note' },
      enabled: true,
      when: { '==': [{ var: 'urgent' }, true] },
      // biome-ignore lint/suspicious/noThenProperty: a rule's own key.
      then: [{ do: 'require', field: 'note' }],
    },
    {
      id: 'travel',
      name: { en: 'Travel has a day' },
      enabled: true,
      when: { '==': [{ var: 'kind' }, 'travel'] },
      // biome-ignore lint/suspicious/noThenProperty: a rule's own key.
      then: [{ do: 'show', field: 'paidOn' }],
    },
  ],
  calendar: { weekend: [0, 6], holidays: [], workdays: [] },
  today: '2026-11-21',
  initiator: { id: 'p1' },
};

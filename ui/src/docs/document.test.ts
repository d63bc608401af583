import { describe, expect, it } from 'vitest';
import { curl } from './curl';
import { codesOf, groupsOf, type OpenApi, search } from './document';

const doc: OpenApi = {
  info: { title: 'API' },
  tags: [
    { name: 'tasks', 'x-name-zh-CN': '待办', description: 'Tasks', 'x-description-zh-CN': '待办事项' },
    { name: 'server', 'x-name-zh-CN': '服务器' },
  ],
  paths: {
    '/api/tasks/{id}': {
      parameters: [{ $ref: '#/components/parameters/Id' }],
      post: {
        operationId: 'decide',
        tags: ['tasks'],
        summary: 'Decide',
        'x-summary-zh-CN': '办理',
        parameters: [{ name: 'Idempotency-Key', in: 'header', schema: { type: 'string' } }],
        requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Decision' } } } },
        responses: {
          '403': {
            content: {
              'application/problem+json': {
                schema: { allOf: [{}, { properties: { code: { enum: ['permission.denied'] } } }] },
              },
            },
          },
          '200': { $ref: '#/components/responses/Done' },
        },
      },
    },
    '/healthz': { get: { operationId: 'health', tags: ['server'], security: [], responses: {} } },
  },
  components: {
    parameters: { Id: { name: 'id', in: 'path', required: true, schema: { type: 'string' } } },
    responses: { Done: { description: 'Done' } },
    schemas: {
      Decision: {
        type: 'object',
        required: ['action', 'again'],
        properties: {
          action: { enum: ['approve', 'reject'] },
          comment: { type: 'string' },
          again: { $ref: '#/components/schemas/Decision' },
        },
      },
    },
  },
};

describe('the document', () => {
  it('is read by group, in the reader’s language, with references followed', () => {
    const [tasks, server] = groupsOf(doc, 'zh-CN');
    expect(tasks).toMatchObject({ name: '待办', text: '待办事项' });
    const [decide] = tasks?.operations ?? [];
    expect(decide?.parameters.map(({ name }) => name)).toEqual(['id', 'Idempotency-Key']);
    expect(decide?.answers.map(([status]) => status)).toEqual(['200', '403']);
    expect(decide?.open).toBe(false);
    expect(server?.operations[0]?.open).toBe(true);
    expect(decide?.answers.flatMap(([, answer]) => codesOf(answer))).toEqual(['permission.denied']);
  });

  it.each([
    ['post TASKS', ['decide']],
    ['办理', ['decide']],
    ['health tasks', []],
    ['', ['decide', 'health']],
  ])('finds %s', (text, ids) => {
    const found = search(groupsOf(doc, 'en'), text);
    expect(found.flatMap((group) => group.operations.map(({ operationId }) => operationId))).toEqual(ids);
  });

  it('gives an example for a shell that ends, though the schema holds itself', () => {
    const [decide] = groupsOf(doc, 'en')[0]?.operations ?? [];
    if (!decide) throw new Error('no operation');
    const text = curl(doc, decide, 'https://oa.example.com');
    expect(text).toContain(`curl -s -X POST 'https://oa.example.com/api/tasks/{id}'`);
    expect(text).toContain('Authorization: Bearer $TOKEN');
    expect(text).toContain('Idempotency-Key');
    expect(text).toContain('{"action":"approve","again":{"action":"approve"');
  });
});

import type { App } from '../../api/studioTypes';
import type { Text } from '../../api/types';
import { addField, setFieldLayout, setRequired } from './fields';
import { type Ids, randomIds } from './ids';
import type { FieldKind } from './kinds';

/** A few fields that many forms begin with. */
const first: readonly { kind: FieldKind; title: Text }[] = [
  { kind: 'text', title: { en: 'What is needed', 'zh-CN': '申请事项' } },
  { kind: 'money', title: { en: 'What it costs', 'zh-CN': '预计金额' } },
  { kind: 'date', title: { en: 'Needed by', 'zh-CN': '需求日期' } },
  { kind: 'textarea', title: { en: 'Reason', 'zh-CN': '申请理由' } },
];

/** Puts the fields of an example at the end of a form; the first of them must be filled in. */
export function withExample(app: App, ids: Ids = randomIds): { app: App; paths: string[] } {
  const paths: string[] = [];
  let next = app;
  for (const { kind, title } of first) {
    const added = addField(next, kind, undefined, ids);
    next = setFieldLayout(added.app, added.path, { title });
    paths.push(added.path);
  }
  const [what] = paths;
  return { app: what === undefined ? next : setRequired(next, what, true), paths };
}

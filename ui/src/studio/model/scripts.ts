import type { App, Assignee, Flow, FlowNode } from '../../api/studioTypes';
import type { FieldLayout, Text } from '../../api/types';
import { type Ids, randomIds } from './ids';

/** What a script of a step begins as: it sets nothing. */
export const setsNothing = `// form: what the form holds; ctx: initiator, no, today, steps.
function run(form, ctx) {
  return { set: {} };
}
`;

/** What a script that says who acts begins as: whoever submitted. */
export const namesInitiator = `// Returns people's ids, or roles: { role: "hr" }.
function run(form, ctx) {
  return [ctx.initiator.id];
}
`;

/** What the check of the form begins as: it finds nothing. */
export const findsNothing = `// form: what was filled in; ctx: initiator, today, language.
// Add a problem with problems.push({ field: "id", message: { en: "…", "zh-CN": "…" } }).
function validate(form, ctx) {
  const problems = [];
  return problems;
}
`;

/** What the script that computes fields begins as: it sets none. */
export const computesNothing = `// Returns the fields to set, of those that are chosen as its own.
function compute(form, ctx) {
  return {};
}
`;

/** What a script that offers options begins as. */
export const offersOne = `// Returns what can be chosen: { value, label }, where a label may have both languages.
// For a column of a table, ctx.row is the row and ctx.index its place, from 0.
function options(form, ctx) {
  return [{ value: "first", label: { en: "First", "zh-CN": "第一项" } }];
}
`;

/** What a script is for; those of a group have names, or there is one at most. */
export type ScriptGroup = 'validate' | 'compute' | 'options' | 'flow';
export type NamedGroup = 'options' | 'flow';

/** The groups in the order of the list. */
export const scriptGroups: readonly ScriptGroup[] = ['validate', 'compute', 'options', 'flow'];

/** What a script of each group begins as. */
export const freshScripts: Readonly<Record<ScriptGroup, string>> = {
  validate: findsNothing,
  compute: computesNothing,
  options: offersOne,
  flow: setsNothing,
};

/** Whether the scripts of a group have names. */
export const isNamed = (group: ScriptGroup): group is NamedGroup => group === 'options' || group === 'flow';

/** The key of a step's script. */
export const stepScript = (name: string): string => `flow.${name}`;

/** Takes a key apart: `validate`, `compute`, `options.NAME` or `flow.NAME`. */
export function splitKey(key: string): [group: ScriptGroup, name: string] {
  const dot = key.indexOf('.');
  return dot < 0 ? [key as ScriptGroup, ''] : [key.slice(0, dot) as ScriptGroup, key.slice(dot + 1)];
}

/** The keys of an app's scripts, in the order of the list. */
export function scriptKeys(app: App): string[] {
  return scriptGroups.flatMap((group) => {
    if (isNamed(group)) return Object.keys(app.scripts?.[group] ?? {}).map((name) => `${group}.${name}`);
    return app.scripts?.[group] === undefined ? [] : [group];
  });
}

/** A script by its key; nothing where there is none. */
export function sourceOf(app: App, key: string): string {
  const [group, name] = splitKey(key);
  if (!isNamed(group)) return app.scripts?.[group] ?? '';
  return app.scripts?.[group]?.[name] ?? '';
}

/** Writes a script. */
export function setSource(app: App, key: string, source: string): App {
  const [group, name] = splitKey(key);
  if (!isNamed(group)) return { ...app, scripts: { ...app.scripts, [group]: source } };
  return { ...app, scripts: { ...app.scripts, [group]: { ...app.scripts?.[group], [name]: source } } };
}

/** Adds a script that begins as those of its group do. */
export function addScript(app: App, group: ScriptGroup, ids: Ids = randomIds): { app: App; key: string } {
  const key = isNamed(group) ? `${group}.${ids(group)}` : group;
  return { app: setSource(app, key, freshScripts[group]), key };
}

/** Takes a script out of the app, with what it was to look up and to set; what runs it is left to find out. */
export function removeScript(app: App, key: string): App {
  const [group, name] = splitKey(key);
  const { needs, sets, ...rest } = app.scripts ?? {};
  const { [key]: _, ...otherNeeds } = needs ?? {};
  const scripts: App['scripts'] = {
    ...rest,
    ...(needs && { needs: otherNeeds }),
    ...(sets && group !== 'compute' && { sets }),
  };
  if (!isNamed(group)) return { ...app, scripts: { ...scripts, [group]: undefined } };
  const { [name]: _gone, ...others } = scripts[group] ?? {};
  return { ...app, scripts: { ...scripts, [group]: others } };
}

/** What a script may be called, which is what the server asks as well. */
export const scriptName = /^[a-z][A-Za-z0-9_]{0,63}$/;

/** Calls a script by another name, everywhere. */
export function renameScript(app: App, key: string, to: string): App {
  const [group, name] = splitKey(key);
  if (!isNamed(group)) return app;
  const { [group]: held, needs } = app.scripts ?? {};
  if (held?.[name] === undefined || held[to] !== undefined || !scriptName.test(to)) return app;
  const keyed = <T>(all: Record<string, T>, from: string, next: string): Record<string, T> =>
    Object.fromEntries(Object.entries(all).map(([id, value]) => [id === from ? next : id, value]));
  const scripts: App['scripts'] = {
    ...app.scripts,
    [group]: keyed(held, name, to),
    ...(needs && { needs: keyed(needs, key, `${group}.${to}`) }),
  };
  if (group === 'flow') return { ...app, scripts, flow: renamedIn(app.flow, name, to) };
  const { layout } = app.form;
  const fields = Object.entries(layout.fields).map(([path, look]): [string, FieldLayout] => [
    path,
    look.source?.script === name ? { ...look, source: { ...look.source, script: to } } : look,
  ]);
  return { ...app, scripts, form: { ...app.form, layout: { ...layout, fields: Object.fromEntries(fields) } } };
}

function renamedIn(flow: Flow, name: string, to: string): Flow {
  const way = <T extends Assignee | undefined>(one: T): T =>
    one?.kind === 'script' && one.script === name ? { ...one, script: to } : one;
  return {
    ...flow,
    nodes: flow.nodes.map((node) => {
      if (!runs(node, name)) return node;
      const { script, assignee, otherwise, deadline } = node;
      return {
        ...node,
        ...(script === name && { script: to }),
        ...(assignee && { assignee: way(assignee) }),
        ...(otherwise && { otherwise: otherwise.map(way) }),
        ...(deadline && { deadline: { ...deadline, ...(deadline.to && { to: way(deadline.to) }) } }),
      };
    }),
  };
}

/** The look-ups that a script finds in its ctx. */
export const needsOf = (app: App, key: string): string[] => app.scripts?.needs?.[key] ?? [];

/** Says what a script is to look up. */
export function setNeeds(app: App, key: string, list: string[]): App {
  const { [key]: _, ...rest } = app.scripts?.needs ?? {};
  return { ...app, scripts: { ...app.scripts, needs: list.length > 0 ? { ...rest, [key]: list } : rest } };
}

/** Says which fields compute sets, which people then cannot change. */
export function setSets(app: App, sets: string[]): App {
  return { ...app, scripts: { ...app.scripts, sets } };
}

/** A step that runs a script, or a field that takes its options from one. */
export interface ScriptUse {
  id: string;
  name: Text;
}

/** What uses a script: steps in the flow's order, or fields; those that are there once run by themselves. */
export function usesOfScript(app: App, key: string): ScriptUse[] {
  const [group, name] = splitKey(key);
  if (group === 'options') {
    return Object.entries(app.form.layout.fields)
      .filter(([, layout]) => layout.source?.script === name)
      .map(([id, { title = {} }]) => ({ id, name: title }));
  }
  if (group !== 'flow') return [];
  return app.flow.nodes.filter((node) => runs(node, name)).map(({ id, name: words = {} }) => ({ id, name: words }));
}

const waysOf = (node: FlowNode): (Assignee | undefined)[] => [
  node.assignee,
  ...(node.otherwise ?? []),
  node.deadline?.to,
];

const scriptsAt = (node: FlowNode): string[] =>
  [node.script, ...waysOf(node).map((way) => (way?.kind === 'script' ? way.script : undefined))].filter(
    (name) => name !== undefined,
  );

const runs = (node: FlowNode, name: string): boolean => scriptsAt(node).includes(name);

/** The names of the scripts that steps run. */
export function scriptsIn(flow: Flow): Set<string> {
  return new Set(flow.nodes.flatMap(scriptsAt));
}

/** Gives an app another flow; the scripts that only steps ran which are gone go with them. */
export function withFlow(app: App, flow: Flow): App {
  const before = scriptsIn(app.flow);
  const after = scriptsIn(flow);
  const gone = Object.keys(app.scripts?.flow ?? {}).filter((name) => before.has(name) && !after.has(name));
  return gone.reduce((rest, name) => removeScript(rest, stepScript(name)), { ...app, flow });
}

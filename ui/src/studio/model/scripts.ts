import type { App, Assignee, Flow, FlowNode } from '../../api/studioTypes';

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

const waysOf = (node: FlowNode): (Assignee | undefined)[] => [
  node.assignee,
  ...(node.otherwise ?? []),
  node.deadline?.to,
];

/** The names of the scripts that steps run. */
export function scriptsIn(flow: Flow): Set<string> {
  const names = flow.nodes.flatMap((node) => [
    node.script,
    ...waysOf(node).map((way) => (way?.kind === 'script' ? way.script : undefined)),
  ]);
  return new Set(names.filter((name) => name !== undefined));
}

export const sourceOf = (app: App, name: string): string => app.scripts?.flow?.[name] ?? '';

/** Writes a script. */
export function setSource(app: App, name: string, source: string): App {
  return { ...app, scripts: { ...app.scripts, flow: { ...app.scripts?.flow, [name]: source } } };
}

/** Gives an app another flow; the scripts that only steps ran which are gone go with them. */
export function withFlow(app: App, flow: Flow): App {
  const scripts = app.scripts?.flow;
  if (!scripts) return { ...app, flow };
  const before = scriptsIn(app.flow);
  const after = scriptsIn(flow);
  const kept = Object.entries(scripts).filter(([name]) => after.has(name) || !before.has(name));
  if (kept.length === Object.keys(scripts).length) return { ...app, flow };
  return { ...app, flow, scripts: { ...app.scripts, flow: Object.fromEntries(kept) } };
}

import type { App } from '../../api/studioTypes';
import type { Rule } from '../../api/types';
import { fieldAt, splitPath } from './fields';
import { type Ids, randomIds } from './ids';
import { optionsOf } from './options';

/**
 * Which options of a choice are left by what is chosen in another one. Each value there is a rule that limits the
 * options, so that server and form hold to it alike; the rules of this editor are known by how their ids begin.
 */
export interface Dependence {
  /** The choice that leads. */
  lead: string;
  /** Value there → the options that it leaves; a value without a rule leaves all. */
  allowed: ReadonlyMap<string, readonly string[]>;
}

const KEPT = 'depends';

interface Kept {
  rule: Rule;
  lead: string;
  value: string;
  options: readonly string[];
}

/** How a rule of a column names a column of its own row. */
function variable(path: string, lead: string): string {
  const [table] = splitPath(path);
  const [leadTable, column] = splitPath(lead);
  return column !== undefined && leadTable === table ? `$row.${column}` : lead;
}

function readKept(rule: Rule, path: string): Kept | undefined {
  if (!rule.id.startsWith(`${KEPT}_`) || rule.then.length !== 1) return undefined;
  const [action] = rule.then;
  const when = rule.when as { '=='?: [{ var?: unknown }, unknown] } | undefined;
  const [left, value] = when?.['=='] ?? [];
  if (action?.do !== 'limit' || action.field !== path) return undefined;
  if (typeof left?.var !== 'string' || typeof value !== 'string') return undefined;
  const [table] = splitPath(path);
  const lead = left.var.startsWith('$row.') ? `${table}.${left.var.slice('$row.'.length)}` : left.var;
  return { rule, lead, value, options: action.options ?? [] };
}

/** The field whose options a rule of this editor limits, and the choice that it goes by; undefined for other rules. */
export function keptBy(rule: Rule): { path: string; lead: string } | undefined {
  const path = rule.then[0]?.field;
  const kept = path === undefined ? undefined : readKept(rule, path);
  return kept && path !== undefined ? { path, lead: kept.lead } : undefined;
}

/** The field in whose table of options a rule stands, and the choice that it goes by; undefined for other rules. */
export function tableOfOptions(app: App, rule: Rule): { path: string; lead: string } | undefined {
  const kept = keptBy(rule);
  return kept && dependenceOf(app, kept.path)?.lead === kept.lead ? kept : undefined;
}

/** Makes an ordinary rule of one that this editor keeps: the editor knows nothing of it from then on. */
export function setFree(app: App, id: string, ids: Ids = randomIds): { app: App; id: string } {
  const free = ids('rule');
  const rules = app.rules.map((rule) => (rule.id === id && keptBy(rule) ? { ...rule, id: free } : rule));
  return { app: { ...app, rules }, id: free };
}

function keptRules(app: App, path: string): Kept[] {
  return app.rules.map((rule) => readKept(rule, path)).filter((kept) => kept !== undefined);
}

/** What a choice depends on, if anything. */
export function dependenceOf(app: App, path: string): Dependence | undefined {
  const kept = keptRules(app, path);
  const lead = kept[0]?.lead;
  if (lead === undefined) return undefined;
  const own = kept.filter((each) => each.lead === lead);
  return { lead, allowed: new Map(own.map(({ value, options }) => [value, options])) };
}

function ruleFor(app: App, path: string, lead: string, value: string, options: readonly string[], ids: Ids): Rule {
  const title = (of: string) => fieldAt(app, of)?.layout.title ?? {};
  const word = optionsOf(app, lead).find((option) => option.value === value)?.words ?? {};
  const name = (language: 'en' | 'zh-CN', join: (own: string, of: string) => string) =>
    join(title(path)[language] || title(path).en || path, word[language] || word.en || value);
  return {
    id: ids(KEPT),
    name: {
      en: name('en', (own, of) => `${own} for ${of}`),
      'zh-CN': name('zh-CN', (own, of) => `${of}对应的${own}`),
    },
    enabled: true,
    when: { '==': [{ var: variable(path, lead) }, value] },
    // biome-ignore lint/suspicious/noThenProperty: a rule's own key.
    then: [{ do: 'limit', field: path, options: [...options] }],
  };
}

/** Lets a choice depend on another one, all options left to begin with; undefined lets it depend on none. */
export function setLead(app: App, path: string, lead: string | undefined, ids: Ids = randomIds): App {
  // A rule that goes by another choice stands in no table; it stays, as an ordinary one.
  const before = dependenceOf(app, path)?.lead;
  const gone = new Set(
    keptRules(app, path)
      .filter((kept) => kept.lead === before)
      .map(({ rule }) => rule.id),
  );
  const rules = app.rules.filter((rule) => !gone.has(rule.id));
  if (lead === undefined) return gone.size === 0 ? app : { ...app, rules };
  const all = optionsOf(app, path).map((option) => option.value);
  const made = optionsOf(app, lead).map((option) => ruleFor(app, path, lead, option.value, all, ids));
  return { ...app, rules: [...rules, ...made] };
}

/** Sets which options a value of the leading choice leaves: at least one, since a rule cannot leave none. */
export function setLeft(app: App, path: string, value: string, left: ReadonlySet<string>, ids: Ids = randomIds): App {
  const lead = dependenceOf(app, path)?.lead;
  if (lead === undefined) return app;
  // In the order of the field, and without what it has no more.
  const options = optionsOf(app, path)
    .map((option) => option.value)
    .filter((option) => left.has(option));
  if (options.length === 0) return app;
  const known = keptRules(app, path).find((kept) => kept.lead === lead && kept.value === value);
  if (!known) return { ...app, rules: [...app.rules, ruleFor(app, path, lead, value, options, ids)] };
  return {
    ...app,
    rules: app.rules.map((rule) =>
      rule.id === known.rule.id
        ? // biome-ignore lint/suspicious/noThenProperty: a rule's own key.
          { ...rule, then: rule.then.map((action) => ({ ...action, options })) }
        : rule,
    ),
  };
}

/** Takes an option that is no more out of what this editor keeps, of its own field and of those that it leads. */
export function withoutOption(app: App, path: string, value: string): App {
  const rules = app.rules.flatMap((rule) => {
    const [action] = rule.then;
    const kept = action && readKept(rule, action.field);
    if (!kept) return [rule];
    if (kept.lead === path && kept.value === value) return [];
    if (action.field !== path || !kept.options.includes(value)) return [rule];
    const options = kept.options.filter((option) => option !== value);
    if (options.length === 0) return [];
    // biome-ignore lint/suspicious/noThenProperty: a rule's own key.
    return [{ ...rule, then: [{ ...action, options }] }];
  });
  return { ...app, rules };
}

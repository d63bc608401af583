import type { App } from '../../api/studioTypes';
import type { Language, Rule, RuleAction } from '../../api/types';
import { fieldAt, moved, reworded, splitPath } from './fields';
import { type Ids, randomIds } from './ids';
import { optionsOf } from './options';

export type Deed = RuleAction['do'];

/** What an action can do, in the order in which it is offered. */
export const deeds: readonly Deed[] = ['show', 'hide', 'require', 'lock', 'set', 'default', 'limit', 'warn'];

function withRules(app: App, rules: Rule[]): App {
  return { ...app, rules };
}

function change(app: App, id: string, to: (rule: Rule) => Rule): App {
  return withRules(
    app,
    app.rules.map((rule) => (rule.id === id ? to(rule) : rule)),
  );
}

/** Switches a rule on or off. */
export function setRuleEnabled(app: App, id: string, enabled: boolean): App {
  return change(app, id, (rule) => ({ ...rule, enabled }));
}

/** Adds a rule that does nothing yet, behind the others. */
export function addRule(app: App, ids: Ids = randomIds): { app: App; id: string } {
  const id = ids('rule');
  // biome-ignore lint/suspicious/noThenProperty: a rule's own key.
  return { app: withRules(app, [...app.rules, { id, name: {}, enabled: true, then: [] }]), id };
}

/** Puts a copy right behind a rule. It is switched off, since two rules that say the same help nobody. */
export function duplicateRule(app: App, id: string, ids: Ids = randomIds): { app: App; id: string } {
  const copy = ids('rule');
  const rules = app.rules.flatMap((rule) =>
    rule.id === id ? [rule, { ...structuredClone(rule), id: copy, enabled: false }] : [rule],
  );
  return { app: withRules(app, rules), id: copy };
}

export function removeRule(app: App, id: string): App {
  return withRules(
    app,
    app.rules.filter((rule) => rule.id !== id),
  );
}

export function moveRule(app: App, from: number, to: number): App {
  return withRules(app, moved(app.rules, from, to));
}

export function renameRule(app: App, id: string, language: Language, wording: string): App {
  return change(app, id, (rule) => ({ ...rule, name: reworded(rule.name, language, wording) }));
}

/** Sets a rule's condition; undefined for always. */
export function setRuleWhen(app: App, id: string, when: unknown): App {
  return change(app, id, ({ when: _, ...rule }) => (when === undefined ? rule : { ...rule, when }));
}

export function setActions(app: App, id: string, to: (actions: RuleAction[]) => RuleAction[]): App {
  // biome-ignore lint/suspicious/noThenProperty: a rule's own key.
  return change(app, id, (rule) => ({ ...rule, then: to([...rule.then]) }));
}

/** The table whose rows a rule can be judged by: that of its first action's column. */
export function tableOf(rule: Rule): string | undefined {
  const [first] = rule.then;
  const [table, column] = splitPath(first?.field ?? '');
  return column === undefined ? undefined : table;
}

/** Whether an action can be done to a field. */
export function suits(app: App, deed: Deed, path: string): boolean {
  const kind = fieldAt(app, path)?.kind;
  if (deed === 'set' || deed === 'default') return kind !== undefined && kind !== 'table';
  return deed !== 'limit' || optionsOf(app, path).length > 0;
}

/** An action of another kind on the same field, with what it begins with. */
export function actionFor(app: App, deed: Deed, field: string): RuleAction {
  switch (deed) {
    case 'set':
    case 'default':
      return { do: deed, field, value: null };
    case 'limit':
      return { do: deed, field, options: optionsOf(app, field).map((option) => option.value) };
    case 'warn':
      return { do: deed, field, text: {} };
    default:
      return { do: deed, field };
  }
}

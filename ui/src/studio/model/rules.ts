import type { App } from '../../api/studioTypes';

/** Switches a rule on or off. */
export function setRuleEnabled(app: App, id: string, enabled: boolean): App {
  return { ...app, rules: app.rules.map((rule) => (rule.id === id ? { ...rule, enabled } : rule)) };
}

import { describe, expect, it } from 'vitest';
import full from '../../../../builder/app/testdata/full.json';
import references from '../../../../builder/lint/testdata/references.json';
import type { App } from '../../api/studioTypes';
import { keptBy } from './depends';
import { fieldsOf } from './fields';
import { removeBranch, removeNode } from './flow';
import { optionsOf, removeOption } from './options';
import { removeField, removeSection } from './removal';
import { removeScript, scriptKeys, splitKey } from './scripts';
import { setSectionTab, tabsOf } from './tabs';
import { usesOf } from './uses';

const app = full as unknown as App;
const sound = [...references].sort();

/** Where an app says a name: as a key, a whole value, in a template or as the beginning of a path. */
function mentions(part: unknown, name: RegExp, at: readonly string[] = []): string[] {
  if (typeof part === 'string') return name.test(part) ? [at.join('.')] : [];
  if (part === null || typeof part !== 'object') return [];
  return Object.entries(part).flatMap(([key, value]) => {
    const here = name.test(key) ? [[...at, key].join('.')] : [];
    return [...here, ...mentions(value, name, [...at, key])];
  });
}

/** Those of the places that a check of the whole app does not look at. */
function unheard(places: readonly string[]): string[] {
  const known = sound.map(
    (pattern) => new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll('*', '[^.]+')}(\\.|$)`),
  );
  return places.filter((place) => !known.some((pattern) => pattern.test(place)));
}

const named = (id: string) => new RegExp(`^${id.replaceAll('$', '\\$')}(\\.|$)|\\{${id.replaceAll('$', '\\$')}\\}`);
/** Scripts are texts of their own: what they mention is said where a field is removed. */
const withoutTexts = ({ scripts, ...rest }: App) => ({
  ...rest,
  scripts: { sets: scripts.sets, needs: scripts.needs },
});
const everything = fieldsOf(app).flatMap((field) => [field, ...field.columns]);

describe('removing', () => {
  it.each(everything.map(({ path }) => path))('the field %s leaves nothing that goes unnoticed', (path) => {
    const left = withoutTexts(removeField(app, path));
    const whole = path.includes('.') ? new RegExp(`^${path.replace('.', '\\.')}$`) : named(path);
    expect(unheard(mentions(left, whole))).toEqual([]);
  });

  it.each(['length', 'lines', 'deputy', 'bureau', 'period', 'city', 'region', 'sumUp', 'lines.amount', 'lines.who'])(
    'the field %s is said to be used wherever something stays that names it',
    (path) => {
      const left = removeField(app, path);
      const places = mentions(withoutTexts(left), path.includes('.') ? new RegExp(`^${path}$`) : named(path));
      const things = new Set(
        places.map((place) => {
          const [area = '', group = '', index = ''] = place.split('.');
          if (area === 'rules') return `rule ${left.rules[Number(group)]?.id}`;
          if (area === 'title') return 'title title';
          if (area === 'scripts') return 'script compute';
          if (area === 'form') return group === 'schema' ? 'form form' : `field ${place.split('.')[3]}`;
          const kind = group === 'nodes' ? 'step' : 'branch';
          return `${kind} ${(group === 'nodes' ? left.flow.nodes : left.flow.edges)[Number(index)]?.id}`;
        }),
      );
      const told = new Set(usesOf(app, path).map((use) => `${use.kind} ${use.id}`));
      for (const thing of things) expect(told).toContain(thing);
    },
  );

  it('takes the access to the columns of a table along', () => {
    const left = removeField(app, 'lines');
    for (const node of left.flow.nodes)
      expect(Object.keys(node.fields ?? {}).filter((path) => path.startsWith('lines'))).toEqual([]);
    expect(left.flow.nodes.find(({ id }) => id === 'manager')?.fields).toEqual({ reason: 'edit', idCard: 'read' });
  });

  it('takes a formula, and what a choice leaves of another one, along, and no other rule', () => {
    const ids = (of: App) => of.rules.map(({ id }) => id);
    const without = (...gone: string[]) => ids(app).filter((id) => !gone.includes(id));
    expect(ids(removeField(app, 'sumUp'))).toEqual(without('addUp'));
    expect(ids(removeField(app, 'purpose'))).toEqual(without('depends_trip', 'depends_goods'));
    expect(ids(removeField(app, 'city'))).toEqual(without('depends_trip', 'depends_goods'));
    expect(ids(removeField(app, 'period'))).toEqual(ids(app));
    expect(app.rules.filter(keptBy)).toHaveLength(2);
  });

  it('takes what others are asked for beside it along', () => {
    expect(removeField(app, 'city').form.schema).not.toHaveProperty('dependentRequired');
    expect(removeField(app, 'place').form.schema).not.toHaveProperty('dependentRequired');
    expect(removeField(app, 'room').form.schema).toHaveProperty('dependentRequired');
  });

  it.each(everything.flatMap(({ path }) => optionsOf(app, path).map(({ value }): [string, string] => [path, value])))(
    'the option of %s, %s, leaves nothing that goes unnoticed',
    (path, value) => {
      const left = removeOption(app, path, value);
      const { tree: _shown, ...look } = left.form.layout.fields[path] ?? {};
      expect(mentions(look, named(value))).toEqual([]);
      expect(unheard(mentions({ rules: left.rules, flow: left.flow }, named(value)))).toEqual([]);
    },
  );

  it.each(app.form.layout.sections.map(({ id }) => id))('the section %s leaves nothing that goes unnoticed', (id) => {
    const left = removeSection(app, id);
    const gone = app.form.layout.sections.find((section) => section.id === id)?.fields ?? [];
    expect(mentions(left.form.layout.sections, named(id))).toEqual([]);
    for (const field of gone) expect(unheard(mentions(withoutTexts(left), named(field)))).toEqual([]);
  });

  it.each(tabsOf(app).map(({ id }) => id))('the tab %s leaves no section on it', (id) => {
    const on = app.form.layout.sections.filter(({ tab }) => tab === id);
    const left = on.reduce((next, section) => setSectionTab(next, section.id, undefined), app);
    expect(mentions(left.form.layout, named(id))).toEqual([]);
  });

  it.each(app.flow.nodes.filter(({ type }) => type !== 'start').map(({ id }) => id))(
    'the step %s leaves no edge of it',
    (id) => {
      const left = removeNode(app, id);
      if (left.flow.nodes.some((node) => node.id === id)) return;
      expect(left.flow.edges.filter(({ from, to }) => from === id || to === id)).toEqual([]);
    },
  );

  it.each(['e3', 'e4'])('the branch %s leaves no edge of what went with it', (id) => {
    const left = removeBranch(app, id).flow;
    const known = new Set(left.nodes.map((node) => node.id));
    expect(left.edges.filter(({ from, to }) => !known.has(from) || !known.has(to))).toEqual([]);
  });

  it.each(scriptKeys(app))('the script %s leaves nothing that goes unnoticed', (key) => {
    const left = removeScript(app, key);
    const [group, name] = splitKey(key);
    expect(left.scripts.needs ?? {}).not.toHaveProperty([key]);
    if (group === 'compute') expect(left.scripts.sets).toBeUndefined();
    if (group === 'flow') {
      const places = mentions(
        left.flow.nodes.map(({ script, assignee }) => ({ script, assignee: { script: assignee?.script } })),
        named(name),
      );
      expect(unheard(places.map((place) => `flow.nodes.${place}`))).toEqual([]);
    }
  });
});

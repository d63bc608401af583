import type { App } from '../../../api/studioTypes';
import { isNames, mergeNames, movedIn, withAdded } from './lists';
import { type Entity, type Group, groups, type Parts, putTogether, type Single, singles, takeApart } from './parts';
import { isRecord, own, same } from './same';

export type Side = 'mine' | 'theirs';

/** What a change is about. */
export interface Thing {
  kind: Group | Single;
  /** The id of a field (`table.column` for a column), section, rule and so on; empty for what an app has once. */
  id: string;
}

/** Two people have changed the same, and not to the same. */
export interface Conflict extends Thing {
  /** Tells the conflicts of one merge apart. */
  key: string;
  /** What of the thing: `layout.title.en`. Empty where the one removed what the other changed. */
  aspect: string;
  /** What each made of it; undefined where it was removed or emptied. */
  mine: unknown;
  theirs: unknown;
}

export interface Merged {
  app: App;
  conflicts: readonly Conflict[];
  /** What each side changed that the other left alone. */
  mine: readonly Thing[];
  theirs: readonly Thing[];
}

export type Choices = Readonly<Record<string, Side>>;

/** What is one thing although it is an object: half of one condition and half of another is neither. */
export const whole = new Set([
  'when',
  'then',
  'value',
  'default',
  'const',
  'assignee',
  'deadline',
  'webhook',
  'sub',
  'wait',
  'share',
  'source',
  'tree',
]);

/** Lists of names whose order says nothing. */
const sets = new Set(['require', 'forbids', 'accept', 'sets', 'required', 'type']);
/** The groups whose order people see, but for the branches of a step, which are put in order step by step. */
const ordered: readonly Group[] = ['tab', 'section', 'rule'];

/**
 * Merges two edits of one app. What only one side touched is taken over; where both touched the same, it is a
 * conflict, and the choices say whose counts. Without a choice it is mine.
 */
export function merge(base: App, mine: App, theirs: App, choices: Choices = {}): Merged {
  if (same(mine, theirs) || same(base, theirs)) {
    return { app: mine, conflicts: [], mine: [], theirs: [], ...(same(base, theirs) && { mine: touched(base, mine) }) };
  }
  if (same(base, mine)) return { app: theirs, conflicts: [], mine: [], theirs: touched(base, theirs) };
  return new Merge(takeApart(base), takeApart(mine), takeApart(theirs), choices).run();
}

/** The things that differ between two apps. */
function touched(before: App, after: App): Thing[] {
  const a = takeApart(before);
  const b = takeApart(after);
  const out: Thing[] = singles
    .filter((kind) => !same(a.singles[kind], b.singles[kind]))
    .map((kind) => ({ kind, id: '' }));
  for (const kind of groups) {
    for (const id of new Set([...a.groups[kind].keys(), ...b.groups[kind].keys()])) {
      if (!same(a.groups[kind].get(id), b.groups[kind].get(id))) out.push({ kind, id });
    }
  }
  return out;
}

class Merge {
  private readonly conflicts: Conflict[] = [];
  private readonly changed: Record<Side, Map<string, Thing>> = { mine: new Map(), theirs: new Map() };

  constructor(
    private readonly base: Parts,
    private readonly mine: Parts,
    private readonly theirs: Parts,
    private readonly choices: Choices,
  ) {}

  run(): Merged {
    const once = {} as Record<Single, Entity>;
    for (const kind of singles) {
      const [b, m, t] = [this.base, this.mine, this.theirs].map((parts) => parts.singles[kind]) as [
        Entity,
        Entity,
        Entity,
      ];
      once[kind] = this.value({ kind, id: '' }, [], b, m, t) as Entity;
    }
    const things = {} as Record<Group, Map<string, Entity>>;
    const orders = new Map<string, readonly string[]>();
    const path = this.path();
    for (const group of groups) {
      things[group] = path && (group === 'node' || group === 'edge') ? this.onPath(group, path) : this.group(group);
    }
    for (const key of new Set([...this.mine.orders.keys(), ...this.theirs.orders.keys()])) {
      const seen = ordered.find((group) => group === key);
      orders.set(key, this.order(key, path ?? 'mine', seen && { kind: seen, id: '' }));
    }
    orders.set('edge', this.branches(orders.get('edge') ?? [], things.edge, path));
    this.places(things, orders);
    return {
      app: putTogether({ singles: once, groups: things, orders }),
      conflicts: this.conflicts,
      mine: [...this.changed.mine.values()],
      theirs: [...this.changed.theirs.values()],
    };
  }

  private note(side: Side, { kind, id }: Thing): void {
    this.changed[side].set(`${kind} ${id}`, { kind, id });
  }

  private conflict(thing: Thing, aspect: string, mine: unknown, theirs: unknown): unknown {
    const key = [thing.kind, thing.id, aspect].join(' ');
    this.conflicts.push({ kind: thing.kind, id: thing.id, key, aspect, mine, theirs });
    return this.side(thing, aspect) === 'theirs' ? theirs : mine;
  }

  /** Whose counts in a conflict. */
  private side({ kind, id }: Thing, aspect: string): Side {
    return this.choices[[kind, id, aspect].join(' ')] === 'theirs' ? 'theirs' : 'mine';
  }

  /** The order of one group of things; a clash is asked about where people see the order. */
  private order(key: string, wins: Side, seen?: Thing, among: (id: string) => boolean = () => true): string[] {
    const [b, m, t] = [this.base, this.mine, this.theirs].map((parts) =>
      (parts.orders.get(key) ?? []).filter(among),
    ) as [string[], string[], string[]];
    let { names, clash } = mergeNames(b, m, t, wins);
    if (clash && seen) {
      this.conflict(seen, 'order', m, t);
      names = mergeNames(b, m, t, this.side(seen, 'order')).names;
    }
    // What was removed by the one and is to stay stands where the other has it.
    return withAdded(withAdded(names, t), m);
  }

  /** Puts the branches of each step in order: which of them comes first is what the step tries first. */
  private branches(all: readonly string[], edges: ReadonlyMap<string, Entity>, path: Side | undefined): string[] {
    const out = [...all];
    for (const from of new Set([...edges.values()].map((edge) => edge.from as string))) {
      const among = (id: string) => edges.get(id)?.from === from;
      const order = this.order('edge', path ?? 'mine', path ? undefined : { kind: 'node', id: from }, among);
      const slots = out.flatMap((id, i) => (among(id) ? [i] : []));
      for (const [i, slot] of slots.entries()) out[slot] = order[i] ?? (out[slot] as string);
    }
    return out;
  }

  private group(kind: Group): Map<string, Entity> {
    const [base, mine, theirs] = [this.base.groups[kind], this.mine.groups[kind], this.theirs.groups[kind]];
    const out = new Map<string, Entity>();
    const taken = new Map<string, Side>();
    for (const id of new Set([...mine.keys(), ...theirs.keys()])) {
      const thing = { kind, id };
      const [table = id] = id.split('.');
      const side = taken.get(table);
      if (side) {
        // The columns go or stay with their table.
        const column = (side === 'mine' ? mine : theirs).get(id);
        if (column) out.set(id, column);
        continue;
      }
      const [b, m, t] = [base.get(id), mine.get(id), theirs.get(id)];
      const changed = (parts: Parts) => !same(withColumns(this.base, kind, id), withColumns(parts, kind, id));
      const disputed = b && ((!m && t && changed(this.theirs)) || (!t && m && changed(this.mine)));
      const entity = (disputed ? this.conflict(thing, '', m, t) : this.value(thing, [], b, m, t)) as Entity | undefined;
      if (disputed) taken.set(id, this.side(thing, ''));
      if (entity) out.set(id, entity);
    }
    return out;
  }

  /** How many must approve and the share of them are one setting: where both changed it, one of them counts. */
  private howMany(thing: Thing, at: readonly string[], b: unknown, m: unknown, t: unknown): boolean {
    if (thing.kind !== 'node' || at.length > 0) return false;
    const how = (node: unknown) => (isRecord(node) ? [node.mode, node.share] : []);
    return !same(how(b), how(m)) && !same(how(b), how(t)) && !same(how(m), how(t));
  }

  /** Merges one value: by its keys where it is an object, by its elements where it is a list of names. */
  private value(thing: Thing, at: readonly string[], b: unknown, m: unknown, t: unknown): unknown {
    if (same(m, t)) return m;
    if (same(b, t)) {
      this.note('mine', thing);
      return m;
    }
    if (same(b, m)) {
      this.note('theirs', thing);
      return t;
    }
    const key = at.at(-1) ?? '';
    if (isRecord(m) && isRecord(t) && (b === undefined || isRecord(b)) && !whole.has(key)) {
      const before = isRecord(b) ? b : {};
      const keys = new Set([...Object.keys(m), ...Object.keys(t)]);
      if (this.howMany(thing, at, b, m, t)) {
        const chosen = this.conflict(thing, 'mode', { mode: m.mode, share: m.share }, { mode: t.mode, share: t.share });
        const [mine, theirs] = [m, t].map((node) => ({ ...node, ...(chosen as object) }));
        return this.value(thing, at, b, mine, theirs);
      }
      return Object.fromEntries(
        [...keys]
          .map((k): [string, unknown] => [k, this.value(thing, [...at, k], own(before, k), own(m, k), own(t, k))])
          .filter(([, value]) => value !== undefined),
      );
    }
    if (isNames(m) && isNames(t) && (b === undefined || isNames(b)) && !whole.has(key)) {
      const aspect = at.join('.');
      const { names, clash } = mergeNames(b ?? [], m, t, this.side(thing, aspect));
      if (clash && !sets.has(key) && !at.includes('needs')) this.conflict(thing, aspect, m, t);
      this.note('mine', thing);
      this.note('theirs', thing);
      return names;
    }
    return this.conflict(thing, at.join('.'), m, t);
  }

  /** How the steps hang together; undefined where the flow has the same ends on every edge. */
  private path(): Side | undefined {
    const shape = (parts: Parts) => [
      [...parts.groups.node].map(([id, node]) => [id, node.type]).sort(),
      [...parts.groups.edge].map(([id, edge]) => [id, edge.from, edge.to]).sort(),
    ];
    const [b, m, t] = [shape(this.base), shape(this.mine), shape(this.theirs)];
    const alone = same(b, m) || same(b, t);
    if (!this.torn() && (same(m, t) || alone || this.hangsTogether())) return undefined;
    const thing: Thing = { kind: 'flow', id: '' };
    const names = (parts: Parts) => [...parts.groups.node.values()].map((node) => node.name);
    this.conflict(thing, 'path', names(this.mine), names(this.theirs));
    return this.choices['flow  path'] === 'theirs' ? 'theirs' : 'mine';
  }

  /** Whether one removed a step or an edge that the other changed. */
  private torn(): boolean {
    return (['node', 'edge'] as const).some((kind) =>
      [...this.base.groups[kind]].some(([id, before]) => {
        const [m, t] = [this.mine.groups[kind].get(id), this.theirs.groups[kind].get(id)];
        return (!m && t && !same(before, t)) || (!t && m && !same(before, m));
      }),
    );
  }

  /** Whether what both added to the path can stand side by side: every edge leads from a step to a step. */
  private hangsTogether(): boolean {
    const { base, mine, theirs } = this;
    const both = (kind: 'node' | 'edge') =>
      mergeNames([...base.groups[kind].keys()], [...mine.groups[kind].keys()], [...theirs.groups[kind].keys()]).names;
    const [nodes, edges] = [both('node'), both('edge')];
    const ends = new Map<string, [unknown, unknown]>();
    for (const id of edges) {
      const [b, m, t] = [base, mine, theirs].map((parts) => parts.groups.edge.get(id)) as (Entity | undefined)[];
      const end = (key: string) => {
        if (!m || !t || same(m[key], t[key])) return (m ?? t)?.[key];
        if (same(b?.[key], m[key])) return t[key];
        return same(b?.[key], t[key]) ? m[key] : undefined;
      };
      ends.set(id, [end('from'), end('to')]);
    }
    const all = [...ends.values()];
    const type = (id: string) => (mine.groups.node.get(id) ?? theirs.groups.node.get(id))?.type;
    return (
      all.every((pair) => pair.every((id) => typeof id === 'string' && nodes.includes(id))) &&
      nodes.every((id) => type(id) === 'start' || all.some(([, to]) => to === id)) &&
      nodes.every((id) => type(id) === 'end' || all.some(([from]) => from === id))
    );
  }

  /** The steps or edges of the path that was chosen, with what the other side changed about them. */
  private onPath(kind: 'node' | 'edge', side: Side): Map<string, Entity> {
    const chosen = this[side].groups[kind];
    const [base, mine, theirs] = [this.base.groups[kind], this.mine.groups[kind], this.theirs.groups[kind]];
    return new Map(
      [...chosen].map(([id, entity]) => {
        const fixed = (other: Entity | undefined): Entity =>
          other ? { ...other, type: entity.type, from: entity.from, to: entity.to } : entity;
        const merged = this.value(
          { kind, id },
          [],
          base.get(id) && fixed(base.get(id)),
          fixed(mine.get(id)),
          fixed(theirs.get(id)),
        );
        return [id, Object.fromEntries(Object.entries(merged as Entity).filter(([, value]) => value !== undefined))];
      }),
    );
  }

  /** Sees to it that each field and block stands in one section: where both moved it, the choice says where. */
  private places(things: Record<Group, Map<string, Entity>>, orders: ReadonlyMap<string, readonly string[]>): void {
    const sections = things.section;
    const fieldsOf = (id: string): readonly string[] => {
      const fields = sections.get(id)?.fields;
      return isNames(fields) ? fields : [];
    };
    const put = (id: string, fields: readonly string[]) => sections.set(id, { ...sections.get(id), fields });
    const placeIn = (parts: Parts, id: string) =>
      [...parts.groups.section].find(([, section]) => isNames(section.fields) && section.fields.includes(id));
    const ids = [...things.field.keys()].filter((path) => !path.includes('.'));
    for (const id of [...ids, ...things.block.keys()]) {
      const here = [...sections.keys()].filter((section) => fieldsOf(section).includes(id));
      const [b, m, t] = [this.base, this.mine, this.theirs].map((parts) => placeIn(parts, id)?.[0]);
      const away = m !== t && m !== undefined && t !== undefined;
      const thing: Thing = { kind: things.block.has(id) ? 'block' : 'field', id };
      // The one moved it to another section, the other within its own.
      if (away && here.length === 1 && this.movedWithin(b === m ? this.mine : this.theirs, b, id)) {
        const stays = this.conflict(thing, 'section', m, t) as string;
        if (sections.has(stays) && !here.includes(stays)) {
          for (const section of here)
            put(
              section,
              fieldsOf(section).filter((each) => each !== id),
            );
          const order = fieldsIn(stays === m ? this.mine : this.theirs, stays);
          const known = order.filter((each) => each === id || fieldsOf(stays).includes(each));
          put(stays, withAdded(fieldsOf(stays), known));
        }
        continue;
      }
      if (here.length > 1) {
        const stays = away ? this.conflict(thing, 'section', m, t) : here[0];
        for (const section of here) {
          if (section !== stays)
            put(
              section,
              fieldsOf(section).filter((each) => each !== id),
            );
        }
      }
      if (here.length > 0) continue;
      const [section, found] = placeIn(this.theirs, id) ?? placeIn(this.mine, id) ?? [];
      const target =
        section !== undefined && sections.has(section)
          ? section
          : orders.get('section')?.findLast((each) => sections.has(each));
      if (target === undefined) continue;
      const order = isNames(found?.fields) ? found.fields.slice(0, found.fields.indexOf(id) + 1) : [id];
      const known = order.filter((each) => each === id || fieldsOf(target).includes(each));
      put(target, withAdded(fieldsOf(target), known));
    }
  }

  /** Whether a side put a field elsewhere among those of its section. */
  private movedWithin(parts: Parts, section: string | undefined, id: string): boolean {
    if (section === undefined) return false;
    return movedIn(fieldsIn(this.base, section), fieldsIn(parts, section)).has(id);
  }
}

/** What stands in a section. */
function fieldsIn(parts: Parts, section: string): readonly string[] {
  const fields = parts.groups.section.get(section)?.fields;
  return isNames(fields) ? fields : [];
}

/** A thing with what it is made of: a table with its columns. */
function withColumns(parts: Parts, kind: Group, id: string): readonly (readonly [string, Entity])[] {
  const all = parts.groups[kind];
  const whole = all.get(id);
  if (!whole) return [];
  const columns = kind === 'field' ? [...all].filter(([path]) => path.startsWith(`${id}.`)) : [];
  return [[id, whole], ...columns.sort(([a], [b]) => (a < b ? -1 : 1))];
}

import type { App } from '../../../api/studioTypes';
import { isNames, mergeNames, withAdded } from './lists';
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
const whole = new Set([
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
      const [b, m, t] = [this.base, this.mine, this.theirs].map((parts) => parts.orders.get(key) ?? []) as [
        readonly string[],
        readonly string[],
        readonly string[],
      ];
      // What was removed by the one and is to stay stands where the other has it.
      orders.set(key, withAdded(withAdded(mergeNames(b, m, t), t), m));
    }
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
    return this.choices[key] === 'theirs' ? theirs : mine;
  }

  private group(kind: Group): Map<string, Entity> {
    const [base, mine, theirs] = [this.base.groups[kind], this.mine.groups[kind], this.theirs.groups[kind]];
    const out = new Map<string, Entity>();
    for (const id of new Set([...mine.keys(), ...theirs.keys()])) {
      const entity = this.entity({ kind, id }, base.get(id), mine.get(id), theirs.get(id));
      if (entity) out.set(id, entity);
    }
    return out;
  }

  private entity(thing: Thing, b?: Entity, m?: Entity, t?: Entity): Entity | undefined {
    const gone = b && (!m || !t);
    if (gone && !same(m, t) && !same(b, m) && !same(b, t)) return this.conflict(thing, '', m, t) as Entity | undefined;
    return this.value(thing, [], b, m, t) as Entity | undefined;
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
      return Object.fromEntries(
        [...keys]
          .map((k): [string, unknown] => [k, this.value(thing, [...at, k], own(before, k), own(m, k), own(t, k))])
          .filter(([, value]) => value !== undefined),
      );
    }
    if (isNames(m) && isNames(t) && (b === undefined || isNames(b)) && !whole.has(key)) {
      this.note('mine', thing);
      this.note('theirs', thing);
      return mergeNames(b ?? [], m, t);
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
    const nodes = mergeNames(
      [...base.groups.node.keys()],
      [...mine.groups.node.keys()],
      [...theirs.groups.node.keys()],
    );
    const edges = mergeNames(
      [...base.groups.edge.keys()],
      [...mine.groups.edge.keys()],
      [...theirs.groups.edge.keys()],
    );
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
      if (here.length > 1) {
        const kind = things.block.has(id) ? 'block' : 'field';
        const [m, t] = [placeIn(this.mine, id)?.[0], placeIn(this.theirs, id)?.[0]];
        const stays = here.length > 1 && m !== t ? this.conflict({ kind, id }, 'section', m, t) : here[0];
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
}

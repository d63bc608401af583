import type { App, Finding, Text } from '../../api';
import { fieldAt } from '../model/fields';
import { edgeOf, nodeOf } from '../model/flow';
import { type ScriptGroup, scriptKeys } from '../model/scripts';
import type { Selection } from '../state/designer';

export type Tab =
  | 'form'
  | 'flow'
  | 'rules'
  | 'scripts'
  | 'settings'
  | 'preview'
  | 'translations'
  | 'json'
  | 'revisions';
export const tabs: readonly Tab[] = [
  'form',
  'flow',
  'rules',
  'scripts',
  'settings',
  'preview',
  'translations',
  'json',
  'revisions',
];

export type PlaceKind =
  | 'app'
  | 'form'
  | 'flow'
  | 'field'
  | 'node'
  | 'edge'
  | 'rule'
  | 'script'
  | Exclude<ScriptGroup, 'flow'>;

/** What a finding is about, and where it can be mended. */
export interface Place {
  kind: PlaceKind;
  name?: Text;
  tab?: Tab;
  selection?: Selection;
}

/** Reads a finding's place, such as `form.fields.days` or `flow.edges.e1`. */
export function placeOf(app: App, place: string): Place {
  const [area = '', group = '', id = '', ...rest] = place.split('.');
  if (area === 'form') {
    if (group !== 'fields' && group !== 'sections') return { kind: 'form', tab: 'form' };
    if (group === 'sections') return { kind: 'form', tab: 'form', selection: { kind: 'section', id } };
    const path = rest[0] && fieldAt(app, `${id}.${rest[0]}`) ? `${id}.${rest[0]}` : id;
    const field = fieldAt(app, path);
    return {
      kind: 'field',
      name: field ? field.layout.title : { en: id },
      tab: 'form',
      selection: field && { kind: 'field', path },
    };
  }
  if (area === 'flow') {
    const node = group === 'nodes' ? nodeOf(app.flow, id) : undefined;
    if (node) return { kind: 'node', name: node.name, tab: 'flow', selection: { kind: 'node', id } };
    const edge = group === 'edges' ? edgeOf(app.flow, id) : undefined;
    if (edge) return { kind: 'edge', name: edge.name, tab: 'flow', selection: { kind: 'branch', id } };
    return { kind: 'flow', tab: 'flow' };
  }
  if (area === 'rules') {
    const rule = app.rules.find((each) => each.id === group);
    return { kind: 'rule', name: rule?.name, tab: 'rules', selection: rule && { kind: 'rule', id: group } };
  }
  if (area === 'scripts') {
    const key = [group, id].filter(Boolean).join('.');
    const known = scriptKeys(app).includes(key);
    const kind = group === 'validate' || group === 'compute' || group === 'options' ? group : 'script';
    const name = id ? { en: id } : undefined;
    return { kind, name, tab: 'scripts', selection: known ? { kind: 'script', key } : undefined };
  }
  return { kind: 'app', tab: 'settings' };
}

/** The findings about one place or something in it, the gravest first. */
export function findingsAt(findings: readonly Finding[], place: string): Finding[] {
  return findings
    .filter((finding) => finding.place === place || finding.place.startsWith(`${place}.`))
    .sort((a, b) => a.level.localeCompare(b.level));
}

import { fill, pick } from '../words';
import { catalogue } from './catalogue';
import { catalogueOf, titleOf } from './fields';
import { tokens } from './pointer';
import type { Definition, Field, Violation } from './types';
import { pathOf } from './validate';

/** Says a violation in a sentence that names the field by its title and says the mend. */
export function messageOf(definition: Definition, v: Violation, lang: string): string {
  const { byPath } = catalogueOf(definition);
  const special = `${v.code}.${specialOf(v, byPath.get(pathOf(v.path)))}`;
  const code = Object.hasOwn(catalogue, special) ? special : v.code;
  return say(code, lang, { field: placeOf(byPath, v.path, lang), ...v.params });
}

function say(code: string, lang: string, params: Readonly<Record<string, string>> = {}): string {
  return Object.hasOwn(catalogue, code) ? fill(pick(catalogue[code], lang), params) : '';
}

/** The kinds that hold several things that were chosen. */
const lists: ReadonlySet<Field['kind']> = new Set(['choices', 'persons', 'departments', 'options']);

/** What distinguishes messages of one code: the format, the wanted type, the kind of what is missing. */
function specialOf(v: Violation, field: Field | undefined): string {
  switch (v.code) {
    case 'form.format':
      return v.params?.format ?? '';
    case 'form.type':
      return v.params?.want ?? '';
    case 'form.minItems':
    case 'form.maxItems':
      if (field?.kind === 'attachments' || field?.kind === 'images') return 'files';
      return field && lists.has(field.kind) ? 'choose' : '';
    case 'form.required':
      switch (field?.kind) {
        case 'enum':
        case 'person':
        case 'boolean':
        case 'choices':
        case 'persons':
        case 'department':
        case 'departments':
        case 'option':
        case 'options':
          return 'choose';
        case 'attachments':
        case 'images':
          return 'files';
        case 'table':
          return 'rows';
        case 'dateRange':
          return 'dates';
        default:
          return '';
      }
    default:
      return '';
  }
}

/** Names what a pointer points to by titles: “Items, row 2, Amount”. */
function placeOf(byPath: ReadonlyMap<string, Field>, pointer: string, lang: string): string {
  const [id, second, third, fourth] = tokens(pointer);
  if (id === undefined) return say('place.form', lang);
  const field = byPath.get(id);
  if (!field) return clip(id);
  const title = pick(titleOf(field), lang);
  if (second === undefined) return title;
  if (field.kind !== 'table') return partOf(field, title, second, lang);
  if (!/^\d+$/.test(second)) return title;
  const row = { field: title, row: String(Number(second) + 1) };
  if (third === undefined) return say('place.row', lang, row);
  const column = byPath.get(`${id}.${third}`);
  const cell = say('place.cell', lang, { ...row, column: column ? pick(titleOf(column), lang) : clip(third) });
  return column && fourth !== undefined ? partOf(column, cell, fourth, lang) : cell;
}

/** Names a part of a field that is no table. */
function partOf(field: Field, title: string, part: string, lang: string): string {
  const code = `place.${part}`;
  return field.kind === 'dateRange' && Object.hasOwn(catalogue, code) ? say(code, lang, { field: title }) : title;
}

function clip(s: string): string {
  const points = [...s];
  return points.length > 80 ? `${points.slice(0, 80).join('')}…` : s;
}

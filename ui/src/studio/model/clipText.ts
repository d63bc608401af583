import type { App } from '../../api/studioTypes';
import { type Clip, type Copied, MARK } from './clip';
import { readJson } from './json';
import {
  anyId,
  block,
  blockId,
  type Flaw,
  fieldId,
  fieldLayout,
  formFlaws,
  list,
  map,
  oneOf,
  record,
  rule,
  schema,
  section,
  text,
  yesNo,
} from './shape';
import { itemsOf, propertiesOf } from './write';

/** What may stand on the clipboard, in characters; the largest form is 256 KB. */
const MAX_CLIP = 400_000;
const MAX_FIELDS = 200;

/** Why a clip was not taken. */
export type Refusal =
  /** The text is something else, such as a sentence. */
  | { why: 'other' }
  | { why: 'large' }
  | { why: 'flaw'; flaw: Flaw }
  /** It would make a form that cannot be. */
  | { why: 'form'; flaw: Flaw };

export function clipText(clip: Clip): string {
  return JSON.stringify(clip);
}

const copied = record<Copied>(
  {
    id: anyId,
    schema,
    layout: fieldLayout,
    required: yesNo,
    columns: map(fieldId, fieldLayout),
    block,
    access: map(text, oneOf('edit', 'read', 'hide')),
    listed: yesNo,
  },
  'id',
);

const clip = record<Clip>(
  {
    banli: oneOf(MARK),
    v: (value, at, flaws) => {
      if (value !== 1) flaws.push({ at, code: 'oneOf', params: { values: '1' } });
    },
    app: text,
    fields: list(copied, MAX_FIELDS),
    sections: list(section, 100),
    rules: list(rule, MAX_FIELDS),
    column: yesNo,
  },
  'banli',
  'v',
  'app',
  'fields',
  'rules',
);

/** What a shape alone does not say: ids that repeat, blocks that are fields, columns that the schema lacks. */
function looseEnds({ fields, sections = [] }: Clip): Flaw[] {
  const flaws: Flaw[] = [];
  const ids = new Set<string>();
  for (const [i, field] of fields.entries()) {
    const at = `/fields/${i}`;
    if (ids.has(field.id)) flaws.push({ at: `${at}/id`, code: 'id' });
    ids.add(field.id);
    if ((field.block === undefined) !== (field.schema !== undefined)) {
      flaws.push({ at, code: 'missing', params: { key: 'schema' } });
    }
    (field.block ? blockId : fieldId)(field.id, `${at}/id`, flaws);
    const known = propertiesOf(itemsOf(field.schema ?? {}));
    for (const column of Object.keys(field.columns ?? {})) {
      if (!Object.hasOwn(known, column)) {
        flaws.push({ at: `${at}/columns/${column}`, code: 'unknown', params: { key: column } });
      }
    }
  }
  const placed = new Set<string>();
  for (const [i, { fields: names }] of sections.entries()) {
    for (const [j, name] of names.entries()) {
      if (!ids.has(name) || placed.has(name)) flaws.push({ at: `/sections/${i}/fields/${j}`, code: 'id' });
      placed.add(name);
    }
  }
  if (sections.length > 0 && placed.size < ids.size)
    flaws.push({ at: '/sections', code: 'missing', params: { key: 'fields' } });
  return flaws;
}

/** Whether a text begins as a clip does, so that other texts are left to the browser without being read. */
export function seemsClip(source: string): boolean {
  return source.slice(0, 200).trimStart().startsWith('{') && source.includes(`"${MARK}"`);
}

/** Reads a clip from a text that anybody may have made. */
export function readClip(source: string): Clip | Refusal {
  if (!seemsClip(source)) return { why: 'other' };
  if (source.length > MAX_CLIP) return { why: 'large' };
  const read = readJson(source);
  if (!read.ok) return { why: 'other' };
  const flaws: Flaw[] = [];
  clip(read.value, '', flaws);
  if (flaws.length === 0) flaws.push(...looseEnds(read.value as Clip));
  const [flaw] = flaws;
  return flaw ? { why: 'flaw', flaw } : (read.value as Clip);
}

/** Why an app's form cannot be as it would be after pasting. */
export function refusalOf(app: App): Refusal | undefined {
  const [flaw] = formFlaws(app.form);
  return flaw && { why: 'form', flaw };
}

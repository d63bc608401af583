import { fromNumber } from '../rule/number';
import { characters } from '../rule/text';
import { escapeToken } from './pointer';
import { maxList, maxMembers } from './schema';
import type { Violation } from './types';

const maxDepth = 32;
const maxText = 20_000;

/** What no form needs and the validator should not see: numbers beyond all bounds, lists and texts without end. */
export function insane(v: unknown, path = '', depth = 0, out: Violation[] = []): Violation[] {
  if (Array.isArray(v)) {
    if (depth > maxDepth) out.push({ path, code: 'form.tooLarge' });
    else if (v.length > maxList) out.push({ path, code: 'form.maxItems', params: { limit: String(maxList) } });
    else {
      v.forEach((item: unknown, i) => {
        insane(item, `${path}/${i}`, depth + 1, out);
      });
    }
    return out;
  }
  switch (typeof v) {
    case 'boolean':
      break;
    case 'string':
      if (v.length > maxText && characters(v) > maxText) {
        out.push({ path, code: 'form.maxLength', params: { limit: String(maxText) } });
      }
      break;
    case 'number':
      if (!fromNumber(v)) out.push({ path, code: 'form.tooLarge' });
      break;
    case 'object': {
      if (v === null) break;
      const entries = Object.entries(v);
      if (entries.length > maxMembers || depth > maxDepth) {
        out.push({ path, code: 'form.tooLarge' });
        break;
      }
      for (const [key, item] of entries) insane(item, `${path}/${escapeToken(key)}`, depth + 1, out);
      break;
    }
    default:
      out.push({ path, code: 'form.type' });
  }
  return out;
}

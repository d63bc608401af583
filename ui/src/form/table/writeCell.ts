import type { Language } from '../../api';
import { wordsIn } from '../../i18n/words';
import { chosen } from '../chosen';
import type { FieldModel } from '../model';

/** What is needed to write cells as words. */
export interface Wording {
  language: Language;
  yes: string;
  no: string;
  /** The name of a person or a department. */
  name: (id: string) => string;
}

/** A cell as text that reads back as the same value, and that a spreadsheet can count with. */
export function writeCell(field: FieldModel, value: unknown, { language, yes, no, name }: Wording): string {
  if (value === undefined || value === null) return '';
  const label = (option: string) => wordsIn(field.layout.options?.[option], language) || option;
  const listed = (parts: string[]) => parts.join(language === 'zh-CN' ? '、' : ', ');
  switch (field.kind) {
    case 'number':
    case 'integer':
      return field.layout.widget === 'percent' && typeof value === 'number' ? `${value}%` : String(value);
    case 'boolean':
      return value === true ? yes : value === false ? no : String(value);
    case 'enum':
      return label(String(value));
    case 'choices':
      return Array.isArray(value) ? listed(chosen(value).map(label)) : String(value);
    case 'options':
      return Array.isArray(value) ? listed(chosen(value)) : String(value);
    case 'person':
    case 'department':
      return name(String(value));
    case 'persons':
    case 'departments':
      return Array.isArray(value) ? listed(chosen(value).map(name)) : String(value);
    // Files stay where they are.
    case 'attachments':
    case 'images':
      return '';
    case 'dateRange':
      return rangeText(value);
    default:
      return typeof value === 'object' ? JSON.stringify(value) : String(value);
  }
}

function rangeText(value: unknown): string {
  if (typeof value !== 'object') return String(value);
  const { start = '', startHalf, end = '', endHalf } = value as Partial<Record<string, string>>;
  return `${start}${startHalf === 'pm' ? ' pm' : ''} – ${end}${endHalf === 'am' ? ' am' : ''}`;
}

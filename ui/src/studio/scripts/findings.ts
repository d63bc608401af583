import type { Finding } from '../../api';
import type { Mark } from '../code/marks';

/** The engine says the place once more. */
const where = /^script: (?:line \d+, column \d+: )?/;

/** A finding about a script as a mark on its line; line 0 is the script as a whole. */
export function markOf({ level, message, line = 0 }: Finding): Mark {
  return { line, level: level === 'error' ? 'error' : 'warning', message: message.replace(where, '') };
}

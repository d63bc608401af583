import type { Completion, CompletionContext, CompletionResult, CompletionSource } from '@codemirror/autocomplete';

/** What can stand behind a dot, and what it is in words. */
export interface Name {
  id: string;
  detail?: string;
  /** What can stand behind this one. */
  names?: readonly Name[];
  /** What a row of this one has, where it is a list of rows. */
  row?: readonly Name[];
}

const chain = /([A-Za-z_$][\w$]*(?:\??\.[A-Za-z_$][\w$]*)*)\??\.([\w$]*)$/;
const rowLoop = /\b(?:const|let|var)\s+([A-Za-z_$][\w$]*)\s+of\s+([A-Za-z_$][\w$.]*)/g;
const rowCall =
  /([A-Za-z_$][\w$.?]*?)\??\.(?:map|forEach|filter|some|every|find|findIndex|flatMap)\s*\(\s*\(?\s*([A-Za-z_$][\w$]*)/g;

function find(names: readonly Name[], path: readonly string[]): Name | undefined {
  let found: Name | undefined;
  let among: readonly Name[] | undefined = names;
  for (const id of path) {
    found = among?.find((name) => name.id === id);
    if (!found) return undefined;
    among = found.names;
  }
  return found;
}

const parts = (path: string): string[] => path.replaceAll('?', '').split('.');

/** What a variable's rows are made of, from how the script walks the tables: `for (const row of form.items)`. */
function rowNamed(variable: string, source: string, names: readonly Name[]): readonly Name[] | undefined {
  for (const [, name, list = ''] of source.matchAll(rowLoop)) {
    const row = name === variable ? find(names, parts(list))?.row : undefined;
    if (row) return row;
  }
  for (const [, list = '', name] of source.matchAll(rowCall)) {
    const row = name === variable ? find(names, parts(list))?.row : undefined;
    if (row) return row;
  }
  return undefined;
}

const option = ({ id, detail }: Name): Completion => ({ label: id, detail, type: 'property' });

/** What the script can name behind a dot: the fields of the form, the columns of its rows, what ctx tells. */
export function completeNames(names: () => readonly Name[]): CompletionSource {
  return (context: CompletionContext): CompletionResult | null => {
    const before = context.matchBefore(chain);
    if (!before) return null;
    const [, path = '', typed = ''] = chain.exec(before.text) ?? [];
    const known = find(names(), parts(path))?.names ?? rowNamed(path, context.state.doc.toString(), names());
    if (!known) return null;
    return { from: context.pos - typed.length, options: known.map(option), validFor: /^[\w$]*$/ };
  };
}

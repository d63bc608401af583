import { RangeSet, StateEffect, StateField, type Text } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView, GutterMarker, gutterLineClass } from '@codemirror/view';

/** Something to say about a line, from 1. */
export interface Mark {
  line: number;
  level: 'error' | 'warning';
  message: string;
}

class LineMarker extends GutterMarker {
  constructor(override readonly elementClass: string) {
    super();
  }
}

const gutter = { error: new LineMarker('cm-errorNumber'), warning: new LineMarker('cm-warningNumber') };
const line = {
  error: Decoration.line({ class: 'cm-errorLine' }),
  warning: Decoration.line({ class: 'cm-warningLine' }),
};

interface Marked {
  lines: DecorationSet;
  numbers: RangeSet<GutterMarker>;
}

/** A line may be marked once: what is graver wins. */
function placed(doc: Text, marks: readonly Mark[]): Marked {
  const levels = new Map<number, Mark['level']>();
  for (const mark of marks) {
    if (mark.line < 1 || mark.line > doc.lines) continue;
    if (levels.get(mark.line) !== 'error') levels.set(mark.line, mark.level);
  }
  const at = [...levels].map(([n, level]) => ({ from: doc.line(n).from, level })).sort((a, b) => a.from - b.from);
  return {
    lines: Decoration.set(at.map(({ from, level }) => line[level].range(from))),
    numbers: RangeSet.of(at.map(({ from, level }) => gutter[level].range(from))),
  };
}

const replace = StateEffect.define<readonly Mark[]>();

const marked = StateField.define<Marked>({
  create: () => ({ lines: Decoration.none, numbers: RangeSet.empty }),
  update(value, transaction) {
    for (const effect of transaction.effects) if (effect.is(replace)) return placed(transaction.newDoc, effect.value);
    if (!transaction.docChanged) return value;
    return { lines: value.lines.map(transaction.changes), numbers: value.numbers.map(transaction.changes) };
  },
  provide: (field) => [
    EditorView.decorations.from(field, ({ lines }) => lines),
    gutterLineClass.from(field, ({ numbers }) => numbers),
  ],
});

/** Lines that something is wrong with, marked in the text and in the gutter. */
export const marks = () => marked;

/** Replaces what is marked. */
export function setMarks(list: readonly Mark[]) {
  return { effects: replace.of(list) };
}

import styles from './FormulaEditor.module.css';

/** What is wrong with a formula, and where in its text. */
export interface Wrong {
  from: number;
  to: number;
  message: string;
}

/** Names in brackets, whether they are closed or not, and texts. */
const pieces = /(\[(?:[^\]]|\]\])*\]|【[^】]*】)|("(?:[^"]|"")*"|“[^”]*”)/g;

/** The text behind the one that is written: its fields as chips, and a line below what is wrong. */
export function Highlight({ text, wrong }: { text: string; wrong?: Wrong }) {
  const cuts = new Set([0, text.length]);
  const looks = new Map<number, string | undefined>();
  for (const found of text.matchAll(pieces)) {
    looks.set(found.index, found[1] ? styles.field : styles.text);
    cuts.add(found.index).add(found.index + found[0].length);
  }
  const ends = [...text.matchAll(pieces)].map((found) => [found.index, found.index + found[0].length] as const);
  // What is missing at the end is shown at the last letter.
  const span = wrong && {
    from: Math.min(wrong.from, Math.max(0, text.length - 1)),
    to: Math.max(wrong.to, wrong.from + 1),
  };
  if (span) cuts.add(span.from).add(Math.min(span.to, text.length));
  const marks = [...cuts].sort((a, b) => a - b);
  return (
    <div className={styles.behind} aria-hidden="true">
      {marks.slice(0, -1).map((from, i) => {
        const to = marks[i + 1] ?? text.length;
        const piece = ends.find(([start, end]) => from >= start && to <= end);
        const bad = span && from >= span.from && to <= span.to;
        return (
          <span key={from} className={[piece && looks.get(piece[0]), bad && styles.here].filter(Boolean).join(' ')}>
            {text.slice(from, to)}
          </span>
        );
      })}
      {'\u200b'}
    </div>
  );
}

import { Fragment } from 'react';

/** Text of the contract: paragraphs, and `code` between backticks. */
export function Prose({ text, className }: { text: string; className?: string }) {
  return (
    <div className={className}>
      {text.split(/\n\n+/).map((paragraph) => (
        <p key={paragraph}>
          {paragraph.split('`').map((part, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text never move.
            <Fragment key={i}>{i % 2 === 1 ? <code>{part}</code> : part}</Fragment>
          ))}
        </p>
      ))}
    </div>
  );
}

import { ApiProblem } from '../api';

const PREFIX = '/choices/';

/** What is wrong with the people chosen, by node; undefined where an error is about something else. */
export function choiceErrors(error: unknown): Record<string, string> | undefined {
  if (!(error instanceof ApiProblem) || error.code !== 'choices.invalid') return undefined;
  return Object.fromEntries(
    error.errors
      .filter(({ path }) => path.startsWith(PREFIX))
      .map(({ path, message }) => [path.slice(PREFIX.length), message]),
  );
}

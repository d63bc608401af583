import { ApiProblem, type Choice, type Choices } from '../api';

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

/** The steps for which too few people are chosen yet. Their fields say what is missing themselves: an empty error each. */
export function unchosen(choices: readonly Choice[], value: Choices): Record<string, string> {
  return Object.fromEntries(
    choices.filter(({ node, least }) => (value[node]?.length ?? 0) < least).map(({ node }) => [node, '']),
  );
}

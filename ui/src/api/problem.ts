import type { Problem, ProblemAt, ProblemCode } from './schema';

/** One refused place of a form: a JSON pointer, a stable code and a message in the reader's language. */
export type FieldProblem = ProblemAt;

/** A code of the server's, or what the browser itself found out: that no answer came. */
export type Code = ProblemCode | 'network.unreachable';

/** The body of an RFC 9457 answer; a proxy in between may send anything. */
export type ProblemBody = Partial<Omit<Problem, 'code'>> & { code?: string };

/** What the server refused, or why it could not be reached. `code` is stable; `status` 0 means no answer came. */
export class ApiProblem extends Error {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly errors: FieldProblem[];
  readonly body: ProblemBody;

  constructor(status: number, body: ProblemBody, cause?: unknown) {
    super(body.detail || body.title || body.code || `HTTP ${status}`, { cause });
    this.name = 'ApiProblem';
    this.status = status;
    this.code = body.code ?? (status === 0 ? 'network.unreachable' : `http.${status}`);
    this.title = body.title ?? '';
    this.detail = body.detail ?? '';
    this.errors = Array.isArray(body.errors) ? body.errors : [];
    this.body = body;
  }
}

/** Whether the error is a problem with one of the given codes. */
export function hasCode(error: unknown, ...codes: Code[]): error is ApiProblem {
  return error instanceof ApiProblem && codes.some((code) => code === error.code);
}

/** Whether the error is a problem with the given HTTP status. */
export function hasStatus(error: unknown, status: number): error is ApiProblem {
  return error instanceof ApiProblem && error.status === status;
}

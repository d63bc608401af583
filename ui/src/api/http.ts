import { ApiProblem, type ProblemBody } from './problem';

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

export interface CallOptions {
  body?: unknown;
  /** A file that is sent as it is, in place of a body. */
  file?: Blob;
  query?: Record<string, string | number | undefined>;
  /** Makes a repeat of the same attempt harmless. */
  idempotencyKey?: string;
  signal?: AbortSignal;
}

/** What every call needs to know about the reader; set by the session and the language switch. */
const context = { csrf: null as string | null, language: 'en', onSessionLost: () => {} };

export function setCsrf(token: string | null): void {
  context.csrf = token;
}

export function setRequestLanguage(language: string): void {
  context.language = language;
}

/** Names what happens when the server no longer knows the session. */
export function onSessionLost(handler: () => void): void {
  context.onSessionLost = handler;
}

function url(path: string, query: CallOptions['query']): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query ?? {})) {
    if (value !== undefined && value !== '') search.set(key, String(value));
  }
  const text = search.toString();
  return text ? `/api${path}?${text}` : `/api${path}`;
}

async function problemOf(response: Response): Promise<ApiProblem> {
  let body: ProblemBody = {};
  try {
    if (response.headers.get('Content-Type')?.includes('json')) body = (await response.json()) as ProblemBody;
  } catch {
    // An unreadable body still leaves the status, which is what the caller acts on.
  }
  return new ApiProblem(response.status, body);
}

/** Fetches a file from the API, with the name that the server gives it. */
export async function download(path: string, query: CallOptions['query']): Promise<{ name: string; file: Blob }> {
  let response: Response;
  try {
    response = await fetch(url(path, query), {
      headers: { 'Accept-Language': context.language },
      credentials: 'same-origin',
    });
  } catch (error) {
    throw new ApiProblem(0, { code: 'network.unreachable' }, error);
  }
  if (!response.ok) {
    const problem = await problemOf(response);
    if (problem.status === 401) context.onSessionLost();
    throw problem;
  }
  const name = /filename="([^"]+)"/.exec(response.headers.get('Content-Disposition') ?? '')?.[1] ?? 'download';
  return { name, file: await response.blob() };
}

/** Calls the API and returns the decoded answer; every refusal is an {@link ApiProblem}. */
export async function call<T>(method: Method, path: string, options: CallOptions = {}): Promise<T> {
  const response = await request(method, path, options);
  if (response.status === 204) return undefined as T;
  return (await response.json()) as T;
}

/** Calls the API for a file. */
export async function callForFile(method: Method, path: string, options: CallOptions = {}): Promise<Blob> {
  return (await request(method, path, options)).blob();
}

async function request(method: Method, path: string, options: CallOptions): Promise<Response> {
  const headers: Record<string, string> = { Accept: 'application/json', 'Accept-Language': context.language };
  if (options.body !== undefined) headers['Content-Type'] = 'application/json';
  // Whatever a browser calls the file: the server looks at what is in it.
  if (options.file) headers['Content-Type'] = 'application/octet-stream';
  if (method !== 'GET' && context.csrf) headers['X-CSRF-Token'] = context.csrf;
  if (options.idempotencyKey) headers['Idempotency-Key'] = options.idempotencyKey;

  let response: Response;
  try {
    response = await fetch(url(path, options.query), {
      method,
      headers,
      body: options.file ?? (options.body === undefined ? undefined : JSON.stringify(options.body)),
      signal: options.signal,
      credentials: 'same-origin',
    });
  } catch (error) {
    if (options.signal?.aborted) throw error;
    throw new ApiProblem(0, { code: 'network.unreachable' }, error);
  }
  if (!response.ok) {
    const problem = await problemOf(response);
    if (problem.status === 401 && path !== '/session') context.onSessionLost();
    throw problem;
  }
  return response;
}

export interface SendOptions {
  query?: CallOptions['query'];
  file: Blob;
  /** What the file is called; not in the address, which may be logged on the way. */
  name: string;
  signal: AbortSignal;
  /** Hears how many bytes of the file are gone. */
  onProgress: (sent: number) => void;
}

/** Sends a file and tells how far it is, which fetch cannot. What is refused is an {@link ApiProblem}. */
export function send<T>(path: string, { query, file, name, signal, onProgress }: SendOptions): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const refuse = (status: number, body: ProblemBody) => reject(new ApiProblem(status, body));
    const stop = () => request.abort();
    request.open('POST', url(path, query));
    request.setRequestHeader('Accept', 'application/json');
    request.setRequestHeader('Accept-Language', context.language);
    request.setRequestHeader('Content-Type', 'application/octet-stream');
    request.setRequestHeader('X-File-Name', encodeURIComponent(name));
    if (context.csrf) request.setRequestHeader('X-CSRF-Token', context.csrf);
    request.upload.onprogress = (event) => onProgress(event.loaded);
    request.onerror = () => refuse(0, { code: 'network.unreachable' });
    request.onabort = () => reject(signal.reason);
    request.onloadend = () => signal.removeEventListener('abort', stop);
    request.onload = () => {
      let body: unknown;
      try {
        body = JSON.parse(request.responseText);
      } catch {
        // A proxy in between may answer anything; the status is left.
      }
      if (request.status === 201 && body) {
        resolve(body as T);
        return;
      }
      if (request.status === 401) context.onSessionLost();
      refuse(request.status, (body ?? {}) as ProblemBody);
    };
    signal.addEventListener('abort', stop);
    if (signal.aborted) reject(signal.reason);
    else request.send(file);
  });
}

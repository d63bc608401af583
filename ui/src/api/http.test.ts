import { afterEach, describe, expect, it, vi } from 'vitest';
import { api } from './calls';
import { onSessionLost, setCsrf, setRequestLanguage } from './http';
import { ApiProblem, hasCode, hasStatus } from './problem';

function answer(status: number, body?: unknown, type = 'application/json') {
  const fetched = vi.fn(
    async (_url: string, _init: RequestInit) =>
      new Response(body === undefined ? null : JSON.stringify(body), { status, headers: { 'Content-Type': type } }),
  );
  vi.stubGlobal('fetch', fetched);
  return fetched;
}

const sent = (fetched: ReturnType<typeof answer>) => {
  const [url, init] = fetched.mock.calls[0] ?? ['', {}];
  return { url, method: init.method, headers: init.headers as Record<string, string>, body: init.body };
};

afterEach(() => {
  vi.unstubAllGlobals();
  setCsrf(null);
  setRequestLanguage('en');
});

describe('call', () => {
  it('sends language, token, key and body with a write', async () => {
    setCsrf('token');
    setRequestLanguage('zh-CN');
    const fetched = answer(201, { id: 'i', no: 'LV-1' });
    await api.submit('leave', { form: { days: 1 }, draft: 'd' }, 'key');
    expect(sent(fetched)).toEqual({
      url: '/api/apps/leave/instances',
      method: 'POST',
      headers: {
        Accept: 'application/json',
        'Accept-Language': 'zh-CN',
        'Content-Type': 'application/json',
        'X-CSRF-Token': 'token',
        'Idempotency-Key': 'key',
      },
      body: '{"form":{"days":1},"draft":"d"}',
    });
  });

  it('sends no token with a read, and leaves out empty parameters', async () => {
    setCsrf('token');
    const fetched = answer(200, { items: [], next: '' });
    await api.instances({ scope: 'mine' }, '', 20);
    expect(sent(fetched).url).toBe('/api/instances?scope=mine&limit=20');
    expect(sent(fetched).headers).not.toHaveProperty('X-CSRF-Token');
  });

  it('escapes what goes into an address', async () => {
    const fetched = answer(200, {});
    await api.app('a/b?c');
    expect(sent(fetched).url).toBe('/api/apps/a%2Fb%3Fc');
  });

  it('turns a problem into an error with its code and places', async () => {
    const errors = [{ path: '/days', code: 'form.required', message: 'Fill in the days.' }];
    answer(422, { code: 'form.invalid', detail: 'Look again.', errors }, 'application/problem+json');
    const error = await api.preview('leave', {}, undefined).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(ApiProblem);
    expect(error).toMatchObject({ status: 422, code: 'form.invalid', detail: 'Look again.', errors });
    expect(hasCode(error, 'form.invalid')).toBe(true);
    expect(hasStatus(error, 409)).toBe(false);
  });

  it('survives an answer that is no JSON', async () => {
    vi.stubGlobal('fetch', async () => new Response('<h1>Bad gateway</h1>', { status: 502 }));
    await expect(api.apps()).rejects.toMatchObject({ status: 502, code: 'http.502', errors: [] });
  });

  it('says when the server cannot be reached, but not when the call was given up', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')));
    await expect(api.apps()).rejects.toMatchObject({ status: 0, code: 'network.unreachable' });
    const given = new AbortController();
    given.abort();
    await expect(api.apps(given.signal)).rejects.toBeInstanceOf(TypeError);
  });

  it('tells that the session is lost, but not that a password was wrong', async () => {
    const lost = vi.fn();
    onSessionLost(lost);
    answer(401, { code: 'session.wrong' });
    await expect(api.logIn('chen', 'x')).rejects.toMatchObject({ code: 'session.wrong' });
    expect(lost).not.toHaveBeenCalled();
    answer(401, { code: 'request.unauthenticated' });
    await expect(api.apps()).rejects.toMatchObject({ status: 401 });
    expect(lost).toHaveBeenCalledTimes(1);
  });
});

// Apps that a journey needs and does not build by hand: made through the API, as whoever is on the page.
import assert from 'node:assert/strict';

/** Calls the API as the person on the page. */
export async function call(page, method, path, body, headers = {}) {
  const answer = await page.evaluate(
    async ({ method, path, body, headers }) => {
      const { csrf } = await (await fetch('/api/session')).json();
      const response = await fetch(`/api${path}`, {
        method,
        headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': csrf, ...headers },
        body: body === undefined ? undefined : JSON.stringify(body),
      });
      return { status: response.status, body: await response.json().catch(() => undefined) };
    },
    { method, path, body, headers },
  );
  assert.ok(answer.status < 300, `${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body;
}

/** Makes and publishes an app whose form, rules and other parts are given, and answers its id. */
export async function publishApp(page, name, parts) {
  const key = Object.values(name).join(' ');
  const { app: id } = await call(
    page,
    'POST',
    '/studio/apps',
    { name },
    { 'Idempotency-Key': encodeURIComponent(key) },
  );
  const draft = await call(page, 'GET', `/studio/apps/${id}/draft`);
  const saved = await call(page, 'PUT', `/studio/apps/${id}/draft`, {
    rev: draft.rev,
    app: { ...draft.app, ...parts },
  });
  await call(page, 'POST', `/studio/apps/${id}/publish`, { rev: saved.rev });
  return id;
}

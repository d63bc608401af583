// Texts that try to run as scripts, in every place where people write and
// others read: none runs, and none is lost.
import assert from 'node:assert/strict';
import { settled } from './checks.mjs';
import { journey } from './harness.mjs';
import { payloads } from './payloads.mjs';
import { speak } from './speak.mjs';

// The people read Chinese by the end: the language is theirs, not the page's.
const say = speak('zh-CN');
const count = payloads.length;
const at = (n) => payloads[n % count];
/** The same words in both languages. */
const both = (text) => ({ en: text, 'zh-CN': text });
/** Several payloads in one text, no longer than the cap. */
const joined = (first, most) => {
  let text = '';
  for (let n = first; n < first + count && text.length + at(n).length < most; n++) text += at(n);
  return text;
};

/** An app that says a payload wherever an app says something. */
function hostile(app) {
  const properties = {};
  const fields = {};
  const shown = [];
  payloads.forEach((_, n) => {
    const id = `f${n}`;
    properties[id] = { type: 'string', maxLength: 4000 };
    fields[id] = { title: both(at(n)), help: both(at(n + 50)), placeholder: both(at(n + 100)) };
    if (n % 3 === 0) fields[id].widget = 'textarea';
    shown.push(id);
  });
  const values = payloads.map((_, n) => `o${n}`);
  properties.one = { type: 'string', enum: values };
  properties.some = { type: 'array', items: { type: 'string', enum: values }, uniqueItems: true };
  fields.one = {
    title: both(at(5)),
    widget: 'radio',
    options: Object.fromEntries(values.map((o, n) => [o, both(at(n))])),
  };
  fields.some = { title: both(at(6)), options: fields.one.options };
  properties.site = { type: 'string', format: 'uri' };
  fields.site = { title: both('Site') };
  properties.rows = {
    type: 'array',
    maxItems: 200,
    items: { type: 'object', properties: { a: { type: 'string', maxLength: 4000 } }, additionalProperties: false },
  };
  properties.files = {
    type: 'array',
    items: { type: 'string', format: 'attachment' },
    uniqueItems: true,
    maxItems: 50,
  };
  fields.files = { title: both('Files') };
  properties.listed = { type: 'string', format: 'option' };
  fields.listed = { title: both(at(11)), source: { list: 'payloads' } };
  fields.rows = { title: both(at(7)), columns: ['a'] };
  fields['rows.a'] = { title: both(at(8)), help: both(at(9)) };
  return {
    ...app,
    name: both(joined(0, 100)),
    description: both(joined(10, 280)),
    title: both(`${joined(20, 150)} {f0}`),
    summary: ['f0', 'f1', 'one', 'some', 'site'],
    form: {
      schema: { $schema: app.form.schema.$schema, type: 'object', properties, additionalProperties: false },
      layout: {
        tabs: [{ id: 'first', title: both(joined(30, 150)) }],
        sections: [
          {
            id: 'main',
            title: both(joined(40, 150)),
            fields: ['$note', '$line', 'one', 'some', 'site', 'files', 'listed', 'rows'],
          },
          { id: 'more', tab: 'first', title: both(joined(50, 150)), fields: shown },
        ],
        fields,
        blocks: {
          $note: { kind: 'note', text: both(payloads.join(' ').slice(0, 4000)) },
          $line: { kind: 'divider', text: both(joined(60, 150)) },
        },
      },
    },
    rules: [
      {
        id: 'warn',
        name: both(joined(70, 150)),
        enabled: true,
        // biome-ignore lint/suspicious/noThenProperty: a rule's actions are called so
        then: [
          { do: 'warn', field: 'one', text: both(joined(80, 300)) },
          { do: 'default', field: 'f3', value: at(3) },
        ],
      },
    ],
    flow: {
      nodes: [
        { id: 'start', type: 'start', name: both(joined(90, 150)) },
        {
          id: 'tell',
          type: 'notify',
          name: both(joined(100, 150)),
          assignee: { kind: 'initiator' },
          message: both(joined(110, 290)),
        },
        {
          id: 'manager',
          type: 'approval',
          name: both(joined(120, 150)),
          assignee: { kind: 'manager', level: 1 },
          mode: 'any',
        },
        { id: 'end', type: 'end', name: both(joined(130, 150)) },
      ],
      edges: [
        { id: 'e1', from: 'start', to: 'tell', name: both(joined(0, 150)) },
        { id: 'e2', from: 'tell', to: 'manager' },
        { id: 'e3', from: 'manager', to: 'end' },
      ],
    },
  };
}

/** What the person fills in: every payload as the value of a field, a row and an option. */
const filled = {
  ...Object.fromEntries(payloads.map((text, n) => [`f${n}`, n % 3 === 0 ? `${text}\n${at(n + 1)}` : text])),
  one: 'o4',
  some: payloads.map((_, n) => `o${n}`),
  site: 'https://example.com/?q=javascript:hit(999)',
  rows: payloads.map((a) => ({ a })),
};

journey('texts that try to run as scripts are texts', async ({ server, open, step }) => {
  const hits = [];
  const armed = async (as, language) => {
    const page = await open({ as, language });
    const context = page.context();
    await context.exposeFunction('hit', (n) => hits.push(n));
    await context.addInitScript(() => {
      for (const name of ['alert', 'confirm', 'prompt']) window[name] = () => window.hit(name);
    });
    context.on('page', (other) => hits.push(`a page opened: ${other.url()}`));
    await page.reload();
    return page;
  };
  const send = async (page, method, path, data, headers = {}) => {
    const { csrf } = await (await page.request.get('/api/session')).json();
    const answer = await page.request.fetch(`/api${path}`, {
      method,
      data,
      headers: { 'X-CSRF-Token': csrf, Origin: server.url, ...headers },
    });
    assert.ok(answer.ok(), `${method} ${path}: ${answer.status()} ${(await answer.text()).slice(0, 2000)}`);
    return answer.status() === 204 ? undefined : answer.json();
  };

  const upload = async (page, app, name, body) => {
    const { csrf } = await (await page.request.get('/api/session')).json();
    const answer = await page.request.fetch(`/api/apps/${app}/files?field=files&name=${encodeURIComponent(name)}`, {
      method: 'POST',
      data: Buffer.from(body),
      headers: { 'X-CSRF-Token': csrf, Origin: server.url, 'Content-Type': 'application/octet-stream' },
    });
    assert.equal(answer.status(), 201, `${name}: ${await answer.text()}`);
    return answer.json();
  };

  await step('they are dangerous: most run in a page that writes them as HTML', async () => {
    const page = await open();
    const bare = await page.context().browser().newContext();
    const ran = new Set();
    await bare.exposeFunction('hit', (n) => ran.add(n));
    const target = await bare.newPage();
    for (const text of payloads) {
      await target.setContent(`<body>${text}</body>`, { waitUntil: 'commit' });
      await target.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    }
    await bare.close();
    assert.ok(ran.size >= 80, `only ${ran.size} of ${count} ran in a page without protection`);
  });

  const admin = await armed('admin', 'en');
  const employee = await armed('employee', 'en');
  const manager = await armed('manager', 'en');
  let app;
  let id;
  await step('an app says them everywhere, and a request holds them', async () => {
    await send(admin, 'POST', '/lists', { id: 'payloads', name: both(joined(15, 90)) });
    for (let n = 0; n < 20; n++) {
      await send(admin, 'POST', '/lists/payloads/items', { value: `i${n}`, label: both(at(n * 7)) });
    }
    ({ app } = await send(admin, 'POST', '/studio/apps', { name: both('x') }, { 'Idempotency-Key': 'injection' }));
    const draft = await send(admin, 'GET', `/studio/apps/${app}/draft`);
    const saved = await send(admin, 'PUT', `/studio/apps/${app}/draft`, { rev: draft.rev, app: hostile(draft.app) });
    const errors = saved.findings.filter((each) => each.level === 'error');
    assert.deepEqual(errors, []);
    await send(admin, 'POST', `/studio/apps/${app}/publish`, {
      rev: saved.rev,
      note: payloads.join(' ').slice(0, 400),
    });
    for (const site of payloads.filter((text) => /^\s*(java|vb|data)/i.test(text))) {
      const refused = await employee.request.post(`/api/apps/${app}/instances`, {
        data: { form: { site } },
        headers: {
          'X-CSRF-Token': (await (await employee.request.get('/api/session')).json()).csrf,
          Origin: server.url,
        },
      });
      assert.equal(refused.status(), 422, `${site} is taken as a web address`);
    }
    const names = payloads.filter((_, n) => n % 4 === 0);
    const uploaded = [];
    for (const name of names) uploaded.push((await upload(employee, app, `${name}.txt`, 'words')).id);
    const form = { ...filled, files: uploaded, listed: 'i2' };
    ({ id } = await send(employee, 'POST', `/apps/${app}/instances`, { form }));
    // What is in a file never runs in the page's name either: it is saved, or shown in a sandbox.
    const page = await upload(employee, app, 'page.txt', '<!doctype html><script>hit(1)</script>');
    for (const path of [`/api/files/${page.id}?show=true`, `/api/instances/${id}/files/${uploaded[0]}?show=true`]) {
      const answer = await employee.request.get(path);
      const headers = answer.headers();
      assert.equal(answer.status(), 200, path);
      assert.match(headers['content-disposition'], /^attachment;/);
      assert.match(headers['content-security-policy'], /sandbox/);
      assert.equal(headers['x-content-type-options'], 'nosniff');
      assert.doesNotMatch(headers['content-type'], /html|xml|script/);
    }
    for (let n = 0; n < count; n += 10) {
      const text = payloads.slice(n, n + 10).join('\n');
      await send(employee, 'POST', `/instances/${id}/comments`, { text });
    }
  });

  /** Looks at a page until it rests, and at what waits behind its headings and buttons. */
  const look = async (page, path, text) => {
    await page.goto(path);
    if (text !== undefined) await page.getByText(text, { exact: false }).first().waitFor();
    await settled(page);
    assert.deepEqual(hits, [], `a payload ran on ${path}`);
  };

  for (const language of ['en', 'zh-CN']) {
    const reader = language === 'en' ? employee : await armed('employee', language);
    const boss = language === 'en' ? manager : await armed('manager', language);
    const maker = language === 'en' ? admin : await armed('admin', language);
    await step(`whoever fills in and follows reads them as text (${language})`, async () => {
      await look(reader, '/', at(0));
      await look(reader, `/new/${app}`, at(5));
      const asked = payloads.slice(0, 60).map((text, n) => `f.${n % 2 ? `f${n}` : text}=${text}`);
      await look(reader, `/new/${app}?${asked.map((each) => encodeURI(each).replaceAll('#', '%23')).join('&')}`, at(5));
      await look(reader, `/cases/${id}`, at(4));
      await look(reader, '/requests', at(0));
      await reader.goto(`/cases/${id}`);
      await reader.getByRole('link', { name: filled.site }).first().waitFor();
      const text = await reader.getByRole('main').evaluate((main) => main.textContent);
      assert.deepEqual(
        payloads.filter((each) => !text.includes(each)),
        [],
        'what was written is read as it is',
      );
      const links = await reader.locator('a[href]').evaluateAll((all) => all.map((each) => each.getAttribute('href')));
      assert.deepEqual(
        links.filter((href) => !/^(\/|#|https:\/\/example\.com\/)/.test(href)),
        [],
      );
    });
    await step(`whoever decides reads them as text (${language})`, async () => {
      await look(boss, '/inbox', at(0));
      await look(boss, `/cases/${id}`, at(4));
    });
    await step(`whoever designs reads them as text (${language})`, async () => {
      await look(maker, '/studio', at(0));
      for (const part of ['form', 'flow', 'rules', 'scripts', 'settings', 'preview', 'revisions']) {
        await look(maker, `/studio/apps/${app}/${part}`, at(0));
      }
      await look(maker, '/control/audit');
      await look(maker, '/control/lists', 'payloads');
    });
  }

  await step('the places that open read them as text as well', async () => {
    await employee.goto('/');
    await employee.getByRole('button', { name: new RegExp(`^${say('work:notices.title')}`) }).click();
    await settled(employee);
    await employee.goto(`/new/${app}`);
    await employee.getByRole('tab').click();
    await settled(employee);
    await employee.getByRole('button', { name: say('work:request.submit'), exact: true }).click();
    await settled(employee);
    await admin.goto(`/studio/apps/${app}/form`);
    for (let n = 0; n < count; n += 25) {
      await admin.locator(`[data-hit="f${n}"]`).click();
      await settled(admin);
    }
    assert.deepEqual(hits, []);
  });
});

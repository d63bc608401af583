// Measures what a keystroke costs on the main thread of a real browser, with the built server:
//   npm run bench:typing
// "painted" is the time from the key to the frame that shows it; "all" also has what follows it later, such as
// checking, saving and looking at the approval path, as a mean.
import { chromium } from 'playwright-core';
import { publishApp } from '../e2e/apps.mjs';
import { enterAs } from '../e2e/checks.mjs';
import { startServer } from '../e2e/harness.mjs';

const KEYS = Number(process.env.BENCH_KEYS ?? 40);
const words = (en) => ({ en, 'zh-CN': en });

/** A form of so many fields of the usual kinds, with a rule for every tenth of them. */
function flat(count) {
  const properties = {
    reason: { type: 'string', maxLength: 500 },
    amount: { type: 'number' },
    sum: { type: 'number' },
  };
  const fields = {
    reason: { title: words('Reason') },
    amount: { title: words('Amount') },
    sum: { title: words('Sum') },
  };
  const kinds = [
    [{ type: 'string', maxLength: 80 }, 'text'],
    [{ type: 'number', minimum: 0 }, 'number'],
    [{ type: 'string', enum: ['a', 'b', 'c'] }, 'select'],
    [{ type: 'string', format: 'date' }, 'date'],
    [{ type: 'boolean' }, 'switch'],
  ];
  const rules = [rule('sum', [set('sum', { '*': [{ var: 'amount' }, 3] })])];
  for (let i = 3; i < count; i++) {
    const id = `f${i}`;
    const [schema, widget] = kinds[i % kinds.length];
    properties[id] = schema;
    fields[id] = { widget, title: words(`Field ${i}`) };
    if (i % 10 === 0) {
      rules.push(rule(`r${i}`, [{ do: 'require', field: id }], { '>': [{ var: 'amount' }, i] }));
    }
  }
  return {
    form: {
      schema: { type: 'object', properties, required: ['reason'], additionalProperties: false },
      layout: { sections: [{ id: 's', columns: 2, fields: Object.keys(properties) }], fields },
    },
    rules,
  };
}

const set = (field, value) => ({ do: 'set', field, value });

/** A table of ten columns, two of them computed, with a total of all and a rule for each row. */
function table() {
  const number = { type: 'number' };
  const columns = {
    what: { type: 'string', maxLength: 80 },
    kind: { type: 'string', enum: ['train', 'hotel', 'meal'] },
    day: { type: 'string', format: 'date' },
    count: number,
    price: number,
    rate: number,
    net: number,
    gross: number,
    note: { type: 'string', maxLength: 200 },
    paid: { type: 'boolean' },
  };
  const ids = Object.keys(columns);
  const row = (id) => ({ var: `$row.${id}` });
  return {
    form: {
      schema: {
        type: 'object',
        properties: {
          reason: { type: 'string' },
          items: {
            type: 'array',
            maxItems: 1000,
            items: { type: 'object', properties: columns, required: ['what', 'price'], additionalProperties: false },
          },
          total: number,
        },
        required: ['reason'],
        additionalProperties: false,
      },
      layout: {
        sections: [{ id: 's', columns: 1, fields: ['reason', 'items', 'total'] }],
        fields: {
          reason: { title: words('Reason') },
          items: { title: words('Items'), columns: ids },
          total: { title: words('Total') },
          ...Object.fromEntries(
            ids.map((id) => [`items.${id}`, { title: words(id), total: ['net', 'gross'].includes(id) || undefined }]),
          ),
          'items.rate': { widget: 'percent', title: words('rate') },
        },
      },
    },
    rules: [
      rule('net', [set('items.net', { '*': [row('count'), row('price')] })]),
      rule('gross', [set('items.gross', { round: [{ '*': [row('net'), 1.13] }, 2] })]),
      rule('total', [set('total', { sum: [{ var: 'items.gross' }] })]),
      rule('note', [{ do: 'require', field: 'items.note' }], { '>': [row('price'), 500] }),
    ],
  };
}

function rule(id, then, when) {
  return { id, name: words(id), enabled: true, when, then };
}

const rowsOf = (count) =>
  Array.from({ length: count }, (_, i) =>
    [`Item ${i}`, 'train', '2026-03-05', (i % 7) + 1, i * 1.25, '6%', '', '', 'x', 'no'].join('\t'),
  ).join('\n');

async function openForm(browser, url, app) {
  const context = await browser.newContext({ baseURL: url, viewport: { width: 1280, height: 860 }, locale: 'en-US' });
  const page = await context.newPage();
  await page.goto('/');
  await enterAs(page, 'employee', 'en');
  await page.goto(`/new/${app}`);
  await page.locator('#form-reason').waitFor();
  return page;
}

/** The main-thread time of each of many keystrokes in one input, in milliseconds. */
async function measure(page, selector, text) {
  const debug = await page.context().newCDPSession(page);
  // The time that the thread itself works, whatever else the machine has to do.
  await debug.send('Performance.enable', { timeDomain: 'threadTicks' });
  const spent = async () => {
    const { metrics } = await debug.send('Performance.getMetrics');
    return metrics.find((metric) => metric.name === 'TaskDuration').value * 1000;
  };
  const frame = () => page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done))));
  const input = page.locator(selector);
  // A row is drawn when it comes near.
  const row = page.locator(selector.replace(/-[a-z]+$/, ''));
  if (/-\d+-/.test(selector)) await row.scrollIntoViewIfNeeded();
  await input.scrollIntoViewIfNeeded();
  await input.focus();
  await input.fill('');
  const idle = async (ms) => {
    const before = await spent();
    await page.waitForTimeout(ms);
    return (await spent()) - before;
  };
  await idle(1500);
  const each = [];
  const begun = await spent();
  for (let i = 0; i < KEYS; i++) {
    const before = await spent();
    await page.keyboard.press(text[i % text.length]);
    await frame();
    each.push((await spent()) - before);
    await page.waitForTimeout(60);
    if (i % 6 === 5) await input.fill('');
  }
  await page.waitForTimeout(1500);
  const all = ((await spent()) - begun) / KEYS;
  each.sort((a, b) => a - b);
  await debug.detach();
  return { median: each[Math.floor(each.length / 2)], p95: each[Math.floor(each.length * 0.95)], all };
}

const server = await startServer();
const browser = await chromium.launch({
  executablePath: process.env.BANLI_TEST_CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
});
const results = [];
try {
  const context = await browser.newContext({ baseURL: server.url, locale: 'en-US' });
  const admin = await context.newPage();
  await admin.goto('/');
  await enterAs(admin, 'admin', 'en');
  for (const count of [20, 70, 170]) {
    const app = await publishApp(admin, words(`Flat ${count}`), flat(count));
    const page = await openForm(browser, server.url, app);
    results.push([`${count} fields, text`, await measure(page, '#form-reason', 'abcdef')]);
    results.push([`${count} fields, number with a formula`, await measure(page, '#form-amount', '123456')]);
    await page.context().close();
  }
  const app = await publishApp(admin, words('Table'), table());
  for (const count of [100, 1000]) {
    const page = await openForm(browser, server.url, app);
    await page.getByRole('button', { name: 'Paste rows into Items' }).click();
    await page.getByRole('dialog').getByRole('textbox').fill(rowsOf(count));
    const begun = Date.now();
    await page.getByRole('dialog').getByRole('button', { name: 'Paste rows' }).click();
    await page.getByText(`${count} rows pasted.`).waitFor();
    results.push([`pasting ${count} rows`, { median: Date.now() - begun }]);
    results.push([`${count} rows × 10, text`, await measure(page, '#form-items-20-what', 'abcdef')]);
    results.push([`${count} rows × 10, number with formulas`, await measure(page, '#form-items-20-price', '123456')]);
    results.push([`${count} rows × 10, field beside it`, await measure(page, '#form-reason', 'abcdef')]);
    await page.context().close();
  }
} finally {
  await browser.close();
  await server.stop();
}
const ms = (n) => (n === undefined ? '' : n.toFixed(1)).padStart(9);
console.log(`${''.padEnd(44)}${'median'.padStart(9)}${'p95'.padStart(9)}${'all'.padStart(9)}  ms per keystroke`);
for (const [name, { median, p95, all }] of results) console.log(`${name.padEnd(44)}${ms(median)}${ms(p95)}${ms(all)}`);

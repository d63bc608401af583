// A claim with a table: a hundred rows from a spreadsheet, rows copied out and in again, filled in on a phone, begun
// from a link and from an earlier one, read in the dark and on paper.
import assert from 'node:assert/strict';
import { publishApp } from './apps.mjs';
import { axe, easyToTouch, noSideScroll } from './checks.mjs';
import { journey } from './harness.mjs';
import { speak } from './speak.mjs';
import { approve, caseId, cellsOf, choose, fillDate, openTask, readCase, submit } from './work.mjs';

const say = speak('en');
const sayZh = speak('zh-CN');
const text = (en, zh) => ({ en, 'zh-CN': zh });
const set = (field, value) => ({ do: 'set', field, value });
// biome-ignore lint/suspicious/noThenProperty: a rule's own key.
const rule = (id, ...actions) => ({ id, name: text(id, id), enabled: true, then: actions });

const claim = {
  form: {
    schema: {
      type: 'object',
      properties: {
        reason: { type: 'string', minLength: 2, maxLength: 80 },
        day: { type: 'string', format: 'date' },
        items: {
          type: 'array',
          minItems: 1,
          maxItems: 150,
          items: {
            type: 'object',
            properties: {
              what: { type: 'string', minLength: 1 },
              kind: { type: 'string', enum: ['train', 'hotel', 'meal'] },
              on: { type: 'string', format: 'date' },
              amount: { type: 'number', minimum: 0, multipleOf: 0.01 },
              gross: { type: 'number' },
            },
            required: ['what', 'amount'],
            additionalProperties: false,
          },
        },
        total: { type: 'number' },
      },
      required: ['reason', 'items'],
      additionalProperties: false,
    },
    layout: {
      sections: [{ id: 'all', columns: 2, fields: ['reason', 'day', 'items', 'total'] }],
      fields: {
        reason: { title: text('Reason', '事由') },
        day: { title: text('Day', '日期') },
        items: { title: text('Items', '明细'), columns: ['what', 'kind', 'on', 'amount', 'gross'] },
        'items.what': { title: text('What', '项目') },
        'items.kind': {
          title: text('Kind', '类别'),
          options: { train: text('Train', '火车'), hotel: text('Hotel', '酒店'), meal: text('Meal', '餐饮') },
        },
        'items.on': { title: text('Spent on', '发生日期') },
        'items.amount': { title: text('Amount', '金额'), widget: 'money', currency: 'CNY', total: true },
        'items.gross': { title: text('With tax', '含税'), widget: 'money', currency: 'CNY', total: true },
        total: { title: text('Sum', '总额'), widget: 'money', currency: 'CNY' },
      },
    },
  },
  rules: [
    rule('gross', set('items.gross', { round: [{ '*': [{ var: '$row.amount' }, 1.13] }, 2] })),
    rule('total', set('total', { sum: [{ var: 'items.gross' }] })),
  ],
  flow: {
    nodes: [
      { id: 'start', type: 'start', name: text('Submit', '提交') },
      {
        id: 'manager',
        type: 'approval',
        name: text('Manager', '直属上级'),
        assignee: { kind: 'manager' },
        // The manager puts the list in order, without what things cost.
        fields: { items: 'edit', 'items.kind': 'read', 'items.amount': 'hide', 'items.gross': 'hide', total: 'hide' },
      },
      { id: 'end', type: 'end', name: text('Done', '完成') },
    ],
    edges: [
      { id: 'a', from: 'start', to: 'manager' },
      { id: 'b', from: 'manager', to: 'end' },
    ],
  },
};

/** A hundred rows as a spreadsheet copies them, two of them with something that no cell takes. */
const hundred = [
  ['What', 'Kind', 'Spent on', 'Amount'],
  ...Array.from({ length: 100 }, (_, i) => [`Ticket ${i + 1}`, 'Train', '2026/3/5', '￥1,019.99']),
]
  .map((row, i) => (i === 7 ? [...row.slice(0, 3), 'about 20'] : i === 9 ? [row[0], 'Boat', row[2], row[3]] : row))
  .map((row) => row.join('\t'))
  .join('\r\n');

async function press(page, target, clip) {
  await page.evaluate((words) => navigator.clipboard.writeText(words), clip);
  await target.focus();
  await page.keyboard.press('Control+V');
}

journey('a table of a claim', async ({ server, open, step }) => {
  const admin = await open({ as: 'admin' });
  const app = await step('a business admin publishes a claim', () =>
    publishApp(admin, text('Expense claim', '费用报销'), claim),
  );
  const page = await open({ as: 'employee' });
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'], { origin: server.url });
  const cell = (row, column) => page.locator(`#form-items-${row}-${column}`);

  await step('a hundred rows are pasted, taken back, and pasted again', async () => {
    await page.goto(`/new/${app}`);
    await page.getByLabel('Reason').fill('Trade fair');
    await page.getByRole('button', { name: say('form:table.addTo', { table: 'Items' }) }).click();
    await press(page, cell(0, 'kind'), hundred);
    await page.getByText(/^100 rows pasted\. 2 cells could not be read/).waitFor();
    await page.getByText('CN¥100,979.01').waitFor();
    await axe(page, 'a table with cells that could not be read');
    await page.getByRole('button', { name: say('form:table.undoPaste'), exact: true }).click();
    await cell(99, 'what').waitFor({ state: 'detached' });
    assert.equal(await page.locator('[data-row]').count(), 1);
    await press(page, cell(0, 'what'), hundred);
    await page.getByText(/^100 rows pasted/).waitFor();
  });

  await step('more than the table takes is refused, and nothing is lost', async () => {
    await press(page, page.getByRole('button', { name: say('form:table.pasteTo', { table: 'Items' }) }), hundred);
    await page.getByText('This table takes at most 150 rows, and there would be 200. Nothing was changed.').waitFor();
    assert.equal(await page.locator('[data-row]').count(), 100);
  });

  await step('the errors lead to their cells, wherever those are', async () => {
    await page.getByRole('button', { name: say('work:request.submit'), exact: true }).click();
    await page.getByRole('button', { name: /^Items, row 7, Amount/ }).click();
    await page.waitForFunction(() => document.activeElement?.id === 'form-items-6-amount');
    assert.equal(await cell(6, 'amount').inputValue(), 'about 20');
    await cell(6, 'amount').fill('20');
    await page.getByText(/Could not read “Boat”/).waitFor();
    await cell(8, 'kind').click();
    await page.locator('.ant-select-dropdown:visible').getByText('Meal', { exact: true }).click();
  });

  await step('rows are copied out as they can be pasted in again', async () => {
    await page.getByRole('button', { name: 'Select row 1', exact: true }).click();
    await page.getByRole('button', { name: 'Select row 3', exact: true }).click({ modifiers: ['Shift'] });
    await page
      .getByRole('toolbar')
      .getByRole('button', { name: say('form:table.toClipboard') })
      .click();
    await page.getByText('3 rows are on the clipboard').waitFor({ state: 'attached' });
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    assert.equal(
      copied.split('\n').slice(0, 2).join('\n'),
      'What\tKind\tSpent on\tAmount\tWith tax\nTicket 1\tTrain\t2026-03-05\t1019.99\t1152.59',
    );
    await press(page, page.getByRole('button', { name: say('form:table.pasteTo', { table: 'Items' }) }), copied);
    await page.getByText('3 rows pasted.', { exact: true }).waitFor();
    assert.equal(await page.locator('[data-row]').count(), 103);
    await axe(page, 'a table with selected rows');
  });

  let id;
  await step('it is submitted, and every row has arrived', async () => {
    await submit(page, say);
    id = caseId(page);
    const { form } = await readCase(page, id);
    assert.equal(form.items.length, 103);
    assert.deepEqual(cellsOf(form.items)[102], {
      what: 'Ticket 3',
      kind: 'train',
      on: '2026-03-05',
      amount: 1019.99,
      gross: 1152.59,
    });
    assert.equal(form.items[6].amount, 20);
    assert.equal(form.total, 117586.78);
  });

  await step('it is read in the dark, and printed in black on white', async () => {
    await page.getByRole('list', { name: say('work:path.label') }).waitFor();
    await page.getByText('CN¥117,586.78').first().waitFor();
    await page.getByRole('button', { name: /Lin Xiao/ }).click();
    await page.getByText(say('common:mode.dark'), { exact: true }).click();
    await page.waitForFunction(() => getComputedStyle(document.body).backgroundColor === 'rgb(14, 21, 25)');
    await axe(page, 'a case and the menu in the dark');
    await page.keyboard.press('Escape');
    await page.reload();
    await page.waitForFunction(() => getComputedStyle(document.body).backgroundColor === 'rgb(14, 21, 25)');
    await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
    await page.emulateMedia({ media: 'print' });
    await page.getByText('CN¥117,586.78').first().waitFor();
    const paper = await page.evaluate(() => ({
      ink: getComputedStyle(document.querySelector('h1')).color,
      pressed: [...document.querySelectorAll('button, nav a')].filter((each) => each.checkVisibility()).length,
    }));
    assert.deepEqual(paper, { ink: 'rgb(24, 36, 44)', pressed: 0 });
    await page.emulateMedia({ media: 'screen' });
    await page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
  });

  await step('the offer to copy an earlier one moves nothing, neither when it comes nor when it goes', async () => {
    for (const screen of ['desktop', 'phone']) {
      const fresh = await open({ as: 'employee', language: 'en', screen });
      let letIn;
      const held = new Promise((done) => {
        letIn = done;
      });
      await fresh.route(/\/assets\/Beginning-.*\.js$/, async (route) => {
        await held;
        await route.continue();
      });
      await fresh.goto(`/new/${app}`);
      const reason = fresh.getByLabel('Reason');
      await reason.waitFor();
      const offer = fresh.getByRole('button', { name: say('work:request.copyEarlier') });
      const top = async () => (await reason.boundingBox()).y;
      const before = await top();
      assert.equal(await offer.count(), 0);
      letIn();
      await offer.waitFor();
      assert.equal(await top(), before);
      await reason.fill('x');
      await offer.waitFor({ state: 'detached' });
      assert.equal(await top(), before);
      await fresh.context().close();
    }
  });

  await step('a new one begins with the earlier one, and says which', async () => {
    await page.goto(`/new/${app}`);
    await page.getByRole('button', { name: say('work:request.copyEarlier') }).click();
    await axe(page, 'earlier requests in the dark');
    await page.getByRole('dialog').getByRole('button').filter({ hasText: /\d/ }).click();
    await page.getByText(/^Copied from /).waitFor();
    assert.equal(await page.locator('[data-row]').count(), 103);
    assert.equal(await page.getByLabel('Reason').inputValue(), 'Trade fair');
    await axe(page, 'a copied request in the dark');
  });

  let shared;
  await step('a manager who does not see what things cost removes, moves, copies and adds rows', async () => {
    await page.goto(`/new/${app}`);
    await page.getByLabel('Reason').fill('Team day');
    const lines = ['Bus\tTrain\t\t1', 'Room\tHotel\t\t2', 'Lunch\tMeal\t\t3'].join('\n');
    await press(page, page.getByRole('button', { name: say('form:table.pasteTo', { table: 'Items' }) }), lines);
    await page.getByText('3 rows pasted.', { exact: true }).waitFor();
    shared = await submit(page, say);
    const boss = await open({ as: 'manager', language: 'en' });
    await boss.goto('/');
    await openTask(boss, say, shared);
    const what = (row) => boss.locator(`[id$="-items-${row}-what"]`);
    await what(2).waitFor();
    assert.equal(await boss.locator('[id$="-items-0-amount"]').count(), 0);
    assert.equal(await boss.locator('input[id$="-items-0-kind"]').count(), 0);
    await boss.getByRole('button', { name: say('form:table.remove', { row: 1 }) }).click();
    await boss.getByRole('button', { name: say('form:table.up', { row: 2 }) }).click();
    await boss.getByRole('button', { name: say('form:table.copy', { row: 1 }) }).click();
    await boss.getByRole('button', { name: say('form:table.addTo', { table: 'Items' }) }).click();
    await what(3).fill('Parking');
    await axe(boss, 'a task with a table of which columns are hidden');
    await approve(boss, say, 'In order');
  });

  await step('whoever sees it all finds each amount in its row, and none in the new ones', async () => {
    const { form } = await readCase(page, shared);
    assert.deepEqual(cellsOf(form.items), [
      { what: 'Lunch', kind: 'meal', amount: 3, gross: 3.39 },
      { what: 'Lunch' },
      { what: 'Room', kind: 'hotel', amount: 2, gross: 2.26 },
      { what: 'Parking' },
    ]);
    assert.equal(new Set(form.items.map((row) => row.$id)).size, 4);
    assert.equal(form.total, 5.65);
    await page.goto(`/cases/${shared}`);
    await page.getByText('CN¥5.65').first().waitFor();
    assert.equal(await page.getByText(form.items[0].$id).count(), 0);
    await axe(page, 'a case whose table was put in order');
  });

  await step('another is filled in on a phone, begun by a link that asks for too much', async () => {
    const phone = await open({ as: 'employee', language: 'zh-CN', screen: 'phone' });
    await phone.goto(`/new/${app}?f.reason=${encodeURIComponent('苏州出差')}&f.day=2026/3/5&f.total=1&f.gone=x`);
    await phone.getByText(sayZh('work:request.fromLink')).waitFor();
    await phone.getByText(sayZh('work:request.refused_closed', { field: '总额' })).waitFor();
    await phone.getByText(sayZh('work:request.refused_unknown', { field: 'gone' })).waitFor();
    assert.equal(await phone.getByLabel('日期', { exact: true }).inputValue(), '2026-03-05');
    await phone.getByRole('button', { name: sayZh('form:table.addTo', { table: '明细' }) }).click();
    await phone.getByLabel('项目').fill('晚餐');
    await choose(phone, '类别', '餐饮');
    await fillDate(phone, '发生日期', '2026-03-06');
    await phone.getByLabel('金额').fill('88.5');
    await phone.getByText('¥100.01').first().waitFor();
    await axe(phone, 'a table on a phone');
    await noSideScroll(phone, 'a table on a phone');
    await easyToTouch(phone, 'a table on a phone');
    await submit(phone, sayZh);
    const { form } = await readCase(phone, caseId(phone));
    assert.deepEqual(
      { ...form, items: cellsOf(form.items) },
      {
        reason: '苏州出差',
        day: '2026-03-05',
        items: [{ what: '晚餐', kind: 'meal', on: '2026-03-06', amount: 88.5, gross: 100.01 }],
        total: 100.01,
      },
    );
    await noSideScroll(phone, 'a case with a table on a phone');
    await easyToTouch(phone, 'a case with a table on a phone');
  });
});

// The columns of tables as a tool, by keyboard alone: several are selected,
// moved, doubled, cut into another table, and become fields and fields columns.
import assert from 'node:assert/strict';
import { call } from './apps.mjs';
import { axe, noSideScroll, settled } from './checks.mjs';
import { journey } from './harness.mjs';
import { speak } from './speak.mjs';

const say = speak('en');

journey('columns go from table to table by keyboard', async ({ open, step }) => {
  const page = await open({ as: 'admin', calm: true });
  const words = (title) => ({ en: title, 'zh-CN': title });
  const table = (...ids) => ({
    type: 'array',
    items: {
      type: 'object',
      properties: Object.fromEntries(ids.map((id) => [id, { type: 'string', maxLength: 50 }])),
      required: [],
      additionalProperties: false,
    },
  });
  const { rev, app } = await call(page, 'GET', '/studio/apps/leave/draft');
  const { schema, layout } = app.form;
  Object.assign(schema.properties, { lines: table('a', 'b', 'c', 'd'), parts: table('x') });
  layout.fields.lines = { widget: 'table', title: words('Lines'), columns: ['a', 'b', 'c', 'd'] };
  layout.fields.parts = { widget: 'table', title: words('Parts'), columns: ['x'] };
  for (const path of ['lines.a', 'lines.b', 'lines.c', 'lines.d', 'parts.x'])
    layout.fields[path] = { widget: 'text', title: words(path.at(-1).toUpperCase()) };
  layout.sections.at(-1).fields.push('lines', 'parts');
  app.flow.nodes.find(({ type }) => type === 'approval').fields = { 'lines.b': 'hide' };
  await call(page, 'PUT', '/studio/apps/leave/draft', { rev, app });

  const until = async (check) => {
    const deadline = Date.now() + 15_000;
    for (;;) {
      const draft = await call(page, 'GET', '/studio/apps/leave/draft');
      try {
        check(draft.app);
        return draft.app;
      } catch (error) {
        if (Date.now() > deadline) throw error;
      }
    }
  };
  const columns = ({ form }, id) => form.layout.fields[id].columns.join(' ');
  const row = (path) => page.locator(`[data-column="${path}"]`);
  const focusedOn = (path) => page.waitForFunction((wanted) => document.activeElement?.dataset.column === wanted, path);

  await step('several are selected, moved and doubled', async () => {
    await page.goto('/studio/apps/leave/form');
    await page.locator('[data-hit="lines"]').click();
    await row('lines.b').focus();
    await page.keyboard.press('Shift+ArrowDown');
    await focusedOn('lines.c');
    await page
      .getByText(say('designer:columns.selected_other', { count: 2 }))
      .first()
      .waitFor();
    await axe(page, 'columns that are selected');
    await page.keyboard.press('Alt+ArrowUp');
    await until((now) => assert.equal(columns(now, 'lines'), 'b c a d'));
    await page.keyboard.press('Control+d');
    const doubled = await until((now) => assert.equal(columns(now, 'lines').split(' ').length, 6));
    const [, , fresh] = columns(doubled, 'lines').split(' ');
    const { fields } = doubled.flow.nodes.find(({ type }) => type === 'approval');
    assert.equal(fields[`lines.${fresh}`], 'hide', 'a copy shows nobody what the original hid');
    await page.keyboard.press('Delete');
    await until((now) => assert.equal(columns(now, 'lines'), 'b c a d'));
  });

  await step('they are cut into another table, with what steps may do with them', async () => {
    await row('lines.b').focus();
    await page.keyboard.press('Control+Space');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Control+Space');
    await page.keyboard.press('ControlOrMeta+X');
    await until((now) => assert.equal(columns(now, 'lines'), 'a d'));
    await focusedOn('lines.a');
    await page.locator('[data-hit="parts"]').click();
    await row('parts.x').focus();
    await page.keyboard.press('ControlOrMeta+V');
    const now = await until((app) => assert.equal(columns(app, 'parts'), 'x b c'));
    await focusedOn('parts.b');
    assert.deepEqual(now.flow.nodes.find(({ type }) => type === 'approval').fields, { 'parts.b': 'hide' });
  });

  await step('a column becomes a field, a field a column, and what cannot be one is said', async () => {
    await row('parts.x').focus();
    await page.keyboard.press('ControlOrMeta+C');
    await page.locator('[data-hit="type"]').click();
    await page.locator('[data-hit="type"]').press('ControlOrMeta+V');
    await until((now) => assert.ok(now.form.layout.sections[0].fields.includes('x')));
    await page.locator('[data-hit="days"]').click();
    await page.locator('[data-hit="days"]').press('ControlOrMeta+C');
    await page.locator('[data-hit="lines"]').click();
    await row('lines.a').focus();
    await page.keyboard.press('ControlOrMeta+V');
    await until((now) => assert.equal(columns(now, 'lines'), 'a days d'));
    await page.locator('[data-hit="reason"]').click();
    await page.locator('[data-hit="reason"]').press('ControlOrMeta+C');
    await page.locator('[data-hit="lines"]').click();
    await row('lines.a').focus();
    await page.keyboard.press('ControlOrMeta+V');
    const why = say('designer:clip.columns', { kinds: say('studio:kind.textarea') });
    await page.getByText(say('designer:clip.refused', { why })).first().waitFor();
    await until((now) => assert.equal(columns(now, 'lines'), 'a days d'));
  });

  await step('and by touch', async () => {
    const phone = await open({ as: 'admin', screen: 'phone', calm: true });
    await phone.goto('/studio/apps/leave/form');
    await phone.locator('[data-hit="lines"]').tap();
    await phone.getByRole('checkbox', { name: say('designer:columns.select', { title: 'A' }) }).check();
    const bar = phone.getByRole('toolbar', { name: say('designer:columns.bar') });
    await bar.getByRole('button', { name: say('studio:action.down'), exact: true }).tap();
    await until((now) => assert.equal(columns(now, 'lines'), 'days a d'));
    await settled(phone);
    await axe(phone, 'columns on a phone');
    await noSideScroll(phone, 'columns on a phone');
  });
});

// Lists: IT brings items into one from a file, a business admin lets two fields
// take their options from lists, one below the other, a third depend on the leave
// type, and gives the form a number of its own; an employee chooses on a phone.
import assert from 'node:assert/strict';
import { axe, easyToTouch, noSideScroll, settled } from './checks.mjs';
import { journey } from './harness.mjs';
import { speak } from './speak.mjs';
import { addField, askToPublish, openDesigner, publish } from './studio.mjs';
import { begin, caseId, choose, fillLeave, leaveWords, plainWeek, readCase, submit } from './work.mjs';

const say = speak('en');
const sayZh = speak('zh-CN');

/** Two new projects, and one of the demo's that is called otherwise. */
const file = `Value,English,Chinese,Parent,Off
P-9001,Night shift,夜班,CC-400,
P-9002,Closed long ago,早已结束,CC-400,yes
P-4001,Third assembly line,三号装配线,CC-400,
`;

journey('lists of the organisation, from a file to a form', async ({ open, step }) => {
  const it = await open({ as: 'it' });
  await step('IT imports a file into a list, with a look first', async () => {
    await it.goto('/control/lists?list=projects');
    await it.getByRole('button', { name: say('lists:import'), exact: true }).click();
    const dialog = it.getByRole('dialog');
    const bring = (text) =>
      dialog
        .locator('input[type=file]')
        .setInputFiles({ name: 'projects.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
    await bring('Value,Parent\nP-1,CC-000\n');
    await dialog.getByText(say('lists:load.problems_one', { count: 1 })).waitFor();
    await axe(it, 'a file with a problem');
    await dialog.getByRole('button', { name: say('lists:load.other') }).click();
    await bring(file);
    await dialog.getByText(say('lists:load.sums', { added: 2, changed: 1, same: 0 })).waitFor();
    await axe(it, 'what a file would do');
    await dialog.getByRole('button', { name: say('lists:load.apply_other', { count: 3 }) }).click();
    await dialog.waitFor({ state: 'hidden' });
    await it.getByRole('textbox', { name: say('lists:search') }).fill('夜');
    await it.getByRole('cell', { name: 'Night shift' }).waitFor();
    await axe(it, 'a list');
  });
  await step('and switches an item off', async () => {
    await it.getByRole('textbox', { name: say('lists:search') }).fill('P-4001');
    await it.getByRole('button', { name: say('lists:item.open', { value: 'P-4001' }) }).click();
    const dialog = it.getByRole('dialog');
    await axe(it, 'an item');
    await dialog.getByRole('switch', { name: say('lists:item.offered') }).click();
    await dialog.getByRole('button', { name: say('lists:item.save') }).click();
    await it.getByRole('cell', { name: say('lists:off') }).waitFor();
  });

  const admin = await open({ as: 'admin' });
  const field = say('studio:mergeThing.field');
  const thingOf = (name) => say('studio:stale.thing', { kind: field, name });
  /** What depends on a choice is told apart among the rules, leads back to its table, and is not changed by chance. */
  const keptAmongTheRules = async (page) => {
    await page.getByRole('link', { name: say('studio:tab.rules'), exact: true }).click();
    const card = page
      .getByRole('article')
      .filter({ hasText: say('rules:kept.tag', { field: 'Stay' }) })
      .first();
    await card.getByRole('button', { expanded: false }).click();
    assert.equal(await card.getByRole('textbox').count(), 0, 'nothing of it is changed here');
    assert.ok(await card.getByRole('switch').isDisabled());
    await axe(page, 'a rule of the table of options');
    await card.getByRole('button', { name: say('rules:kept.free'), exact: true }).click();
    await page
      .getByRole('dialog')
      .getByText(say('rules:kept.freeText', { field: 'Stay', lead: 'Leave type' }))
      .waitFor();
    await page.keyboard.press('Escape');
    await card.getByRole('button', { name: say('rules:kept.open') }).click();
    const table = page.getByRole('dialog');
    await table
      .getByRole('checkbox', { name: say('fields:depends.cell', { option: 'Option 2', lead: 'Annual leave' }) })
      .waitFor();
    await table.getByRole('button', { name: say('fields:depends.done') }).click();
    await table.waitFor({ state: 'detached' });
  };
  await step('the admin lets fields take their options from lists', async () => {
    await openDesigner(admin, say, leaveWords('en').app);
    const fromList = async (title, after, list) => {
      await addField(admin, say, { kind: 'choice', after, title });
      await choose(admin, say('fields:source.from'), say('fields:source.list'));
      await choose(admin, say('fields:source.which'), list);
    };
    await fromList({ en: 'Cost centre', 'zh-CN': '成本中心' }, 'Reason', 'Cost centres (7)');
    await fromList({ en: 'Project', 'zh-CN': '项目' }, 'Cost centre', 'Projects (8)');
    await choose(admin, say('fields:depends.on'), 'Cost centre');
    await axe(admin, 'options from a list');
    await addField(admin, say, { kind: 'choice', after: 'Project', title: { en: 'Stay', 'zh-CN': '住宿' } });
    await choose(admin, say('fields:depends.on'), 'Leave type');
    const dialog = admin.getByRole('dialog');
    await dialog
      .getByRole('checkbox', { name: say('fields:depends.cell', { option: 'Option 2', lead: 'Annual leave' }) })
      .uncheck();
    await axe(admin, 'which options for which choice');
    await dialog.getByRole('button', { name: say('fields:depends.done') }).click();
    await keptAmongTheRules(admin);
    await addField(admin, say, { kind: 'serial', after: 'Stay', title: { en: 'File number', 'zh-CN': '档案号' } });
    const pattern = admin.getByRole('textbox', { name: say('fields:serial.pattern') });
    await pattern.fill('L-{yyyy}');
    await admin.getByText(say('fields:serial.wrong')).waitFor();
    await pattern.fill('L-{yyyy}-{seq:3}');
    await axe(admin, 'a serial number');
    const asked = await askToPublish(admin, say, 'Options from lists');
    const changes = asked.getByRole('region', { name: say('changes:title') });
    await changes.getByText(say('changes:added', { thing: thingOf('Stay') })).waitFor();
    assert.doesNotMatch(await changes.innerText(), /[{}[\]]|\blayout\b|\bschema\b/, 'words, not JSON');
    await axe(admin, 'what changes with a publication');
    await publish(admin, say, asked, 2);
  });
  await step('and reads what changed with a revision', async () => {
    await admin.goto('/studio/apps/leave/revisions');
    await admin.getByText(say('changes:sameDraft')).waitFor();
    await admin.getByRole('button', { name: say('changes:compare.label', { n: 2 }) }).click();
    await admin.getByText(say('changes:added', { thing: thingOf('Stay') })).waitFor();
    await axe(admin, 'two revisions compared');
    const wide = admin.viewportSize();
    await admin.setViewportSize({ width: 390, height: 844 });
    await settled(admin);
    await noSideScroll(admin, 'two revisions compared');
    await admin.setViewportSize(wide);
  });

  await step('an employee chooses on the phone, below what was chosen above', async () => {
    const page = await open({ as: 'employee', language: 'zh-CN', screen: 'phone' });
    const week = await plainWeek(page);
    await begin(page, sayZh, leaveWords('zh-CN').app);
    await fillLeave(page, sayZh, 'zh-CN', { first: week[0], last: week[0], reason: '外出办事' });
    await page.getByText(sayZh('form:serial.given')).waitFor();
    await page.getByRole('combobox', { name: '项目' }).click();
    await page.getByText(sayZh('form:option.first', { field: '成本中心' })).waitFor();
    await choose(page, '成本中心', '生产');
    await page.getByRole('combobox', { name: '项目' }).click();
    const list = page.locator('.ant-select-dropdown:visible');
    await list.getByText('夜班').waitFor();
    for (const gone of ['三号装配线', '早已结束', '上海展会'])
      assert.equal(await list.getByText(gone).count(), 0, gone);
    await axe(page, 'options of a list');
    await list.getByText('夜班').click();
    await page.getByRole('combobox', { name: '住宿' }).click();
    await page.locator('.ant-select-dropdown:visible').getByText('选项 1').waitFor();
    assert.equal(await page.locator('.ant-select-dropdown:visible').getByText('选项 2').count(), 0);
    await page.keyboard.press('Escape');
    await noSideScroll(page, 'options of lists');
    await easyToTouch(page, 'options of lists');
    await submit(page, sayZh);
    const { form } = await readCase(page, caseId(page));
    assert.ok(Object.values(form).includes('CC-400'));
    assert.ok(Object.values(form).includes('P-9001'));
    const number = Object.values(form).find((value) => /^L-\d{4}-001$/.test(String(value)));
    await page.getByText(number).waitFor();
    await page.getByText('夜班').waitFor();
  });

  await step('IT deletes a list that nothing uses, and not one that an app uses', async () => {
    const page = await open({ as: 'it', refused: true });
    const remove = async () => {
      await page.getByRole('button', { name: say('lists:delete.delete'), exact: true }).click();
      return page.getByRole('dialog');
    };
    await page.goto('/control/lists?list=projects');
    const used = await remove();
    await axe(page, 'before a list is deleted');
    await used.getByRole('button', { name: say('lists:delete.delete'), exact: true }).click();
    await used.getByRole('alert').filter({ hasText: '“Leave” (draft, published)' }).waitFor();
    await axe(page, 'a list that is used');
    await used.getByRole('button', { name: say('common:action.cancel') }).click();
    await page.getByRole('button', { name: say('lists:add'), exact: true }).click();
    const made = page.getByRole('dialog');
    await made
      .getByRole('textbox', { name: say('lists:wordsIn', { label: 'Name', language: 'English' }) })
      .fill('Rates');
    await made.getByRole('textbox', { name: new RegExp(`^${say('lists:id')}`) }).fill('rates');
    await made.getByRole('button', { name: say('lists:item.save') }).click();
    await page.getByText(say('lists:noItems'), { exact: true }).waitFor();
    await (await remove()).getByRole('button', { name: say('lists:delete.delete'), exact: true }).click();
    await page
      .getByText(say('lists:delete.done', { name: 'Rates' }))
      .first()
      .waitFor();
    await page.waitForURL(({ search }) => search === '');
    await page.setViewportSize({ width: 390, height: 844 });
    await noSideScroll(page, 'the lists');
  });
});

// Rules: a business admin makes one that warns, limits options and computes a
// text, tries it beside the form, orders and deletes rules by keyboard, and the
// employee meets it in the form.
import assert from 'node:assert/strict';
import { axe, easyToTouch, noSideScroll } from './checks.mjs';
import { journey } from './harness.mjs';
import { speak } from './speak.mjs';
import { askToPublish, fillWords, openDesigner, openPart, publish } from './studio.mjs';
import { begin, choose, leaveWords } from './work.mjs';

const language = 'en';
const warning = { en: 'Please bring the doctor’s note.', 'zh-CN': '请带上诊断证明。' };

/** Chooses in a list within a part of the page; the list itself hangs elsewhere. */
async function pick(within, label, option) {
  await within.getByRole('combobox', { name: label }).last().click();
  const list = within.page().locator('.ant-select-dropdown:visible');
  await list.getByText(option, { exact: true }).first().click();
  await list.waitFor({ state: 'hidden' });
}

journey('rules are made, tried out and met in the form', async ({ open, step }) => {
  const say = speak(language);
  const words = leaveWords(language);
  const admin = await open({ as: 'admin', language });
  const card = admin.getByRole('article').last();
  const formula = (name) => card.getByRole('textbox', { name: say(name), exact: true });
  await step('a rule gets a name and a condition of two parts', async () => {
    await openDesigner(admin, say, words.app);
    await openPart(admin, say, 'rules');
    await axe(admin, 'the rules');
    await admin.getByRole('button', { name: say('rules:add') }).press('Enter');
    await fillWords(card, say, say('rules:name'), { en: 'Sick leave', 'zh-CN': '病假' });
    await card.getByRole('button', { name: say('rules:condition.addFormula') }).press('Enter');
    const kept = admin.waitForResponse(
      (answer) => answer.ok() && (answer.request().postData() ?? '').includes('{"text":"[Leave type]'),
    );
    await formula('rules:condition.formula').fill('[Leave type] = "Sick leave');
    await card.getByText(say('rules:problem.formula.unclosed', { open: '"' })).waitFor();
    await axe(admin, 'a formula with an error');
    // Text that is no formula yet is saved as it is, keeps the app from being published, and is there after a reload.
    await kept;
    await admin.reload();
    await card.getByRole('button', { expanded: false }).press('Enter');
    assert.equal(await formula('rules:condition.formula').inputValue(), '[Leave type] = "Sick leave');
    await card.getByText(say('rules:problem.formula.unclosed', { open: '"' })).waitFor();
    await formula('rules:condition.formula').fill('[Leave type] = "Sick leave"');
    await card
      .getByRole('status')
      .filter({ hasText: say('rules:formula.nothing') })
      .waitFor();
  });
  await step('it warns, limits and suggests', async () => {
    const add = card.getByRole('button', { name: say('rules:action.add'), exact: true });
    await add.press('Enter');
    await pick(card, say('rules:action.do'), say('rules:deed.warn'));
    await fillWords(card, say, say('rules:action.text'), warning);
    await add.press('Enter');
    const last = card
      .getByRole('listitem')
      .filter({ has: admin.getByRole('combobox', { name: say('rules:action.do') }) })
      .last();
    await pick(last, say('rules:action.field'), 'Reason');
    await pick(last, say('rules:action.do'), say('rules:deed.default'));
    await last.getByText(say('rules:action.formula'), { exact: true }).click();
    await formula('rules:action.formula').fill('"Ill, " & [Working days] & " days"');
    await axe(admin, 'a rule with its actions');
  });
  await step('the form beside it shows what it does', async () => {
    const form = admin.getByRole('complementary', { name: say('rules:try.title') });
    await pick(form, 'Leave type', 'Sick leave');
    await form.getByText(warning.en).waitFor();
    await card.getByText(say('rules:holds')).waitFor();
    await noSideScroll(admin, 'the rules being tried');
  });
  await step('rules are ordered and deleted by keyboard, and undone', async () => {
    const names = () =>
      admin.getByRole('article').evaluateAll((all) => all.map((each) => each.getAttribute('aria-label')));
    const before = await names();
    await admin
      .getByRole('button', { name: say('studio:action.reorder', { title: 'Sick leave' }) })
      .press('Alt+ArrowUp');
    await admin.getByRole('article', { name: 'Sick leave' }).waitFor();
    const after = await names();
    assert.equal(after.indexOf('Sick leave'), before.length - 2, String(after));
    const second = admin.getByRole('article').nth(after.length - 1);
    await second.getByRole('button', { expanded: false }).press('Enter');
    await second.getByRole('button', { name: say('rules:remove'), exact: true }).press('Enter');
    assert.deepEqual(await names(), after.slice(0, -1));
    await admin
      .getByRole('button', { name: say('studio:action.undo'), exact: true })
      .first()
      .press('Enter');
    await admin.getByRole('article', { name: after.at(-1) }).waitFor();
    await publish(admin, say, await askToPublish(admin, say, 'Sick leave'), 2);
  });
  const employee = await open({ as: 'employee', language, screen: 'phone' });
  await step('the employee is warned, and not kept from going on', async () => {
    await begin(employee, say, words.app);
    await choose(employee, 'Leave type', 'Sick leave');
    await employee.getByText(warning.en).waitFor();
    await axe(employee, 'a warning in the form');
    await noSideScroll(employee, 'a warning in the form');
    await easyToTouch(employee, 'a warning in the form');
    await choose(employee, 'Leave type', 'Annual leave');
    await employee.getByText(warning.en).waitFor({ state: 'detached' });
  });
});

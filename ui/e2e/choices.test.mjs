// Steps whose people somebody chooses: the initiator on the form, by keyboard, and
// whoever decides first for the step behind. A choice left out is pointed at before
// anything is sent.
import assert from 'node:assert/strict';
import { axe, easyToTouch, noSideScroll } from './checks.mjs';
import { journey } from './harness.mjs';
import { speak } from './speak.mjs';
import { askToPublish, fillWords, openDesigner, openPart, publish } from './studio.mjs';
import {
  approve,
  begin,
  choose,
  fillLeave,
  leaveWords,
  openTask,
  pathStep,
  plainWeek,
  readCase,
  submit,
} from './work.mjs';

const boss = 'Manager';
const second = 'Second look';

/** Waits until the field is where the reader was led, and says what is missing. */
async function ledTo(page, field, say) {
  await page.getByText(say('choices:missing'), { exact: true }).waitFor();
  assert.equal(await field.getAttribute('aria-invalid'), 'true');
  await page.waitForFunction((id) => document.activeElement?.id === id, await field.getAttribute('id'));
}

/** Chooses somebody in the field that has the focus, with keys alone. */
async function typePerson(page, name) {
  await page.keyboard.type(name);
  await page.locator('.ant-select-dropdown:visible .ant-select-item-option-active').filter({ hasText: name }).waitFor();
  await page.keyboard.press('Enter');
  await page.locator('.ant-select-dropdown:visible').waitFor({ state: 'detached' });
}

journey('the initiator and an approver choose who decides', async ({ open, step }) => {
  const say = speak('en');
  const zh = speak('zh-CN');
  const words = leaveWords('en');
  const admin = await open({ as: 'admin' });
  const { people } = await (await admin.request.get('/api/demo')).json();
  const nameOf = (role, language = 'en') => people.find((each) => each.as === role).person.name[language];

  await step('two steps are set up whose people are chosen', async () => {
    await openDesigner(admin, say, words.app);
    await openPart(admin, say, 'flow');
    await admin.getByRole('button', { name: `${say('studio:flow.card.approval')}: ${boss}.` }).press('Enter');
    await choose(admin, say('studio:flow.who'), say('assignees:kind.chosen'));
    await admin.getByText(say('assignees:who.byInitiator')).first().waitFor();
    await admin.getByRole('button', { name: say('studio:flow.addAfter', { title: boss }), exact: true }).press('Enter');
    await admin.getByRole('menuitem', { name: say('studio:flow.approvalText') }).click();
    await fillWords(admin, say, say('studio:flow.name'), { en: second, 'zh-CN': '复核' });
    await choose(admin, say('studio:flow.who'), say('assignees:kind.chosen'));
    await choose(admin, say('assignees:from.label'), say('assignees:from.role'));
    const { items } = await (await admin.request.get('/api/roles')).json();
    await choose(admin, say('studio:flow.role'), items.find((each) => each.id === 'hr').name.en);
    await axe(admin, 'a step whose people are chosen, in the studio');
    await publish(admin, say, await askToPublish(admin, say, 'People are chosen'), 2);
  });

  const employee = await open({ as: 'employee', screen: 'phone' });
  const submits = [];
  employee.on('request', (request) => {
    if (request.method() === 'POST' && request.url().endsWith('/instances')) submits.push(request.url());
  });
  let id;
  await step('the form leads to a choice that was left out, and sends nothing', async () => {
    const [day] = await plainWeek(employee);
    await begin(employee, say, words.app);
    await fillLeave(employee, say, 'en', { first: day, last: day, reason: 'Moving house' });
    const field = employee.getByRole('combobox', { name: say('choices:one', { step: boss }) });
    await field.waitFor();
    await employee.locator('section[aria-busy="false"]').waitFor();
    await employee.getByRole('button', { name: say('work:request.submit'), exact: true }).press('Enter');
    await ledTo(employee, field, say);
    assert.deepEqual(submits, []);
    await noSideScroll(employee, 'a form that asks whom one chooses');
    await easyToTouch(employee, 'a form that asks whom one chooses');
    await axe(employee, 'a form that asks whom one chooses');
  });

  await step('somebody is chosen by keyboard, and the request goes to them', async () => {
    await typePerson(employee, nameOf('manager'));
    await employee.locator('section[aria-busy="false"]').getByText(nameOf('manager')).first().waitFor();
    id = await submit(employee, say);
    assert.equal(submits.length, 1);
    const { path } = await readCase(employee, id);
    const now = path.find((each) => each.state === 'current');
    assert.deepEqual(
      now.assignees.map((each) => each.name.en),
      [nameOf('manager')],
    );
    const ahead = pathStep(employee, say, second, 'undecided');
    await ahead.getByText(say('choices:byApprover', { step: boss })).waitFor();
    await noSideScroll(employee, 'a case that waits for a choice');
    await easyToTouch(employee, 'a case that waits for a choice');
  });

  const manager = await open({ as: 'manager', language: 'zh-CN', screen: 'phone' });
  await step('the decision waits for a choice as well', async () => {
    await openTask(manager, zh, id);
    const decisions = [];
    manager.on('request', (request) => {
      if (request.method() === 'POST') decisions.push(request.url());
    });
    const field = manager.getByRole('combobox', { name: zh('choices:one', { step: '复核' }) });
    await manager.getByRole('button', { name: zh('work:decide.approve'), exact: true }).click();
    await ledTo(manager, field, zh);
    assert.deepEqual(decisions, []);
    await noSideScroll(manager, 'a decision that asks whom one chooses');
    await easyToTouch(manager, 'a decision that asks whom one chooses');
    await axe(manager, 'a decision that asks whom one chooses');
    await typePerson(manager, nameOf('hr', 'zh-CN'));
    await approve(manager, zh, '同意');
  });

  await step('whom they chose decides, and the path says who', async () => {
    await employee.reload();
    await pathStep(employee, say, second, 'current').getByText(nameOf('hr')).first().waitFor();
    const hr = await open({ as: 'hr' });
    await openTask(hr, say, id);
    await approve(hr, say, 'Fine');
    const { status, history } = await readCase(employee, id);
    assert.equal(status, 'approved');
    assert.ok(history.some((each) => each.type === 'people.chosen'));
    await employee.reload();
    await pathStep(employee, say, boss, 'done').getByText(nameOf('manager')).first().waitFor();
    await pathStep(employee, say, second, 'done').getByText(nameOf('hr')).first().waitFor();
    await noSideScroll(employee, 'a case whose people were chosen');
    await easyToTouch(employee, 'a case whose people were chosen');
    await axe(employee, 'a case whose people were chosen');
  });
});

// Time in a flow: an approval gets a deadline, a wait and a notice are put in behind it,
// by keyboard and mouse; the request then says when it is due and until when it
// waits.
import assert from 'node:assert/strict';
import { axe, easyToTouch, noSideScroll } from './checks.mjs';
import { journey } from './harness.mjs';
import { opening, speak } from './speak.mjs';
import { askToPublish, openDesigner, openPart, publish } from './studio.mjs';
import { approve, begin, choose, fillLeave, leaveWords, openTask, plainWeek, readCase, submit } from './work.mjs';

const language = 'zh-CN';
const boss = '直属上级';

journey('deadlines and waits, in Chinese', async ({ open, step }) => {
  const say = speak(language);
  const words = leaveWords(language);
  const admin = await open({ as: 'admin', language });
  await step('the manager gets a deadline', async () => {
    await openDesigner(admin, say, words.app);
    await openPart(admin, say, 'flow');
    await admin.getByRole('button', { name: new RegExp(`${say('studio:flow.card.approval')}: ${boss}\\.`) }).click();
    await admin.getByRole('switch', { name: say('time:edit.deadline') }).click();
    await admin.getByRole('button', { name: say('time:edit.addReminder') }).click();
    await choose(admin, say('time:edit.then'), say('time:edit.thens.escalate'));
    await axe(admin, 'a deadline in the studio');
  });
  await step('and the request waits behind them', async () => {
    const add = say('studio:flow.addAfter', { title: boss });
    await admin.getByRole('button', { name: add, exact: true }).press('Enter');
    await admin.getByRole('menuitem', { name: say('studio:flow.waitText') }).click();
    await axe(admin, 'a wait in the studio');
    await choose(admin, say('time:edit.waitFor'), say('time:edit.kind.field'));
    await admin.keyboard.press('Escape');
    const next = say('studio:flow.addAfter', { title: say('studio:flow.wait') });
    await admin.getByRole('button', { name: next, exact: true }).press('Enter');
    await admin.getByRole('menuitem', { name: say('studio:flow.notifyText') }).click();
    await axe(admin, 'a notice in the studio');
    await publish(admin, say, await askToPublish(admin, say, 'Two working days'), 2);
  });
  const employee = await open({ as: 'employee', language });
  const week = await plainWeek(employee);
  let id;
  await step('a request is due', async () => {
    await begin(employee, say, words.app);
    await fillLeave(employee, say, language, { first: week[0], last: week[0], reason: 'Moving house' });
    await employee.getByText(say('time:due.waits')).first().waitFor();
    id = await submit(employee, say);
    await employee
      .locator('time')
      .filter({ hasText: /Due|到期/ })
      .first()
      .waitFor();
  });
  const manager = await open({ as: 'manager', language, screen: 'phone' });
  await step('the inbox says so, and behind the decision it waits', async () => {
    await openTask(manager, say, id);
    await noSideScroll(manager, 'a task that is due');
    await easyToTouch(manager, 'a task that is due');
    await approve(manager, say, 'Fine');
    const { path, history } = await readCase(employee, id);
    assert.ok(path.some((each) => each.type === 'wait' && each.state === 'current' && each.due > Date.now()));
    assert.ok(history.some((each) => each.type === 'timer.set' && each.purpose === 'wait'));
    await employee.reload();
    await employee.getByText(opening(say, 'time:due.until')).first().waitFor();
    await axe(employee, 'a case that waits');
  });
});

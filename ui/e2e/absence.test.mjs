// Out of office: whoever is away names a stand-in, who decides for them, on a
// phone, and everywhere it says for whom.
import assert from 'node:assert/strict';
import { axe, noSideScroll } from './checks.mjs';
import { journey } from './harness.mjs';
import { speak } from './speak.mjs';
import { approve, begin, choosePerson, fillLeave, leaveWords, openTask, pathStep, plainWeek, submit } from './work.mjs';

const say = speak('en');
const sagt = speak('zh-CN');
const text = (say, key, params) => say(`absence:${key}`, params);

const nameOf = async (page) => (await (await page.request.get('/api/session')).json()).user.name;

journey('somebody acts for whoever is away', async ({ open, step }) => {
  const manager = await open({ as: 'manager', calm: true });
  const hr = await open({ as: 'hr', language: 'zh-CN', screen: 'phone', calm: true });
  const [absent, standIn] = [await nameOf(manager), await nameOf(hr)];
  const { today } = await (await manager.request.get('/api/apps/leave')).json();

  await step('the manager says that they are away', async () => {
    await manager.goto('/account');
    const section = manager.getByRole('region', { name: text(say, 'title') });
    await section.getByText(text(say, 'empty')).waitFor();
    await section.getByRole('button', { name: text(say, 'add') }).click();
    const dialog = manager.getByRole('dialog', { name: text(say, 'dialog.add') });
    await dialog.getByRole('button', { name: say('common:action.save') }).click();
    await dialog.getByText(text(say, 'dialog.missing')).waitFor();
    const from = dialog.getByLabel(text(say, 'dialog.from'));
    await from.fill(today);
    await from.press('Enter');
    await choosePerson(manager, text(say, 'dialog.standIn'), standIn.en);
    await axe(manager, 'the dialog of an absence');
    await dialog.getByRole('button', { name: say('common:action.save') }).click();
    await dialog.waitFor({ state: 'hidden' });
    await manager.getByText(`${standIn.en} acts for you`).waitFor();
    await axe(manager, 'the account of somebody who is away');
  });

  const employee = await open({ as: 'employee', calm: true });
  const both = say('common:standIn.for', { name: standIn.en, absent: absent.en });
  const request = await step('a request shows beforehand who acts for the manager', async () => {
    const [day] = await plainWeek(employee);
    await begin(employee, say, leaveWords('en').app);
    await fillLeave(employee, say, 'en', { first: day, last: day, reason: 'Moving house' });
    await employee.getByText(both).waitFor();
    return submit(employee, say);
  });

  await step('the stand-in decides for them on a phone', async () => {
    await hr.reload();
    const inbox = hr.getByRole('navigation').getByRole('link', { name: sagt('work:nav.inbox') });
    await inbox.click();
    await hr.getByText(sagt('work:inbox.standIn', { absent: absent['zh-CN'] })).waitFor();
    await noSideScroll(hr);
    await openTask(hr, sagt, request);
    await hr.getByText(sagt('work:decide.standIn', { absent: absent['zh-CN'] })).waitFor();
    await approve(hr, sagt, '同意');
  });

  await step('everybody reads for whom it was decided', async () => {
    await employee.reload();
    const decided = pathStep(employee, say, 'Manager', 'done');
    assert.match(await decided.innerText(), new RegExp(`${both.replace(/[()]/g, '\\$&')}`));
  });

  await step('the manager is back', async () => {
    await manager.goto('/');
    const banner = manager.getByRole('region', { name: text(say, 'banner.label') });
    await banner.getByRole('button', { name: text(say, 'banner.end') }).click();
    await banner.waitFor({ state: 'hidden' });
    await manager.goto(`/cases/${request}`); // they may read what was done for them
    await manager.getByText(both).first().waitFor();
  });
});

// A step starts a request of another app: set up in the studio, it is started when
// the manager approves, each of the two links to the other, and the first goes on
// when the second is approved.
import assert from 'node:assert/strict';
import { axe, easyToTouch, noSideScroll } from './checks.mjs';
import { journey } from './harness.mjs';
import { speak } from './speak.mjs';
import { askToPublish, openDesigner, openPart, publish } from './studio.mjs';
import { approve, choose, fillLeave, leaveWords, openTask, plainWeek, readCase, submit } from './work.mjs';

const language = 'en';
const boss = 'Manager';

/** Installs the leave template once more, and returns what the new app is called. */
async function secondApp(page) {
  const session = await (await page.request.get('/api/session')).json();
  const answer = await page.request.post('/api/studio/templates/leave', {
    headers: { 'X-CSRF-Token': session.csrf, Origin: new URL(page.url()).origin },
  });
  assert.equal(answer.status(), 201, await answer.text());
  const installed = await answer.json();
  return installed.name[language];
}

journey('a request of another app, in English', async ({ open, step }) => {
  const say = speak(language);
  const words = leaveWords(language);
  const admin = await open({ as: 'admin', language });
  const other = await secondApp(admin);
  await step('the admin has a request of another app started', async () => {
    await openDesigner(admin, say, words.app);
    await openPart(admin, say, 'flow');
    const add = say('studio:flow.addAfter', { title: boss });
    await admin.getByRole('button', { name: add, exact: true }).press('Enter');
    await admin.getByRole('menuitem', { name: say('studio:flow.subflowText') }).click();
    await axe(admin, 'a sub-flow without an app');
    await choose(admin, say('subflow:edit.app'), other);
    for (const field of [words.type, words.dates, words.reason]) {
      await choose(admin, say('subflow:edit.fillWith', { field }), field);
    }
    await axe(admin, 'a sub-flow in the studio');
    await publish(admin, say, await askToPublish(admin, say, 'One more request'), 2);
  });
  const employee = await open({ as: 'employee', language });
  const week = await plainWeek(employee);
  let id;
  let child;
  await step('it is on the path before anybody submits', async () => {
    await employee.goto('/new/leave');
    await employee.getByRole('heading', { level: 1, name: words.app, exact: true }).waitFor();
    await fillLeave(employee, say, language, { first: week[0], last: week[0], reason: 'Moving house' });
    await employee.getByText(say('subflow:path.will')).first().waitFor();
    id = await submit(employee, say);
  });
  const manager = await open({ as: 'manager', language, screen: 'phone' });
  await step('the manager approves, and the other request is started', async () => {
    await openTask(manager, say, id);
    await approve(manager, say, 'Fine');
    await employee.goto(`/cases/${id}`);
    for (let tries = 0; !child && tries < 100; tries++) {
      const { path } = await readCase(employee, id);
      child = path.find((each) => each.type === 'subflow')?.errands?.[0]?.case?.id;
      if (!child) await new Promise((resolve) => setTimeout(resolve, 100));
    }
    await employee.reload();
    const link = employee.getByRole('list', { name: say('subflow:path.list') }).getByRole('link');
    await link.waitFor();
    await axe(employee, 'a case that waits for another');
    await link.click();
    await employee.waitForURL(`**/cases/${child}`);
    await employee.getByText(say('work:case.startedBy')).waitFor();
  });
  await step('it goes on when that is approved', async () => {
    await openTask(manager, say, child);
    await noSideScroll(manager, 'a request that another one started');
    await easyToTouch(manager, 'a request that another one started');
    await approve(manager, say, 'Fine too');
    for (let tries = 0; ; tries++) {
      const { status } = await readCase(employee, id);
      if (status === 'approved') break;
      assert.ok(tries < 100, `the request is ${status}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    await manager.goto(`/cases/${id}`);
    await manager
      .getByRole('list', { name: say('subflow:path.list') })
      .getByRole('link')
      .waitFor();
    await noSideScroll(manager, 'a request that started another');
    await easyToTouch(manager, 'a request that started another');
  });
});

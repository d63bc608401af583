// The whole job: the leave app is changed and published in the studio; a
// request runs on the new revision from the first field to the last decision,
// while one from before stays on its own.
import assert from 'node:assert/strict';
import { axe, easyToTouch, noSideScroll } from './checks.mjs';
import { journey } from './harness.mjs';
import { speak } from './speak.mjs';
import { addApproval, addField, askToPublish, openDesigner, openPart, publish } from './studio.mjs';
import {
  approve,
  begin,
  fillLeave,
  leaveWords,
  openRequest,
  openTask,
  pathStep,
  plainWeek,
  readCase,
  submit,
} from './work.mjs';

const contact = { en: 'Emergency contact', 'zh-CN': '紧急联系人' };
const check = { en: 'HR check', 'zh-CN': '人事核对' };

journey('leave, from the studio to the last decision', async ({ open, step }) => {
  const say = speak('en');
  const words = leaveWords('en');
  await step('the way in is open', async () => {
    const visitor = await open();
    await visitor.getByRole('heading', { level: 1, name: say('work:enter.demoTitle') }).waitFor();
    await axe(visitor, 'the way in');
  });
  const employee = await open({ as: 'employee' });
  const week = await plainWeek(employee);

  const earlier = await step('a request is submitted before the change', async () => {
    await axe(employee, 'the start page');
    await begin(employee, say, words.app);
    await fillLeave(employee, say, 'en', { first: week[0], last: week[0], reason: 'Moving house' });
    await employee.getByText('Department head').first().waitFor({ state: 'hidden' });
    return submit(employee, say);
  });

  const admin = await open({ as: 'admin' });
  await step('the admin adds a field', async () => {
    await openDesigner(admin, say, words.app);
    await addField(admin, say, { kind: 'text', after: words.reason, title: contact });
    await axe(admin, 'the form in the studio');
    await admin.getByRole('button', { name: say('studio:header.undo') }).click();
    await admin.getByRole('button', { name: say('studio:header.redo') }).click();
    await admin.getByRole('button', { name: new RegExp(`^${contact.en},`) }).waitFor();
  });
  await step('and an approval step', async () => {
    await openPart(admin, say, 'flow');
    await addApproval(admin, say, 'en', { after: 'Manager', name: check, role: 'hr' });
    await axe(admin, 'the flow in the studio');
  });
  await step('and publishes', async () => {
    const dialog = await askToPublish(admin, say, 'A number to call, and a look by HR');
    await axe(admin, 'the question before publishing');
    await publish(admin, say, dialog, 2);
    await axe(admin, 'the publication');
  });

  const later = await step('an employee sees who decides, fills the new form and submits', async () => {
    await begin(employee, say, words.app);
    await fillLeave(employee, say, 'en', { first: week[1], last: week[2], reason: 'Visiting family', handover: '' });
    await employee.getByRole('textbox', { name: contact.en }).fill('Chen Jing, +86 138 0000 0000');
    await pathStep(employee, say, check.en, 'upcoming').waitFor();
    await axe(employee, 'the filled form');
    const id = await submit(employee, say);
    await pathStep(employee, say, 'Manager', 'current').waitFor();
    await axe(employee, 'the case just submitted');
    return id;
  });

  const manager = await open({ as: 'manager', screen: 'phone' });
  await step('the manager approves on the phone', async () => {
    await noSideScroll(manager, 'the start page');
    await easyToTouch(manager, 'the start page');
    await openTask(manager, say, later);
    await manager.getByText('Chen Jing, +86 138 0000 0000').waitFor();
    await noSideScroll(manager, 'the case');
    await easyToTouch(manager, 'the case');
    await axe(manager, 'the case on the phone');
    await approve(manager, say, 'Have a good time');
    await pathStep(manager, say, check.en, 'current').waitFor();
    await noSideScroll(manager, 'the decided case');
    await easyToTouch(manager, 'the decided case');
    await axe(manager, 'the decided case on the phone');
    await manager
      .getByRole('navigation')
      .getByRole('link', { name: say('work:nav.inbox') })
      .click();
    await manager.getByRole('heading', { level: 1, name: say('work:inbox.title') }).waitFor();
    await noSideScroll(manager, 'the inbox');
    await easyToTouch(manager, 'the inbox');
    await axe(manager, 'the inbox on the phone');
  });

  const hr = await open({ as: 'hr' });
  await step('the added step is decided by HR', async () => {
    await openTask(hr, say, later);
    await axe(hr, 'the inbox beside its case');
    await approve(hr, say, 'Days are left');
  });

  await step('the employee sees the outcome', async () => {
    await openRequest(employee, say, later);
    await employee.getByText(say('common:status.approved')).first().waitFor();
    await employee.getByText('Have a good time').first().waitFor();
    await employee.getByText('Days are left').first().waitFor();
    await pathStep(employee, say, check.en, 'done').waitFor();
    await axe(employee, 'the approved case');
    const kept = await readCase(employee, later);
    assert.equal(kept.revision, 2);
    assert.equal(kept.status, 'approved');
  });

  await step('the request from before stays on its revision', async () => {
    await openRequest(employee, say, earlier);
    await pathStep(employee, say, 'Manager', 'current').waitFor();
    assert.equal(await employee.getByText(contact.en).count(), 0);
    assert.equal(await employee.getByText(check.en).count(), 0);
    await openTask(manager, say, earlier);
    await approve(manager, say, '');
    const kept = await readCase(employee, earlier);
    assert.equal(kept.revision, 1);
    assert.equal(kept.status, 'approved');
  });
});

// What is done with a request beside approving it: it is returned and sent on
// again, somebody is asked for an opinion, a signer is added, it is commented
// on and withdrawn, and an administrator steps in.
import assert from 'node:assert/strict';
import { axe, easyToTouch, noSideScroll } from './checks.mjs';
import { journey } from './harness.mjs';
import { opening, speak } from './speak.mjs';
import { approve, begin, choosePerson, fillLeave, leaveWords, openTask, pathStep, plainWeek, submit } from './work.mjs';

const say = speak('en');

/** Opens the menu, on a phone the sheet, and chooses an action; gives the dialog that asks for the rest. */
async function more(page, deed, screen = 'desktop') {
  await page.getByRole('button', { name: say('actions:more'), exact: true }).click();
  const name = say(`actions:deed.${deed}`);
  if (screen === 'phone') {
    await page
      .getByRole('dialog', { name: say('actions:title') })
      .getByRole('button', { name })
      .click();
  } else {
    await page.getByRole('menuitem', { name, exact: true }).click();
  }
  const dialog = page.getByRole('dialog', { name, exact: true });
  await dialog.getByText(say(`actions:says.${deed}`)).waitFor();
  return dialog;
}

/** Carries out what a dialog asks about, and waits until it is confirmed. */
async function confirm(page, dialog, deed) {
  await dialog.getByRole('button', { name: say(`actions:deed.${deed}`), exact: true }).click();
  await page
    .getByText(say(`actions:done.${deed}`), { exact: true })
    .first()
    .waitFor();
  await dialog.waitFor({ state: 'hidden' });
}

/** Opens a task's page; on a phone the decision lies over the way to the inbox. */
async function visit(page, id) {
  await page.goto(`/cases/${id}`);
  await page.getByRole('textbox', { name: say('work:decide.comment') }).waitFor();
}

const statusOf = async (page, id) => (await (await page.request.get(`/api/instances/${id}`)).json()).status;

journey('a request is returned, discussed, withdrawn and ended', async ({ open, step }) => {
  const words = leaveWords('en');
  const employee = await open({ as: 'employee' });
  const week = await plainWeek(employee);
  const { people } = await (await employee.request.get('/api/demo')).json();
  const nameOf = (role) => people.find((each) => each.as === role).person.name.en;
  const ask = async (first, last, reason) => {
    await begin(employee, say, words.app);
    await fillLeave(employee, say, 'en', { first, last, reason });
    return submit(employee, say);
  };

  const returned = await step('an employee submits', () => ask(week[0], week[0], 'Moving house'));

  const manager = await open({ as: 'manager', screen: 'phone' });
  await step('the manager returns it, on the phone', async () => {
    await openTask(manager, say, returned);
    const dialog = await more(manager, 'return', 'phone');
    await axe(manager, 'the question before returning');
    await noSideScroll(manager, 'the question before returning');
    await easyToTouch(manager, 'the question before returning');
    await dialog.getByRole('textbox', { name: say('actions:field.comment') }).fill('Which street?');
    await confirm(manager, dialog, 'return');
  });

  await step('the employee finds it in the inbox, changes it and sends it on', async () => {
    await employee.goto(`/inbox?case=${returned}`);
    await employee.getByText(say('work:decide.resubmitHint')).waitFor();
    await employee.getByRole('textbox', { name: words.reason }).fill('Moving house, to Lake Street');
    await employee.getByRole('button', { name: say('work:decide.resubmit'), exact: true }).click();
    await employee.getByText(opening(say, 'work:decide.resubmitted')).first().waitFor();
    const now = await (await employee.request.get(`/api/instances/${returned}`)).json();
    assert.equal(now.form.reason, 'Moving house, to Lake Street');
    assert.equal(now.status, 'running');
  });

  const hr = await open({ as: 'hr' });
  await step('the manager asks for an opinion, and it comes back', async () => {
    await visit(manager, returned);
    const dialog = await more(manager, 'delegate', 'phone');
    await dialog.getByRole('button', { name: say('actions:deed.delegate'), exact: true }).click();
    await dialog.getByText(say('actions:missing')).waitFor();
    await choosePerson(manager, say('actions:field.who'), nameOf('hr'));
    await confirm(manager, dialog, 'delegate');

    await visit(hr, returned);
    await hr.getByRole('textbox', { name: say('work:decide.comment') }).fill('No objection');
    await hr.getByRole('button', { name: say('work:decide.answer'), exact: true }).click();
    await hr.getByText(opening(say, 'work:decide.answered')).first().waitFor();
  });

  await step('a signer is added beside the manager, and both are shown', async () => {
    await visit(manager, returned);
    const dialog = await more(manager, 'addSigners', 'phone');
    await choosePerson(manager, say('actions:field.whoMany'), nameOf('hr'));
    await dialog.getByRole('radio', { name: say('actions:where.beside') }).check();
    await confirm(manager, dialog, 'addSigners');
    const current = pathStep(manager, say, 'Manager', 'current');
    await current.getByText(nameOf('hr')).waitFor();
    await noSideScroll(manager, 'a step with two signers');
    await easyToTouch(manager, 'a step with two signers');
    await axe(manager, 'a step with two signers');
  });

  await step('both approve', async () => {
    await approve(manager, say, 'Fine');
    await visit(hr, returned);
    await approve(hr, say, 'Fine too');
    assert.equal(await statusOf(employee, returned), 'approved');
  });

  await step('another request is commented on and withdrawn', async () => {
    const id = await ask(week[1], week[1], 'A concert');
    const remark = await more(employee, 'comment');
    await remark.getByRole('textbox', { name: say('actions:field.text') }).fill('The tickets are sold out');
    await confirm(employee, remark, 'comment');
    await employee.getByText('The tickets are sold out').waitFor();

    const dialog = await more(employee, 'withdraw');
    await dialog.getByRole('radio', { name: say('actions:withdraw.end') }).check();
    await confirm(employee, dialog, 'withdraw');
    assert.equal(await statusOf(employee, id), 'withdrawn');
  });

  await step('an administrator suspends a request, lets it go on, and ends it', async () => {
    const id = await ask(week[2], week[2], 'A wedding');
    const admin = await open({ as: 'admin' });
    await admin.goto(`/cases/${id}`);
    const hold = await more(admin, 'suspend');
    await hold.getByRole('textbox', { name: say('actions:field.reason') }).fill('The calendar is being checked');
    await confirm(admin, hold, 'suspend');
    await admin.getByRole('alert').filter({ hasText: 'The calendar is being checked' }).waitFor();
    await axe(admin, 'a suspended request');
    const go = await more(admin, 'resume');
    await go.getByRole('textbox', { name: say('actions:field.reason') }).fill('Checked');
    await confirm(admin, go, 'resume');
    const end = await more(admin, 'end');
    await end.getByRole('textbox', { name: say('actions:field.reason') }).fill('Asked for twice');
    await confirm(admin, end, 'end');
    assert.equal(await statusOf(admin, id), 'terminated');
  });
});

// People, from the first department to the last task: a department is added
// and dragged, somebody joins and sets a password by link, a file is mended
// and imported, and who leaves hands over what waited for them.
import assert from 'node:assert/strict';
import { axe, easyToTouch, noSideScroll } from './checks.mjs';
import { journey } from './harness.mjs';
import { speak } from './speak.mjs';
import { approve, begin, choosePerson, fillLeave, leaveWords, openTask, plainWeek, submit } from './work.mjs';

const say = speak('en');
const password = 'correct horse battery';

/** Opens the section for people in the control room. */
async function openPeople(page) {
  await page.goto('/control/people');
  await page.getByRole('heading', { level: 1, name: say('people:title') }).waitFor();
}

/** The row of a department in the tree. */
const row = (page, name) =>
  page
    .getByRole('navigation', { name: say('people:tree.label') })
    .getByRole('button', { name: new RegExp(`^${name} `) });

/** Opens somebody's panel from the list. */
async function openPerson(page, name) {
  await page.getByRole('textbox', { name: say('people:search') }).fill(name);
  await page.getByRole('main').getByRole('button', { name }).click();
  const panel = page.getByRole('dialog', { name: say('people:person.panel') });
  await panel.getByRole('heading', { name }).waitFor();
  return panel;
}

/** What the tree's places are, as the server keeps them. */
async function departments(page) {
  const answer = await page.request.get('/api/directory/departments');
  assert.equal(answer.status(), 200);
  return (await answer.json()).items;
}

journey('people, from joining to leaving', async ({ open, step }) => {
  const employee = await open({ as: 'employee' });
  const request = await step('a request waits for the manager', async () => {
    const [day] = await plainWeek(employee);
    await begin(employee, say, leaveWords('en').app);
    await fillLeave(employee, say, 'en', { first: day, last: day, reason: 'Moving house' });
    return submit(employee, say);
  });
  const manager = await open({ as: 'manager', ends: true });
  const managerName = await (await manager.request.get('/api/session')).json().then((s) => s.user.name.en);

  const it = await open({ as: 'it', calm: true });
  await step('IT adds a department', async () => {
    await openPeople(it);
    await axe(it, 'the people');
    await it.getByRole('button', { name: say('people:tree.add') }).click();
    const dialog = it.getByRole('dialog', { name: say('people:department.add') });
    await dialog.getByRole('textbox', { name: say('people:department.code') }).fill('quality');
    await dialog
      .getByRole('textbox', { name: say('people:nameIn.en', { label: say('people:department.name') }) })
      .fill('Quality');
    await axe(it, 'the form of a department');
    await dialog.getByRole('button', { name: say('people:person.add'), exact: true }).click();
    await dialog.waitFor({ state: 'hidden' });
    await row(it, 'Quality').waitFor();
  });

  await step('and drags it below another', async () => {
    const from = await row(it, 'Quality').boundingBox();
    const to = await row(it, 'Sales').boundingBox();
    await it.mouse.move(from.x + 30, from.y + from.height / 2);
    await it.mouse.down();
    await it.mouse.move(from.x + 45, from.y + from.height / 2 + 12, { steps: 4 });
    await it.mouse.move(to.x + 40, to.y + to.height / 2, { steps: 8 });
    await it.mouse.up();
    await it
      .getByText(say('people:tree.moved', { name: 'Quality', parent: 'Sales' }))
      .first()
      .waitFor();
    const all = await departments(it);
    const sales = all.find((each) => each.code === 'sales');
    assert.equal(all.find((each) => each.code === 'quality').parent, sales.id);
  });

  await step('or moves it by choosing its place', async () => {
    await it.getByRole('button', { name: say('people:tree.edit', { name: 'Quality' }) }).click();
    const dialog = it.getByRole('dialog', { name: say('people:department.edit') });
    await dialog.getByRole('combobox', { name: say('people:department.parent') }).click();
    await it.locator('.ant-select-dropdown:visible').getByText('Finance', { exact: true }).click();
    await dialog.getByRole('button', { name: say('people:person.save'), exact: true }).click();
    await dialog.waitFor({ state: 'hidden' });
    const all = await departments(it);
    assert.equal(all.find((each) => each.code === 'quality').parent, all.find((each) => each.code === 'finance').id);
  });

  const address = await step('lets somebody join and makes their link', async () => {
    await row(it, 'Quality').click();
    await it.getByRole('button', { name: say('people:join') }).click();
    const dialog = it.getByRole('dialog', { name: say('people:person.addTitle') });
    await dialog.getByRole('textbox', { name: say('people:person.login') }).fill('zoe');
    await dialog
      .getByRole('textbox', { name: say('people:nameIn.en', { label: say('people:person.name') }) })
      .fill('Zoe Wang');
    await axe(it, 'the form of somebody new');
    await dialog.getByRole('button', { name: say('people:person.add'), exact: true }).click();
    const panel = it.getByRole('dialog', { name: say('people:person.panel') });
    await panel.getByRole('heading', { name: 'Zoe Wang' }).waitFor();
    await axe(it, 'the panel of a person');
    await panel.getByRole('button', { name: say('people:link.invite') }).click();
    const link = it.getByRole('dialog', { name: say('people:link.title.invitation', { name: 'Zoe Wang' }) });
    await link.getByRole('button', { name: say('people:link.copy') }).waitFor();
    await axe(it, 'the link');
    const text = await link.getByRole('textbox', { name: say('people:link.address') }).inputValue();
    await link.getByText(say('common:action.close'), { exact: true }).click();
    return text;
  });

  const zoe = await open({ screen: 'phone', calm: true });
  await step('who sets a password on a phone and is in', async () => {
    await zoe.goto('about:blank');
    await zoe.goto(address);
    await zoe
      .getByRole('heading', { level: 1, name: say('account:welcome.invitation', { name: 'Zoe Wang' }) })
      .waitFor();
    await noSideScroll(zoe, 'the page of a link');
    await easyToTouch(zoe, 'the page of a link');
    await axe(zoe, 'the page of a link');
    const first = zoe.getByRole('textbox', { name: say('account:welcome.password'), exact: true });
    const second = zoe.getByRole('textbox', { name: say('account:welcome.again'), exact: true });
    const send = zoe.getByRole('button', { name: say('account:welcome.submit') });
    await first.fill(password);
    await second.fill(`${password}!`);
    await send.click();
    await zoe.getByText(say('account:password.differs')).waitFor();
    await second.fill(password);
    await send.click();
    await zoe.getByRole('region', { name: say('work:start.apps') }).waitFor();
    await zoe.goto('/account');
    await zoe.getByRole('heading', { level: 1, name: say('account:title') }).waitFor();
    await noSideScroll(zoe, 'the own account');
    await easyToTouch(zoe, 'the own account');
    await axe(zoe, 'the own account');
  });

  await step('a file with a fault is shown where it is wrong, and imported when it is mended', async () => {
    await it.goto('/control/people/import');
    const choose = async (text) =>
      it
        .locator('input[type=file]')
        .setInputFiles({ name: 'people.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
    await axe(it, 'the choice of a file');
    await choose('login,name,department,manager\nyan,Yan Fei,quality,zoe\nqi,Qi Bo,nowhere,yan\n');
    await it.getByRole('heading', { name: say('people:load.problems_one', { count: 1 }) }).waitFor();
    await it.getByRole('cell', { name: 'nowhere' }).waitFor();
    await axe(it, 'the faults of a file');
    await it.getByRole('button', { name: say('people:load.other') }).click();
    await choose('login,name,department,manager\nyan,Yan Fei,quality,zoe\nqi,Qi Bo,Finance/Quality,yan\n');
    await it.getByRole('heading', { name: say('people:load.fine') }).waitFor();
    await axe(it, 'what a file would do');
    await it.getByRole('button', { name: say('people:load.apply_other', { count: 2 }) }).click();
    await it.getByRole('heading', { name: say('people:load.done') }).waitFor();
    await it.getByRole('link', { name: say('people:load.toPeople') }).click();
    await openPerson(it, 'Qi Bo');
  });

  await step('the manager leaves, and their window is out', async () => {
    await openPeople(it);
    const panel = await openPerson(it, managerName);
    await panel.getByRole('button', { name: say('people:leave.open') }).click();
    const dialog = it.getByRole('dialog', { name: say('people:leave.title', { name: managerName }) });
    await choosePerson(it, say('people:leave.successor'), 'Zoe Wang');
    await it.locator('.ant-select-dropdown:visible').waitFor({ state: 'hidden' });
    await axe(it, 'the question before leaving');
    await dialog.getByRole('button', { name: say('people:leave.confirm', { name: managerName }) }).click();
    await dialog.waitFor({ state: 'hidden' });
    await it.getByRole('button', { name: say('people:return.open') }).waitFor();
    assert.equal((await manager.request.get('/api/inbox')).status(), 401);
    await manager.getByRole('dialog', { name: say('common:session.lostTitle') }).waitFor();
  });

  await step('the successor finds the task and decides', async () => {
    await zoe.goto('/');
    await openTask(zoe, say, request);
    await approve(zoe, say, 'Taken over');
    await employee.goto(`/cases/${request}`);
    const handedOver = say('work:history.task.handedOver', { node: 'Manager', from: managerName, to: 'Zoe Wang' });
    await employee.getByText(handedOver).waitFor();
  });

  await step('in Chinese, on a phone', async () => {
    const zh = speak('zh-CN');
    const hr = await open({ as: 'hr', language: 'zh-CN', screen: 'phone', calm: true });
    await hr.goto('/control/people');
    await hr.getByRole('heading', { level: 1, name: zh('people:title') }).waitFor();
    await noSideScroll(hr, 'the people on a phone');
    await axe(hr, 'the people on a phone');
    await hr.getByRole('button', { name: zh('people:tree.choose', { name: zh('people:tree.all') }) }).click();
    await hr.getByRole('button', { name: zh('people:tree.add') }).waitFor();
    await axe(hr, 'the departments on a phone');
    await hr.goto('/control/people/import');
    await hr.getByRole('heading', { level: 1, name: zh('people:load.title') }).waitFor();
    await noSideScroll(hr, 'the import on a phone');
  });
});

// A step at which somebody of HR fills in what the form lacks, on a phone, and a
// script behind it that sets a field before anybody approves.
import assert from 'node:assert/strict';
import { axe, easyToTouch, noSideScroll } from './checks.mjs';
import { journey } from './harness.mjs';
import { speak } from './speak.mjs';
import { askToPublish, openDesigner, openPart, publish } from './studio.mjs';
import { begin, choose, fillLeave, leaveWords, plainWeek, readCase, submit } from './work.mjs';

const source = `function run(form, ctx) {
  if (!form.handover) throw new Error('nobody covers');
  return { set: { reason: 'Covered, ' + ctx.steps[0].action } };
}
`;

journey('a form is filled in by HR, and a script sets a field behind it', async ({ open, step }) => {
  const say = speak('en');
  const zh = speak('zh-CN');
  const words = leaveWords('en');
  const admin = await open({ as: 'admin' });
  let fill;

  await step('the fill-in is set up', async () => {
    await openDesigner(admin, say, words.app);
    await openPart(admin, say, 'flow');
    const insert = async (after, what) => {
      await admin
        .getByRole('button', { name: say('studio:flow.addAfter', { title: after }), exact: true })
        .press('Enter');
      await admin.getByRole('menuitem', { name: what }).click();
    };
    await insert('Submit', say('studio:flow.fillInText'));
    await choose(admin, say('studio:flow.whoFillIn'), say('studio:flow.kind.role'));
    const { items } = await (await admin.request.get('/api/roles')).json();
    await choose(admin, say('studio:flow.role'), items.find((each) => each.id === 'hr').name.en);
    const access = admin.getByRole('radiogroup', { name: words.handover, exact: true });
    await access.getByText(say('studio:flow.must'), { exact: true }).click();
    await axe(admin, 'a fill-in in the studio');
    await insert(say('studio:flow.fillIn'), say('studio:flow.scriptText'));
    const editor = admin.getByRole('textbox', { name: say('studio:script.source') });
    await editor.fill('function run(form) {\n  const 5 = 1;\n}');
    const wrong = admin.getByRole('button', { name: say('scripts:line', { line: 2 }), exact: true });
    await wrong.waitFor();
    await axe(admin, 'a script that is broken');
    await editor.fill(source);
    await admin
      .getByRole('radiogroup', { name: words.reason, exact: true })
      .getByText(say('studio:flow.set'), { exact: true })
      .click();
    await wrong.waitFor({ state: 'hidden' });
    await axe(admin, 'a script in the studio');
    await publish(admin, say, await askToPublish(admin, say, 'HR names who covers'), 2);
  });

  const employee = await open({ as: 'employee' });
  let id;
  await step('a request goes to HR first', async () => {
    const [day] = await plainWeek(employee);
    await begin(employee, say, words.app);
    await fillLeave(employee, say, 'en', { first: day, last: day, reason: 'Moving house' });
    id = await submit(employee, say);
    const { path } = await readCase(employee, id);
    fill = path.find((each) => each.type === 'fillIn');
    assert.equal(fill.state, 'current');
  });

  await step('HR fills in on a phone, in Chinese', async () => {
    const hr = await open({ as: 'hr', language: 'zh-CN', screen: 'phone' });
    await hr.goto(`/cases/${id}`);
    const send = hr.getByRole('button', { name: zh('work:decide.complete'), exact: true });
    await send.click();
    const field = hr.getByRole('combobox', { name: leaveWords('zh-CN').handover });
    await hr.locator('[aria-invalid="true"]').first().waitFor();
    await noSideScroll(hr, 'a form to be filled in');
    await easyToTouch(hr, 'a form to be filled in');
    await axe(hr, 'a form to be filled in');
    await field.click();
    await hr.locator('.ant-select-dropdown:visible .ant-select-item-option').first().click();
    await send.click();
    await send.waitFor({ state: 'detached' });
  });

  await step('the script has set its field, and the case has gone on', async () => {
    const { path, history, form } = await readCase(employee, id);
    assert.equal(form.reason, 'Covered, completed');
    assert.equal(path.find((each) => each.type === 'script').state, 'done');
    assert.equal(path.find((each) => each.type === 'approval').state, 'current');
    assert.ok(history.some((each) => each.type === 'task.completed'));
    await employee.reload();
    await employee.getByText('Covered, completed').first().waitFor();
    await axe(employee, 'a case behind a script');
  });
});

// A sensitive field: whoever fills it in sees it, whoever decides sees that it
// is there, and reads it only where the flow says so.
import assert from 'node:assert/strict';
import { axe, easyToTouch, noSideScroll } from './checks.mjs';
import { journey } from './harness.mjs';
import { speak } from './speak.mjs';
import { addField, askToPublish, openDesigner, openPart, publish } from './studio.mjs';
import { begin, caseId, fillLeave, leaveWords, plainWeek, submit } from './work.mjs';

const say = speak('en');
const zh = speak('zh-CN');
const words = leaveWords('en');
const account = '6222 0210 0111 7788';
const title = { en: 'Bank account', 'zh-CN': '银行账号' };

/** Everything that the page says, and everything that the server told it of the case. */
async function told(page, id) {
  const seen = await page.getByRole('main').innerText();
  const sent = await (await page.request.get(`/api/instances/${id}`)).text();
  const listed = await (await page.request.get('/api/inbox')).text();
  return seen + sent + listed;
}

journey('a sensitive field is read by those to whom the flow opens it', async ({ open, step }) => {
  const admin = await open({ as: 'admin' });
  await step('the admin marks a field as sensitive', async () => {
    await openDesigner(admin, say, words.app);
    await addField(admin, say, { kind: 'text', after: 'Reason', title });
    await admin.getByRole('switch', { name: say('studio:field.sensitive'), exact: true }).click();
    await axe(admin, 'a sensitive field in the studio');
    await publish(admin, say, await askToPublish(admin, say, 'Where the money goes'), 2);
    await admin.getByRole('button', { name: say('studio:publish.close'), exact: true }).click();
  });

  const employee = await open({ as: 'employee' });
  const send = async () => {
    const week = await plainWeek(employee);
    await begin(employee, say, words.app);
    await fillLeave(employee, say, 'en', { first: week[0], last: week[0], reason: 'Moving house' });
    await employee.getByLabel(title.en).fill(account);
    await submit(employee, say);
    return caseId(employee);
  };
  let id;
  await step('the employee fills it in, and sees it', async () => {
    id = await send();
    await employee.getByText(account, { exact: true }).first().waitFor();
  });

  await step('the manager sees that it is there, and not what it is', async () => {
    const manager = await open({ as: 'manager', language: 'zh-CN', screen: 'phone' });
    await manager.goto(`/cases/${id}`);
    await manager.getByText(title['zh-CN'], { exact: true }).first().waitFor();
    await manager.getByText('•••').first().waitFor();
    await axe(manager, 'a masked field');
    await noSideScroll(manager, 'a masked field');
    await easyToTouch(manager, 'a masked field');
    assert.ok(!(await told(manager, id)).includes(account));
    await manager.getByText(zh('form:veiled')).first().waitFor({ state: 'attached' });
  });

  await step('where the step says so, the manager reads it', async () => {
    await openPart(admin, say, 'flow');
    await admin.locator('[data-card="node:manager"]').click();
    const access = admin.getByRole('radiogroup', { name: new RegExp(`^${title.en}`) });
    await access.getByText(say('studio:flow.read'), { exact: true }).click();
    await publish(admin, say, await askToPublish(admin, say, 'The manager reads it'), 3);
    const later = await send();
    const manager = await open({ as: 'manager' });
    await manager.goto(`/cases/${later}`);
    await manager.getByText(account, { exact: true }).first().waitFor();
    // The request from before stays as it was.
    await manager.goto(`/cases/${id}`);
    await manager.getByText('•••').first().waitFor();
    assert.ok(!(await told(manager, id)).includes(account));
  });
});

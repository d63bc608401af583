// A step that calls another system: it is put in and tried in the studio, fails
// in a case, and is tried again from the control room.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import { axe, noSideScroll } from './checks.mjs';
import { journey } from './harness.mjs';
import { opening, speak } from './speak.mjs';
import { askToPublish, openDesigner, openPart, publish } from './studio.mjs';
import { approve, begin, choose, fillLeave, leaveWords, openTask, plainWeek, readCase, submit } from './work.mjs';

const language = 'en';
const boss = 'Manager';

/** Another system, which answers with the status that it is told to and keeps what it was sent. */
async function otherSystem() {
  const calls = [];
  const system = { calls, status: 204 };
  const server = createServer((request, answer) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text) => {
      body += text;
    });
    request.on('end', () => {
      calls.push({ headers: request.headers, body });
      answer.writeHead(system.status).end(system.status < 300 ? '' : 'the cost centre is closed');
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  system.url = `http://127.0.0.1:${server.address().port}/hook`;
  system.close = () => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  };
  return system;
}

/** The signature that a call must carry, as the Standard Webhooks specification says. */
function signature(secret, { headers, body }) {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
  return `v1,${createHmac('sha256', key).update(signed).digest('base64')}`;
}

journey(
  'another system is told, refuses, and is told again',
  async ({ open, step }) => {
    const say = speak(language);
    const words = leaveWords(language);
    const erp = await otherSystem();
    try {
      const admin = await open({ as: 'admin', language });
      let secret;
      await step('the step is set up and tried', async () => {
        await openDesigner(admin, say, words.app);
        await openPart(admin, say, 'flow');
        const add = say('studio:flow.addAfter', { title: boss });
        await admin.getByRole('button', { name: add, exact: true }).press('Enter');
        await admin.getByRole('menuitem', { name: say('studio:flow.webhookText') }).click();
        await admin.getByRole('textbox', { name: say('errands:edit.url') }).fill(erp.url);
        await choose(admin, say('errands:edit.fields'), words.days);
        await admin.keyboard.press('Escape');
        await admin.getByRole('button', { name: say('errands:edit.secretMake') }).click();
        secret = await admin.getByRole('textbox', { name: say('errands:edit.secretValue') }).inputValue();
        await admin.getByRole('button', { name: say('errands:edit.try') }).click();
        await admin.getByText(opening(say, 'errands:edit.tried', { host: new URL(erp.url).host })).waitFor();
        await axe(admin, 'a webhook in the studio');
        assert.equal(erp.calls.length, 1);
        assert.ok(erp.calls[0].headers['webhook-signature'].includes(signature(secret, erp.calls[0])));
        await publish(admin, say, await askToPublish(admin, say, 'Tell ERP'), 2);
      });
      const employee = await open({ as: 'employee', language });
      const manager = await open({ as: 'manager', language });
      let id;
      await step('a request waits because the system refuses', async () => {
        const [day] = await plainWeek(employee);
        await begin(employee, say, words.app);
        await fillLeave(employee, say, language, { first: day, last: day, reason: 'Moving house' });
        id = await submit(employee, say);
        erp.status = 422;
        await openTask(manager, say, id);
        await approve(manager, say, 'Fine');
        await admin.goto('/control/failures');
        const row = admin.getByRole('listitem').filter({ hasText: '422 the cost centre is closed' });
        await row.waitFor({ timeout: 60_000 });
        await axe(admin, 'the failed steps');
        await employee.reload();
        await employee.getByText(say('errands:path.failed')).first().waitFor();
        assert.equal(await employee.getByText('the cost centre').count(), 0);
        await axe(employee, 'a case whose step failed');
      });
      await step('it is tried again, on a phone, and goes on', async () => {
        erp.status = 204;
        const phone = await open({ as: 'admin', language, screen: 'phone' });
        await phone.goto('/control/failures');
        await phone.getByRole('checkbox').first().check();
        await noSideScroll(phone, 'the failed steps');
        await phone
          .getByRole('button', { name: say('errands:page.retry'), exact: true })
          .first()
          .click();
        const dialog = phone.getByRole('dialog');
        await dialog.getByRole('textbox', { name: say('errands:page.reason') }).fill('The cost centre is open');
        await axe(phone, 'trying again');
        await dialog.getByRole('button', { name: say('errands:page.retry'), exact: true }).click();
        await phone.getByText(say('errands:page.none')).waitFor();
        await employee
          .getByText(opening(say, 'errands:path.done.webhook', { to: new URL(erp.url).host }))
          .first()
          .waitFor();
        const { path, history } = await readCase(employee, id);
        assert.ok(path.some((each) => each.type === 'webhook' && each.state === 'done'));
        assert.ok(history.some((each) => each.type === 'errand.retried'));
        const told = erp.calls.at(-1);
        assert.equal(told.headers['webhook-id'], erp.calls.at(-2).headers['webhook-id']);
        assert.deepEqual(Object.keys(JSON.parse(told.body).data.fields), ['days']);
      });
    } finally {
      await erp.close();
    }
  },
  { args: ['--webhook-allow', '127.0.0.1'] },
);

// IT finds out who did what, on a desktop and on a phone.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { axe, noSideScroll } from './checks.mjs';
import { journey } from './harness.mjs';
import { speak } from './speak.mjs';

/** Switches the language of whoever is signed in, as the menu does. */
async function switchLanguage(page, language) {
  await page.evaluate(async (to) => {
    const { csrf } = await (await fetch('/api/session')).json();
    const headers = { 'Content-Type': 'application/json', 'X-CSRF-Token': csrf };
    await fetch('/api/session/language', { method: 'PUT', headers, body: JSON.stringify({ language: to }) });
  }, language);
}

journey('the record of who did what', async ({ open, step }) => {
  const say = speak('en');
  const zh = speak('zh-CN');
  const employee = await open({ as: 'employee' });
  await switchLanguage(employee, 'zh-CN');
  await switchLanguage(employee, 'en');
  const it = await open({ as: 'it' });
  const said = say('audit:say.oneField', {
    who: 'Lin Xiao',
    object: say('audit:actor.self'),
    field: say('audit:field.language'),
    before: '简体中文',
    after: 'English',
  });
  const rows = (page) => page.getByRole('main').getByRole('listitem').getByRole('button', { expanded: false });

  await step('what somebody changed is said in words, with before and after', async () => {
    await it.goto('/control/audit');
    await axe(it, 'the record');
    await it.getByRole('combobox', { name: say('audit:filter.person') }).fill('Lin Xiao');
    await it.getByRole('option', { name: 'Lin Xiao' }).first().waitFor({ state: 'attached' });
    await it.keyboard.press('Enter');
    await it.waitForURL(/person=/);
    const row = rows(it).filter({ hasText: said }).first();
    await row.click();
    const table = it.getByRole('table', { name: say('audit:entry.changes') });
    await table.getByRole('cell', { name: '简体中文' }).waitFor();
    await it.getByText('127.0.0.1').first().waitFor();
    await axe(it, 'an entry of the record');
  });

  await step('it is taken away as a table, which is on record itself', async () => {
    const download = it.waitForEvent('download');
    await it.getByRole('button', { name: say('audit:export'), exact: true }).click();
    const text = await readFile(await (await download).path(), 'utf8');
    assert.match(text, /lin\.xiao/);
    await it.goto('/control/audit?action=record.exported');
    await rows(it).first().waitFor();
    assert.equal(await rows(it).count(), 1);
  });

  await step('a phone shows it too', async () => {
    const phone = await open({ as: 'it', language: 'zh-CN', screen: 'phone' });
    await phone.goto('/control/audit?action=session.opened');
    const row = rows(phone).filter({ hasText: zh('audit:say.session.opened', { about: '高翔' }) });
    await row.first().click();
    await noSideScroll(phone, 'an entry on a phone');
    await axe(phone, 'an entry on a phone');
    await phone.goto('/control/audit?object=instance:nothing');
    await phone.getByText(zh('audit:none'), { exact: true }).waitFor();
    await noSideScroll(phone, 'nothing found, on a phone');
  });
});

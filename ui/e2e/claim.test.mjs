// A business admin builds an expense claim from nothing, by mouse and again by
// keyboard alone; an employee fills it in on a phone, and what the admin laid
// down holds.
import assert from 'node:assert/strict';
import { axe, noSideScroll } from './checks.mjs';
import { buildClaim } from './claim.mjs';
import { keyboard, mouse } from './hand.mjs';
import { journey } from './harness.mjs';
import { speak } from './speak.mjs';
import { begin, caseId, choose, readCase, submit } from './work.mjs';

const say = speak('en');

/** The values of a form by the titles of its fields. */
async function byTitle(page, id) {
  const { form, app, revision } = await readCase(page, id);
  const detail = await (await page.request.get(`/api/apps/${app.id ?? app}`)).json();
  assert.ok(revision === undefined || revision > 0);
  const titles = Object.entries(detail.form.layout.fields).map(([path, look]) => [path, look.title?.en]);
  return Object.fromEntries(titles.filter(([path]) => path in form).map(([path, title]) => [title, form[path]]));
}

async function fillIn(page) {
  await begin(page, say, 'Expense claim');
  await page.getByLabel('Purpose').fill('Fair in Shanghai');
  await choose(page, 'Cost centre', 'Finance');
  assert.equal(await page.getByLabel('Destination').count(), 0, 'nobody is asked where a trip went that was none');
  await page.getByRole('switch', { name: 'Was it a trip?' }).click();
  await page.getByRole('button', { name: say('form:table.add') }).click();
  await page.getByLabel('What for').last().fill('Train');
  await page.getByLabel('Amount').last().fill('4999.99');
  await page.getByRole('button', { name: say('form:table.add') }).click();
  await page.getByLabel('What for').last().fill('Hotel');
  await page.getByLabel('Amount').last().fill('0.02');
  await page.getByRole('button', { name: say('work:request.submit'), exact: true }).click();
  const summary = page.getByRole('alert').filter({ has: page.getByRole('listitem') });
  await summary.getByRole('button').filter({ hasText: 'Why so much' }).waitFor();
  await summary.getByRole('button').filter({ hasText: 'Destination' }).waitFor();
  await axe(page, 'the claim with mistakes');
  await noSideScroll(page, 'the claim with mistakes');
  await page.getByLabel('Why so much').fill('It was the cheapest.');
  await page.getByLabel('Destination').fill('Shanghai');
  await submit(page, say);
  const values = await byTitle(page, caseId(page));
  assert.equal(values.Total, 5000.01);
  assert.equal(values.Destination, 'Shanghai');
}

for (const [how, hold] of [
  ['by mouse', mouse],
  ['by keyboard alone', keyboard],
]) {
  journey(`an expense claim is built from nothing ${how}`, async ({ open, step, say: tell }) => {
    const admin = await open({ as: 'admin', calm: true });
    await admin.goto('/studio');
    await admin.getByRole('heading', { level: 1, name: say('studio:apps.title') }).waitFor();
    const hand = hold(admin);
    await buildClaim(hand, say, step);
    tell(`built ${how} with ${hand.count.clicks} clicks and ${hand.count.keys} key presses`);
    await step('an employee fills it in on a phone', async () => {
      const employee = await open({ as: 'employee', screen: 'phone' });
      await fillIn(employee);
    });
  });
}

// Everything works without a mouse.
import assert from 'node:assert/strict';
import { axe } from './checks.mjs';
import { journey } from './harness.mjs';
import { speak } from './speak.mjs';
import { caseId, leaveWords, pathStep, plainWeek, readCase } from './work.mjs';

/** Presses Tab until the focus is on what `wanted` finds, as somebody without a mouse does. */
async function tabTo(page, wanted, what) {
  for (let presses = 0; presses < 60; presses++) {
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  assert.fail(`the keyboard does not reach ${what}`);
}

journey('a request is submitted by keyboard alone', async ({ open, step }) => {
  const say = speak('en');
  const words = leaveWords('en');
  const page = await open({ as: 'employee', calm: true });
  const week = await plainWeek(page);

  await step('the form is reached', async () => {
    const card = page.getByRole('region', { name: say('work:start.apps') }).getByRole('link', { name: words.app });
    await tabTo(page, card, 'the leave app');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: words.app, exact: true }).waitFor();
  });

  await step('mistakes are named, and each leads to its field', async () => {
    await tabTo(page, page.getByRole('button', { name: say('work:request.submit'), exact: true }), 'the submit button');
    await page.keyboard.press('Enter');
    const summary = page.getByRole('alert').filter({ has: page.getByRole('listitem') });
    await summary.waitFor();
    await axe(page, 'a form with mistakes');
    const jump = summary.getByRole('button').filter({ hasText: words.type });
    await tabTo(page, jump, 'the first mistake');
    await page.keyboard.press('Enter');
    const type = page.getByRole('combobox', { name: words.type });
    assert.ok(
      await type.evaluate((element) => element === document.activeElement),
      'the mistake does not lead to its field',
    );
  });

  await step('the fields are filled in', async () => {
    await page.keyboard.press('ArrowDown');
    await page.locator('.ant-select-dropdown:visible').waitFor();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    for (const [label, date, end] of [
      [say('form:range.start'), week[2], 'Escape'],
      [say('form:range.end'), week[3], 'Enter'],
    ]) {
      const input = page.getByLabel(`${words.dates}: ${label}`, { exact: true });
      await tabTo(page, input, label);
      await page.keyboard.press('ControlOrMeta+A');
      // A day that no calendar has is said beside the field; a date that is one stays, whichever key ends it.
      await page.keyboard.type('2026-02-31');
      await page.keyboard.press(end === 'Escape' ? 'Tab' : 'Escape');
      const unread = page.getByText(/Could not read “2026-02-31”\. .*: enter a date that exists/).first();
      await unread.waitFor();
      await input.focus();
      await page.keyboard.press('ControlOrMeta+A');
      await page.keyboard.type(date);
      await page.keyboard.press(end);
      await unread.waitFor({ state: 'hidden' });
      assert.equal(await input.inputValue(), date);
      await page.keyboard.press('Tab');
      assert.equal(await input.inputValue(), date);
    }
    await tabTo(page, page.getByRole('textbox', { name: words.reason }), words.reason);
    await page.keyboard.type('Parents visiting.');
  });

  await step('and submitted', async () => {
    await tabTo(page, page.getByRole('button', { name: say('work:request.submit'), exact: true }), 'the submit button');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/cases/*');
    await pathStep(page, say, 'Manager', 'current').waitFor();
    const kept = await readCase(page, caseId(page));
    assert.equal(kept.form.type, 'annual');
    assert.equal(kept.form.days, 2);
    await axe(page, 'the case that was submitted');
  });
});

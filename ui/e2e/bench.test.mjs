// An admin writes the check of a form on the bench, by keyboard alone: sees at which
// line it fails, mends it, sees what an employee would be told, and publishes. An
// employee is then refused by it, in words, and keeps what was typed.
import assert from 'node:assert/strict';
import { axe, noSideScroll } from './checks.mjs';
import { journey } from './harness.mjs';
import { opening, speak } from './speak.mjs';
import { askToPublish, openDesigner, openPart, publish } from './studio.mjs';
import { begin, fillLeave, leaveWords, plainWeek, submit } from './work.mjs';

const broken = `function validate(form, ctx) {
  const problems = [];
  const words = form.reason.trim().split(' ');
  console.log('words', words.length);
  if (words.length < 3) {
    problems.push({ field: 'reason', message: { en: 'Say why in three words or more.', 'zh-CN': '请用三个词以上说明。' } });
  }
  return problems;
}
`;
const mended = "  const words = (form.reason || '').trim().split(' ');";

journey('a check is written, mended and published from the bench', async ({ open, step }) => {
  const say = speak('en');
  const words = leaveWords('en');
  const admin = await open({ as: 'admin' });
  const check = say('scripts:group.validate');
  const editor = admin.getByRole('textbox', { name: say('scripts:source', { title: check }) });
  const press = (keys) => admin.keyboard.press(keys);

  await step('it fails at line 3', async () => {
    await openDesigner(admin, say, words.app);
    await openPart(admin, say, 'scripts');
    await editor.focus();
    await press('Control+a');
    await admin.keyboard.insertText(broken);
    await press('Control+Enter');
    await admin.getByText(say('scripts:bench.threwLine', { line: 3 })).waitFor();
    assert.match(await admin.locator('.cm-errorLine').textContent(), /form\.reason\.trim/);
    assert.equal(await admin.locator('.cm-errorNumber').textContent(), '3');
    await axe(admin, 'a script that failed');
  });

  await step('the line is found and mended, and the employee’s words are shown', async () => {
    await admin.getByRole('button', { name: say('scripts:line', { line: 3 }), exact: true }).focus();
    await press('Enter');
    await press('Shift+End');
    await admin.keyboard.insertText(mended);
    assert.equal(await admin.locator('.cm-errorLine').count(), 0);
    await press('Control+Enter');
    await admin.getByText('Say why in three words or more.').last().waitFor();
    await admin.getByRole('term').filter({ hasText: words.reason }).waitFor();
    await admin.getByText('words 1').waitFor();
  });

  await step('Tab indents, and leaves the editor after Escape', async () => {
    await editor.focus();
    await press('Control+End');
    await press('Tab');
    assert.ok(await editor.evaluate((element) => element.contains(document.activeElement)));
    await press('Backspace');
    await press('Escape');
    await press('Tab');
    await admin.locator('button:focus', { hasText: say('scripts:bench.run') }).waitFor();
  });

  await step('a field that there is not is said on its line, before anything is run', async () => {
    await editor.focus();
    await press('Control+Home');
    await press('End');
    await press('Enter');
    await admin.keyboard.insertText('if (form.raeson) return [];');
    await admin.getByText(/“raeson”.*“reason”/).waitFor();
    assert.match(await admin.locator('.cm-warningLine').textContent(), /form\.raeson/);
    await admin.getByRole('button', { name: /problem/ }).click();
    await admin.getByText(say('studio:place.line', { line: 2, column: 12 })).waitFor();
    await axe(admin, 'a warning about a script');
    await press('Escape');
    await editor.focus();
    await press('Shift+Home');
    await press('Shift+Home');
    await press('Backspace');
    await press('Backspace');
    await admin.locator('.cm-warningLine').waitFor({ state: 'detached' });
  });

  await step('a fuller sample passes, and is there after a reload', async () => {
    await admin.getByRole('textbox', { name: words.reason }).fill('My sister is moving house');
    await press('Control+Enter');
    await admin.getByText(say('scripts:bench.noProblems')).waitFor();
    await noSideScroll(admin, 'the bench');
    await axe(admin, 'the bench');
    const want = broken.replace(/^.*form\.reason\.trim.*$/m, mended);
    await admin.getByText(new RegExp(`^${opening(say, 'studio:save.saved')}`)).waitFor();
    const { app } = await (await admin.request.get('/api/studio/apps/leave/draft')).json();
    assert.equal(app.scripts.validate, want);
    await admin.reload();
    await editor.waitFor();
    assert.equal(await admin.getByRole('textbox', { name: words.reason }).inputValue(), 'My sister is moving house');
  });

  await step('it is published', async () => {
    await publish(admin, say, await askToPublish(admin, say, 'A reason has three words'), 2);
  });

  await step('an employee is refused by it in words, and keeps what was typed', async () => {
    const employee = await open({ as: 'employee', refused: true });
    const [day] = await plainWeek(employee);
    await begin(employee, say, words.app);
    await fillLeave(employee, say, 'en', { first: day, last: day, reason: 'Moving house' });
    await employee.getByRole('button', { name: say('work:request.submit'), exact: true }).click();
    await employee.getByText('Say why in three words or more.').first().waitFor();
    const reason = employee.getByRole('textbox', { name: words.reason });
    assert.equal(await reason.inputValue(), 'Moving house');
    assert.equal(await reason.getAttribute('aria-invalid'), 'true');
    await reason.fill('I am moving house');
    await submit(employee, say);
  });

  await step('the bench fits a phone, in Chinese', async () => {
    const zh = speak('zh-CN');
    const phone = await open({ as: 'admin', language: 'zh-CN', screen: 'phone' });
    await phone.goto('/studio/apps/leave/scripts');
    const source = zh('scripts:source', { title: zh('scripts:group.validate') });
    await phone.getByRole('textbox', { name: source }).waitFor();
    await noSideScroll(phone, 'the bench on a phone');
    await phone.getByRole('button', { name: zh('scripts:bench.run'), exact: true }).click();
    await phone.getByText('请用三个词以上说明。').last().waitFor();
    await noSideScroll(phone, 'a result on a phone');
    await axe(phone, 'the bench on a phone');
  });
});

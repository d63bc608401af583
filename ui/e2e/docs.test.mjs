// The pages for developers: the reference and the errors, read by somebody who
// is not signed in, on a desktop and on a phone, in both languages.
import assert from 'node:assert/strict';
import { axe, noSideScroll } from './checks.mjs';
import { journey } from './harness.mjs';
import { speak } from './speak.mjs';

journey('the API is explained to whoever asks', async ({ open, step }) => {
  for (const [language, screen] of [
    ['en', 'desktop'],
    ['zh-CN', 'phone'],
  ]) {
    const say = speak(language);
    const page = await open({ language, screen });
    const look = async (state) => {
      await axe(page, `${state} (${language}, ${screen})`);
      await noSideScroll(page, `${state} (${language}, ${screen})`);
    };

    await step(`the reference, searched and unfolded by keyboard (${language}, ${screen})`, async () => {
      await page.goto('/docs');
      await page.getByRole('heading', { level: 1, name: say('docs:api.title') }).waitFor();
      await page.locator('details').first().waitFor();
      assert.ok((await page.locator('details').count()) > 30, 'few operations are shown');
      await look('the reference');
      await page.getByRole('textbox', { name: say('docs:api.search') }).fill('tasks decisions');
      await page.waitForFunction(() => document.querySelectorAll('details').length === 1);
      await page.locator('summary').first().press('Enter');
      await page.getByRole('heading', { level: 3, name: say('docs:api.problems') }).waitFor();
      await page.getByText('Idempotency-Key', { exact: true }).waitFor();
      await page.getByText(/curl -s -X POST .*\/api\/tasks\/\{id\}\/decisions/).waitFor();
      const folded = page.locator('details details summary').first();
      await folded.press('Enter');
      await look('an operation');
    });

    await step(`a code leads to what to do about it (${language}, ${screen})`, async () => {
      await page.getByRole('link', { name: /task\.decided/ }).click();
      await page.waitForURL('**/docs/errors#task.decided');
      const entry = page.getByRole('article').filter({ has: page.locator('[id="task.decided"]') });
      await entry.getByText(say('docs:errors.mend')).waitFor();
      await page.waitForFunction(() => {
        const top = document.getElementById('task.decided')?.getBoundingClientRect().top ?? -1;
        return top >= 0 && top < window.innerHeight;
      });
      await look('the errors');
      await page.getByRole('textbox', { name: say('docs:errors.search') }).fill('session.backoff');
      await page.waitForFunction(() => document.querySelectorAll('article').length === 1);
    });

    await step(`an address of an operation opens it (${language}, ${screen})`, async () => {
      await page.goto('/docs#submit');
      await page.locator('details[open] #submit').waitFor();
      await page.waitForFunction(() => {
        const top = document.getElementById('submit')?.getBoundingClientRect().top ?? -1;
        return top >= 0 && top < window.innerHeight;
      });
    });
  }

  await step('IT finds the reference in the account menu', async () => {
    const page = await open({ as: 'it' });
    const say = speak('en');
    await page.getByRole('button', { name: say('common:menu.person') }).click();
    await page.getByRole('link', { name: say('common:menu.docs') }).click();
    await page.getByRole('heading', { level: 1, name: say('docs:api.title') }).waitFor();
  });
});

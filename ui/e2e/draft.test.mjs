// What somebody has typed is never lost: not by a reload, not on the way from
// the desk to the train.
import assert from 'node:assert/strict';
import { axe, easyToTouch, noSideScroll } from './checks.mjs';
import { journey } from './harness.mjs';
import { speak } from './speak.mjs';
import { begin, draftSaved, fillLeave, leaveWords, pathStep, plainWeek, submit } from './work.mjs';

journey('a draft survives a reload and another device', async ({ open, step }) => {
  const say = speak('en');
  const words = leaveWords('en');
  const desk = await open({ as: 'employee' });
  const week = await plainWeek(desk);
  const reason = 'Moving to a new flat; the lorry comes in the morning.';

  await step('what is typed saves itself', async () => {
    await begin(desk, say, words.app);
    await fillLeave(desk, say, 'en', { first: week[0], last: week[1], reason });
    await draftSaved(desk, say, reason);
    await axe(desk, 'a draft');
  });

  await step('a reload brings it back', async () => {
    await desk.reload();
    const box = desk.getByRole('textbox', { name: words.reason });
    await box.waitFor();
    assert.equal(await box.inputValue(), reason);
    assert.equal(
      await desk.getByLabel(`${words.dates}: ${say('form:range.start')}`, { exact: true }).inputValue(),
      week[0],
    );
  });

  const phone = await open({ as: 'employee', screen: 'phone' });
  await step('the phone goes on with it', async () => {
    const drafts = phone.getByRole('region', { name: say('work:start.drafts') });
    await drafts.getByRole('link').first().click();
    const box = phone.getByRole('textbox', { name: words.reason });
    await box.waitFor();
    assert.equal(await box.inputValue(), reason);
    await box.fill(`${reason} Back on Wednesday.`);
    await draftSaved(phone, say, `${reason} Back on Wednesday.`);
    await noSideScroll(phone, 'a draft on the phone');
    await easyToTouch(phone, 'a draft on the phone');
    await axe(phone, 'a draft on the phone');
  });

  await step('and submits it, which ends the draft', async () => {
    await submit(phone, say);
    await pathStep(phone, say, 'Manager', 'current').waitFor();
    await phone.getByText(`${reason} Back on Wednesday.`).waitFor();
    const left = await phone.request.get('/api/apps/leave/drafts');
    assert.deepEqual((await left.json()).items, []);
  });
});

// What happens reaches the windows of whom it concerns without their asking:
// the bell and the title, in every window of one browser.
import assert from 'node:assert/strict';
import { axe, easyToTouch, noSideScroll } from './checks.mjs';
import { journey } from './harness.mjs';
import { speak } from './speak.mjs';
import { begin, fillLeave, leaveWords, plainWeek, submit } from './work.mjs';

/** Well below the half minute after which a window without a stream asks by itself. */
const soon = { timeout: 10_000 };

/** Waits until the notices of the demo's own cases have arrived, so that what is counted stays. */
async function delivered(page) {
  await page.waitForFunction(async () => /^banli_outbox_pending 0$/m.test(await (await fetch('/metrics')).text()));
}

journey('live updates', async ({ open, step }) => {
  const say = speak('en');
  const zh = speak('zh-CN');
  const words = leaveWords('en');
  const employee = await open({ as: 'employee' });
  await delivered(await open({ as: 'it' }));
  const manager = await open({ as: 'manager', language: 'zh-CN', screen: 'phone' });
  const bell = (page, speaker, n) =>
    page.getByRole('button', {
      name: n ? speaker('work:notices.unread', { n }) : speaker('work:notices.title'),
      exact: true,
    });
  const unread = async (page) => Number(/^\((\d+)\)/.exec(await page.title())?.[1] ?? 0);
  // The title counts once the window has heard how many there are.
  const before = await manager.evaluate(async () => (await (await fetch('/api/notices')).json()).unread);
  await bell(manager, zh, before || undefined).waitFor();
  const second = await manager.context().newPage();
  await second.goto('/inbox');
  await bell(second, zh, before || undefined).waitFor();

  await step('a submitted request is heard of at once, in every window', async () => {
    const [day] = await plainWeek(employee);
    await begin(employee, say, words.app);
    await fillLeave(employee, say, 'en', { first: day, last: day, reason: 'A day off' });
    await submit(employee, say);
    for (const page of [manager, second]) {
      await bell(page, zh, before + 1).waitFor(soon);
      assert.equal(await unread(page), before + 1, 'the title counts too');
    }
    await noSideScroll(second, 'the inbox');
  });

  await step('the initiator urges, once', async () => {
    const urge = employee.getByRole('button', { name: say('work:urge.do') });
    await urge.click();
    await bell(second, zh, before + 2).waitFor(soon);
    await employee.getByText('Lin Xiao asked to hurry (Manager)').waitFor();
    assert.equal(await urge.getAttribute('aria-disabled'), 'true', 'not again at once');
    await axe(employee, 'the urged case');
  });

  await step('the reader chooses what is mailed', async () => {
    await bell(manager, zh, before + 2).click();
    await manager.getByRole('button', { name: zh('work:notices.settings') }).click();
    const copies = manager.getByRole('switch', { name: zh('work:notices.kind.copy.sent') });
    await copies.click();
    await manager.locator('[role=switch][aria-checked=false]').waitFor();
    await axe(manager, 'the choice of mails');
    await noSideScroll(manager, 'the choice of mails');
    await easyToTouch(manager, 'the choice of mails');
    await manager.getByRole('button', { name: zh('work:notices.back') }).click();
  });

  await step('following a notice reads what was said about its request, in every window', async () => {
    await manager.getByRole('dialog', { name: zh('work:notices.title') }).waitFor();
    await axe(manager, 'the notices');
    await manager
      .getByRole('link', { name: zh('work:notices.kind.task.urged') })
      .first()
      .click();
    await bell(second, zh, before || undefined).waitFor(soon);
    await bell(manager, zh, before || undefined).waitFor(soon);
  });
});

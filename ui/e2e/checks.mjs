// What the journeys check on every state that they pass, and the one way in.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { speak } from './speak.mjs';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Waits until nothing on the page moves or loads, so that what is measured is what stays. */
export async function settled(page) {
  await page.waitForLoadState('networkidle');
  await page.evaluate(async () => {
    const moving = () =>
      document
        .getAnimations()
        .filter((a) => a.playState === 'running' && a.effect?.getTiming().iterations !== Infinity);
    for (let left = moving(); left.length > 0; left = moving()) {
      await Promise.allSettled(left.map((a) => a.finished));
    }
  });
}

/** Asserts that axe finds nothing on the page as it stands now. */
export async function axe(page, state) {
  await settled(page);
  // The page's own policy forbids inline scripts, and the journeys keep that
  // policy; the debugger may evaluate what the page may not.
  const debug = await page.context().newCDPSession(page);
  const run = async (expression) => {
    const { result, exceptionDetails } = await debug.send('Runtime.evaluate', {
      expression,
      awaitPromise: true,
      returnByValue: true,
    });
    assert.equal(exceptionDetails, undefined, `axe failed on ${state}: ${JSON.stringify(exceptionDetails)}`);
    return result.value;
  };
  try {
    await run(`if (!window.axe) {${axeSource}}; undefined`);
    const found = await run(
      `axe.run(document, { resultTypes: ['violations'] }).then((r) => r.violations.map((v) => ({
        rule: v.id, help: v.help, nodes: v.nodes.map((n) => ({ target: n.target.join(' '), html: n.html.slice(0, 300), why: n.failureSummary })),
      })))`,
    );
    assert.deepEqual(found, [], `axe finds faults on ${state} (${page.url()}): ${JSON.stringify(found, null, 2)}`);
  } finally {
    await debug.detach();
  }
}

/** Asserts that the page does not scroll sideways, and names what sticks out if it does. */
export async function noSideScroll(page, state) {
  await settled(page);
  const { scroll, client, wide } = await page.evaluate(() => {
    const root = document.documentElement;
    return {
      scroll: root.scrollWidth,
      client: root.clientWidth,
      wide: [...document.body.querySelectorAll('*')]
        .filter((element) => element.getBoundingClientRect().right > root.clientWidth + 1)
        .slice(-5)
        .map((element) => element.outerHTML.slice(0, 160)),
    };
  });
  assert.ok(scroll <= client, `${state} scrolls sideways: ${scroll} > ${client} px\n${wide.join('\n')}`);
}

/** Enters as one of the demo people, by a click on their card, in the language given. */
export async function enterAs(page, as, language) {
  const say = speak(language);
  await page.getByRole('main').locator(`button[lang="${language}"]`).click();
  await page.getByRole('heading', { level: 1, name: say('work:enter.demoTitle') }).waitFor();
  const card = page.getByRole('button').filter({ hasText: say(`work:enter.demoRole.${as}`) });
  await card.click();
  await page.getByRole('navigation', { name: say('work:nav.label') }).waitFor();
}

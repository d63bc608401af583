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

/** How high, in pixels, everything is at least that a finger has to hit. */
const FINGER = 40;

/**
 * Asserts that a finger hits everything that can be pressed: each target takes a press 20 px above and below its
 * middle, be it as high itself or inside something that presses it. Exempt are links in the middle of a sentence, which
 * a line cannot be higher for, and targets that are only there for screen readers.
 */
export async function easyToTouch(page, state) {
  await settled(page);
  const small = await page.evaluate((least) => {
    const targets =
      'a[href], button, input:not([type=hidden]), textarea, select, summary, [role=button], [role=tab], [role=switch], [role=radio], [role=menuitem], [role=option]';
    const there = { x: window.scrollX, y: window.scrollY };
    const inSentence = (element) =>
      getComputedStyle(element).display === 'inline' &&
      [...element.parentNode.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent.trim());
    const presses = (element, x, y) => {
      const hit = document.elementFromPoint(x, y);
      const label = hit?.closest('label');
      return (
        element.contains(hit) ||
        hit?.closest(targets) === element ||
        label?.control === element ||
        around(element)?.contains(hit)
      );
    };
    // What Ant Design draws around an input takes its presses.
    const around = (element) =>
      element.closest('.ant-select, .ant-input-affix-wrapper, .ant-picker, .ant-segmented-item');
    const found = [];
    // What lies under a dialog cannot be pressed anyhow.
    const dialog = [...document.querySelectorAll('[role=dialog]')].filter((each) => each.checkVisibility()).at(-1);
    for (const element of (dialog ?? document).querySelectorAll(targets)) {
      if (element.disabled || element.closest('.visually-hidden, [aria-hidden=true], [inert]')) continue;
      if (!element.checkVisibility({ visibilityProperty: true }) || inSentence(element)) continue;
      const whole = around(element) ?? element.closest('label') ?? element;
      if (whole.getBoundingClientRect().height >= least - 0.5) continue;
      element.scrollIntoView({ block: 'center', behavior: 'instant' });
      const box = whole.getBoundingClientRect();
      if (box.width <= 1 || box.height <= 1) continue;
      const x = box.left + box.width / 2;
      const y = box.top + box.height / 2;
      if (presses(element, x, y - least / 2 + 1) && presses(element, x, y + least / 2 - 1)) continue;
      found.push(`${Math.round(box.width)}×${Math.round(box.height)} ${whole.outerHTML.slice(0, 200)}`);
    }
    window.scrollTo(there.x, there.y);
    return found;
  }, FINGER);
  assert.deepEqual(small, [], `too small for a finger on ${state} (${page.url()})`);
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

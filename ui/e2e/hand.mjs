// A person at a page, by mouse or by keyboard alone, whose clicks and key
// presses are counted.
import assert from 'node:assert/strict';

/** How many presses of Tab a person without a mouse puts up with to get somewhere. */
const patience = 80;

/** What both do: press keys, and type words. */
function fingers(page) {
  const count = { clicks: 0, keys: 0 };
  return {
    count,
    press: async (key) => {
      count.keys++;
      await page.keyboard.press(key);
    },
    type: async (text) => {
      count.keys += [...text].length;
      await page.keyboard.type(text);
    },
  };
}

/** A person with a mouse, who types words on the keyboard. */
export function mouse(page) {
  const { count, press, type } = fingers(page);
  const click = async (target) => {
    count.clicks++;
    await target.click();
  };
  return {
    page,
    count,
    press,
    click,
    type,
    /** Turns a switch. */
    turn: click,
    /** Chooses from a menu that has opened. */
    pick: (name) => click(page.getByRole('menuitem', { name, exact: true })),
    /** Goes to a box and writes over what stands in it. */
    async fill(target, text) {
      await click(target);
      await press('ControlOrMeta+A');
      await type(text);
    },
    /** Chooses an option of a list that opens. */
    async choose(box, option) {
      await click(box);
      const list = page.locator('.ant-select-dropdown:visible');
      const wanted = list.getByText(option, { exact: true }).first();
      await list.locator('.ant-select-item-option').first().waitFor();
      // A long list shows its beginning; the rest is found by its words.
      if ((await wanted.count()) === 0) await type(option);
      await click(wanted);
      await list.waitFor({ state: 'hidden' });
    },
  };
}

/** The same person without a mouse: whatever is used is walked to with Tab, and pressed. */
export function keyboard(page) {
  const { count, press, type } = fingers(page);
  const focused = (target) => target.evaluate((element) => element.contains(document.activeElement));
  /** Walks to what is wanted, the shorter way round: forwards, or backwards where it lies before. */
  const walk = async (target) => {
    await target.waitFor();
    if (await focused(target)) return;
    const back = await target.evaluate((element) => {
      const here = document.activeElement;
      return here !== null && here !== document.body && Boolean(here.compareDocumentPosition(element) & 2);
    });
    for (let presses = 0; presses < patience; presses++) {
      await press(back ? 'Shift+Tab' : 'Tab');
      if (await focused(target)) return;
    }
    assert.fail(`the keyboard does not reach ${target}`);
  };
  return {
    page,
    count,
    press,
    walk,
    type,
    async click(target) {
      await walk(target);
      await press('Enter');
    },
    async pick(name) {
      const wanted = page.getByRole('menuitem', { name, exact: true });
      await wanted.waitFor();
      for (let presses = 0; presses < patience; presses++) {
        if (await focused(wanted)) return press('Enter');
        const [here, inMenu] = await page.evaluate(() => [
          document.activeElement?.textContent,
          document.activeElement?.closest('[role="menu"]') !== null,
        ]);
        await press(inMenu ? 'ArrowDown' : 'Tab');
        // A menu moves its focus a moment after the key.
        await page.waitForFunction((before) => document.activeElement?.textContent !== before, here);
      }
      assert.fail(`the keyboard does not reach ${name} in the menu`);
    },
    async turn(target) {
      await walk(target);
      await press('Space');
    },
    async fill(target, text) {
      await walk(target);
      await press('ControlOrMeta+A');
      await type(text);
    },
    async choose(box, option) {
      await walk(box);
      await press('ArrowDown');
      const list = page.locator('.ant-select-dropdown:visible');
      await list.waitFor();
      const wanted = list.locator('.ant-select-item-option').filter({ hasText: option }).first();
      await list.locator('.ant-select-item-option').first().waitFor();
      // A list that can be searched is quicker through its words.
      if (await box.evaluate((element) => !element.readOnly)) await type(option);
      await wanted.waitFor();
      for (let presses = 0; presses < patience; presses++) {
        if (await wanted.evaluate((element) => element.classList.contains('ant-select-item-option-active'))) {
          await press('Enter');
          await list.waitFor({ state: 'hidden' });
          return;
        }
        await press('ArrowDown');
      }
      assert.fail(`the keyboard does not reach the option ${option}`);
    },
  };
}

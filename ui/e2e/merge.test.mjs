// Two sessions design one app at once: what each alone changes is kept without a
// question, what both change is asked about, and a JSON Schema becomes a form.
import assert from 'node:assert/strict';
import { axe, noSideScroll, settled } from './checks.mjs';
import { journey } from './harness.mjs';
import { speak } from './speak.mjs';
import { fillWords, openDesigner } from './studio.mjs';
import { leaveWords } from './work.mjs';

const schema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'Visitor',
  properties: {
    'Full name': { type: 'string', title: 'Full name <b>of the visitor</b>' },
    reason: { enum: ['meeting', 'repair'] },
    extras: { type: 'object', additionalProperties: { type: 'string' } },
    outside: { $ref: 'https://schemas.example/x.json' },
    never: false,
  },
  required: ['Full name'],
};

journey('two admins at once', async ({ open, step }) => {
  const en = speak('en');
  const zh = speak('zh-CN');
  const one = await open({ as: 'admin', refused: true });
  const two = await open({ as: 'admin', language: 'zh-CN', refused: true });
  await openDesigner(one, en, leaveWords('en').app);
  await openDesigner(two, zh, leaveWords('zh-CN').app);
  const draft = async (page) => (await page.request.get('/api/studio/apps/leave/draft')).json();
  /** Waits until the draft that the server has is as wanted. */
  const until = async (page, wanted) => {
    const deadline = Date.now() + 20_000;
    while (!wanted((await draft(page)).app)) {
      assert.ok(Date.now() < deadline, `the draft never was so that ${wanted}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  const card = (page, title) =>
    page.locator('[data-canvas-field]').filter({ hasText: title }).getByRole('button', { name: title }).first();
  const saved = (page, say) =>
    page.getByRole('status').filter({ hasText: say('studio:save.saved', { time: '' }).trim() });
  const titles = async (page) => {
    const { app } = await draft(page);
    return [app.form.layout.fields.days.title.en, app.form.layout.fields.reason.title.en];
  };
  const first = await draft(one);
  const english = first.app.form.layout.fields;
  const chinese = (id) => english[id].title['zh-CN'];

  /** Types a title; the other session saves before it is saved. */
  const retitle = async (page, say, shown, title) => {
    await card(page, shown).click();
    await fillWords(page, say, say('studio:field.title'), { en: title });
  };

  await step('what the one saves reaches the other before they type', async () => {
    await retitle(one, en, english.days.title.en, 'Days away');
    await saved(one, en).waitFor();
    // The toast names who, and the field as its reader knows it.
    const { savedBy } = await draft(two);
    const what = zh('studio:stale.thing', { kind: zh('studio:mergeThing.field'), name: chinese('days') });
    const came = zh('studio:stale.came_other', { name: savedBy.name['zh-CN'], what, count: 1 });
    await two.getByText(came, { exact: true }).first().waitFor();
    await card(two, chinese('days')).click();
    const box = two.getByRole('textbox', {
      name: zh('studio:inspector.wordsIn', {
        label: zh('studio:field.title'),
        language: zh('studio:inspector.languageName.en'),
      }),
      exact: true,
    });
    await two.waitForFunction((input) => input.value === 'Days away', await box.elementHandle());
  });

  /** Holds back what the server says and is asked, so that a session does not hear of the other in time. */
  const deaf = async (page) => {
    await page.route('**/api/studio/apps/*/presence', (route) =>
      route.fulfill({ json: { rev: 0, savedAt: 0, savedBy: null, others: [] } }),
    );
    await page.route('**/api/studio/apps/*/draft', async (route) => {
      if (route.request().method() === 'PUT') await held;
      await route.continue();
    });
  };
  let release = () => {};
  let held = Promise.resolve();
  const hold = () => {
    held = new Promise((resolve) => {
      release = resolve;
    });
  };

  await step('edits of different fields are both in', async () => {
    hold();
    await deaf(two);
    await retitle(two, zh, chinese('reason'), 'Why');
    await retitle(one, en, 'Days away', 'Days off');
    await saved(one, en).waitFor();
    await until(one, (app) => app.form.layout.fields.days.title.en === 'Days off');
    release();
    await until(two, (app) => app.form.layout.fields.reason.title.en === 'Why');
    assert.deepEqual(await titles(two), ['Days off', 'Why']);
    assert.equal(await two.getByRole('dialog').count(), 0, 'nobody was asked');
  });

  await step('edits of one title are asked about, and nothing is lost', async () => {
    hold();
    await retitle(two, zh, chinese('days'), 'Two');
    await retitle(one, en, 'Days off', 'One');
    await until(one, (app) => app.form.layout.fields.days.title.en === 'One');
    release();
    const dialog = two.getByRole('dialog');
    await dialog.waitFor();
    await dialog.getByText('Two', { exact: true }).waitFor();
    await dialog.getByText('One', { exact: true }).waitFor();
    assert.equal(await dialog.getByRole('radio', { checked: true }).count(), 0, 'none is chosen in advance');
    assert.ok(await dialog.getByRole('button', { name: zh('studio:stale.choose_other', { count: 1 }) }).isDisabled());
    await axe(two, 'the dialog about two versions');
    const wide = two.viewportSize();
    await two.setViewportSize({ width: 390, height: 844 });
    await settled(two);
    await noSideScroll(two, 'the dialog about two versions');
    await two.setViewportSize(wide);
    const [file] = await Promise.all([
      two.waitForEvent('download'),
      dialog.getByRole('button', { name: zh('studio:stale.downloadTheirs') }).click(),
    ]);
    assert.match(file.suggestedFilename(), /^leave\.theirs\.app\.json$/);
    await dialog.getByRole('radio').nth(1).check();
    await dialog.getByRole('button', { name: zh('studio:stale.apply'), exact: true }).click();
    await dialog.waitFor({ state: 'detached' });
    assert.deepEqual(await titles(two), ['One', 'Why']);
    await two.keyboard.press('Control+z');
    await until(two, (app) => app.form.layout.fields.days.title.en === 'Two');
    assert.deepEqual(await titles(two), ['Two', 'Why']);
  });

  await step('a JSON Schema becomes fields after a report', async () => {
    await one.getByRole('button', { name: en('studio:import.more'), exact: true }).click();
    await one.getByRole('menuitem', { name: en('studio:import.open') }).click();
    const dialog = one.getByRole('dialog');
    await dialog.getByRole('textbox', { name: en('studio:import.paste') }).fill('{"type":');
    await dialog.getByRole('button', { name: en('studio:import.check'), exact: true }).click();
    await dialog.getByRole('alert').waitFor();
    await dialog.getByRole('textbox', { name: en('studio:import.paste') }).fill(JSON.stringify(schema));
    await dialog.getByRole('button', { name: en('studio:import.check'), exact: true }).click();
    await dialog
      .getByRole('row')
      .filter({ hasText: '/properties/outside' })
      .getByText('https://schemas.example/x.json')
      .waitFor();
    assert.equal(
      await dialog
        .getByRole('row')
        .filter({ hasText: en('studio:import.left') })
        .count(),
      1,
      'one is left out',
    );
    await axe(one, 'the report of an import');
    const wide = one.viewportSize();
    await one.setViewportSize({ width: 390, height: 844 });
    await settled(one);
    await noSideScroll(one, 'the report of an import');
    await one.setViewportSize(wide);
    await dialog.getByRole('button', { name: en('studio:import.add'), exact: true }).click();
    await until(one, (app) => Object.hasOwn(app.form.schema.properties, 'fullName'));
    const { app } = await draft(one);
    assert.deepEqual(app.form.schema.properties.reason2.enum, ['meeting', 'repair'], 'a taken id gets a number');
    await one.keyboard.press('Control+z');
    await until(one, (app) => !Object.hasOwn(app.form.schema.properties, 'fullName'));
  });
});

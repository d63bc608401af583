// The form designer as a tool: what is copied in one app is pasted into another,
// and fields are built, moved and undone without a mouse.
import assert from 'node:assert/strict';
import { call } from './apps.mjs';
import { axe, noSideScroll } from './checks.mjs';
import { journey } from './harness.mjs';
import { speak } from './speak.mjs';
import { openPart } from './studio.mjs';

const say = speak('en');

/** An app without fields, and its id. */
async function newApp(page, name) {
  const headers = { 'Idempotency-Key': encodeURIComponent(name) };
  const { app } = await call(page, 'POST', '/studio/apps', { name: { en: name, 'zh-CN': name } }, headers);
  return app;
}

async function openForm(page, id) {
  await page.goto(`/studio/apps/${id}/form`);
  await page.getByRole('region', { name: say('studio:canvas.label') }).waitFor();
}

/** The draft's app once the designer has saved what is asked for. */
async function saved(page, id, check) {
  const deadline = Date.now() + 15_000;
  for (;;) {
    const { app } = await call(page, 'GET', `/studio/apps/${id}/draft`);
    try {
      check(app);
      return app;
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
  }
}

const titles = ({ form }) =>
  form.layout.sections.flatMap((section) => section.fields).map((each) => form.layout.fields[each].title.en);

const focused = (page) => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '');

journey('a section is copied to another app', async ({ open, step }) => {
  const page = await open({ as: 'admin', calm: true });
  const target = await newApp(page, 'Travel');
  const canvas = page.getByRole('region', { name: say('studio:canvas.label') });

  await step('it is copied by its keys', async () => {
    await openForm(page, 'leave');
    await canvas.getByRole('button', { name: 'Reason and cover' }).click();
    await page.keyboard.press('ControlOrMeta+C');
    await page
      .getByText(say('designer:clip.copiedSection', { title: 'Reason and cover' }))
      .first()
      .waitFor();
  });

  await step('and pasted in another tab of the browser', async () => {
    const other = await page.context().newPage();
    await openForm(other, target);
    await other.keyboard.press('ControlOrMeta+V');
    await other
      .getByText(say('designer:clip.pastedSection', { title: 'Reason and cover' }))
      .first()
      .waitFor();
    const leave = (await call(page, 'GET', '/studio/apps/leave/draft')).app.form;
    const { form } = await saved(other, target, (app) =>
      assert.deepEqual(app.form.layout.sections.at(-1), leave.layout.sections[1]),
    );
    for (const id of leave.layout.sections[1].fields) {
      assert.deepEqual(form.schema.properties[id], leave.schema.properties[id]);
      assert.deepEqual(form.layout.fields[id], leave.layout.fields[id]);
    }
    await axe(other, 'a form with a section that was pasted');
    // What is no form is refused in words, and the form stays.
    await other.evaluate(() => {
      const data = new DataTransfer();
      data.setData(
        'text/plain',
        '{"banli":"form-parts","v":1,"app":"x","fields":[{"id":"a","schema":{"$ref":"https://example.com"}}],"rules":[]}',
      );
      document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true }));
    });
    await other
      .getByText(/This was not pasted/)
      .first()
      .waitFor();
    assert.deepEqual((await call(other, 'GET', `/studio/apps/${target}/draft`)).app.form, form);
    await other.close();
  });

  await step('several are chosen by touch, and act as one', async () => {
    const phone = await open({ as: 'admin', screen: 'phone', calm: true });
    await openForm(phone, target);
    await phone.getByRole('button', { name: say('designer:bulk.choose'), exact: true }).tap();
    const hits = phone.locator('[data-canvas-field] [data-hit]');
    await hits.nth(0).tap();
    await hits.nth(1).tap();
    const bar = phone.getByRole('toolbar', { name: say('designer:bulk.bar') });
    await bar.getByText(say('designer:bulk.selected_other', { count: 2 })).waitFor();
    await axe(phone, 'a form with several fields selected');
    await noSideScroll(phone, 'a form with several fields selected');
    await bar.getByRole('button', { name: say('studio:action.copy'), exact: true }).tap();
    await bar.getByText(say('designer:bulk.selected_other', { count: 2 })).waitFor();
    await saved(phone, target, (app) => assert.equal(app.form.layout.sections.at(-1).fields.length, 4));
  });
});

journey('three fields are built by keyboard alone', async ({ open, step }) => {
  const page = await open({ as: 'admin', calm: true });
  const id = await newApp(page, 'Visitors');
  await openForm(page, id);
  const type = async (text) => page.keyboard.type(text);
  const press = async (...keys) => {
    for (const key of keys) await page.keyboard.press(key);
  };
  /** The focus comes to what has this label. */
  const at = async (label) => {
    await page.waitForFunction(
      (wanted) => document.activeElement?.getAttribute('aria-label')?.startsWith(wanted),
      label,
    );
  };
  const title = say('studio:inspector.wordsIn', {
    label: say('studio:field.title'),
    language: say('studio:inspector.languageName.en'),
  });

  await step('kinds are found by what people call them, and titled at once', async () => {
    for (const [first, kind, name] of [
      ['/', 'name', 'Visitor'],
      ['ControlOrMeta+k', 'employee', 'Host'],
      ['ControlOrMeta+k', 'calendar', 'Day'],
    ]) {
      await press(first);
      await at(say('designer:palette.search'));
      await type(kind);
      await press('Enter');
      await at(title);
      await type(name);
    }
    await press('Escape');
    await at('Day');
    await saved(page, id, (app) => assert.deepEqual(titles(app), ['Visitor', 'Host', 'Day']));
  });

  await step('moved, duplicated, removed and undone, with the focus always somewhere', async () => {
    await press('Alt+ArrowUp');
    await at('Day');
    await press('Shift+ArrowUp');
    await at('Visitor');
    await press('Delete');
    await at('Host');
    await press('ControlOrMeta+z');
    await at('Visitor');
    assert.match(await focused(page), /^Visitor/);
    await press('Escape', 'ControlOrMeta+d');
    await page
      .getByRole('button', { name: /^Visitor/ })
      .nth(1)
      .waitFor();
    await at('Visitor');
    await saved(page, id, (app) => assert.deepEqual(titles(app), ['Visitor', 'Visitor', 'Day', 'Host']));
  });

  await step('the keys are listed, and a field is found by its title', async () => {
    await press('?');
    await page.getByRole('dialog', { name: say('designer:keys.title') }).waitFor();
    await axe(page, 'the keys of the designer');
    await press('Escape');
    await page.getByRole('dialog', { name: say('designer:keys.title') }).waitFor({ state: 'hidden' });
    await press('ControlOrMeta+Shift+f');
    await page.getByRole('dialog', { name: say('designer:find.title') }).waitFor();
    await at(say('designer:find.label'));
    await type('host');
    await axe(page, 'the search in a form');
    await press('Enter');
    await at('Host');
  });
});

journey('a form is written as JSON, and its words beside each other', async ({ open, step }) => {
  const page = await open({ as: 'admin', calm: true });
  const id = await newApp(page, 'Keys');
  await openForm(page, id);
  const text = page.getByRole('textbox', { name: say('designer:json.label') });
  const write = async (value) => {
    await text.click();
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.insertText(value);
  };
  const form = {
    schema: {
      type: 'object',
      properties: { room: { type: 'string' } },
      required: ['room'],
      additionalProperties: false,
    },
    layout: {
      sections: [{ id: 'all', title: { en: 'Key' }, fields: ['room'] }],
      fields: { room: { title: { en: 'Room' } } },
    },
  };

  await step('what is no form is shown with its line and never applied', async () => {
    await openPart(page, say, 'json');
    await write('{\n  "schema": {},\n  "layout": []\n}');
    await page.getByRole('button', { name: /Line 3, column 3/ }).waitFor();
    assert.ok(await page.getByRole('button', { name: say('designer:json.apply'), exact: true }).isDisabled());
    await axe(page, 'JSON that is no form');
  });

  await step('a form is applied as one step, which undo takes back', async () => {
    await write(JSON.stringify(form));
    await page.getByRole('button', { name: say('designer:json.apply'), exact: true }).click();
    await saved(page, id, (app) => assert.deepEqual(app.form, form));
    await openPart(page, say, 'form');
    await page.getByRole('button', { name: /^Room/ }).waitFor();
  });

  await step('what lacks a language is filled in', async () => {
    await openPart(page, say, 'translations');
    const chinese = say('studio:inspector.wordsIn', {
      label: say('designer:words.kind.title'),
      language: say('studio:inspector.languageName.zh-CN'),
    });
    await page.getByText(/^Missing \(/).click();
    await page.getByRole('textbox', { name: chinese, exact: true }).fill('房间');
    await axe(page, 'the words of an app');
    await saved(page, id, (app) => assert.equal(app.form.layout.fields.room.title['zh-CN'], '房间'));
  });

  await step('and the preview speaks the other language', async () => {
    await openPart(page, say, 'preview');
    await page.getByLabel('Room').waitFor();
    await page.getByRole('main').getByText(say('studio:inspector.languageName.zh-CN'), { exact: true }).click();
    await page.getByLabel('房间').waitFor();
    await axe(page, 'a preview in another language');
  });
});

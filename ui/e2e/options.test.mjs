// Options that a script offers by what else is filled in, in the form and in each row of a table: asked for while
// somebody fills it in, told when they no longer fit, and refused in words when they are sent all the same.
import assert from 'node:assert/strict';
import { publishApp } from './apps.mjs';
import { axe, easyToTouch, noSideScroll } from './checks.mjs';
import { journey } from './harness.mjs';
import { speak } from './speak.mjs';
import { cellsOf, choose, openTask, pathStep, readCase, submit } from './work.mjs';

const title = (en, zh) => ({ en, 'zh-CN': zh });
const room = { type: 'string', format: 'option' };

const form = {
  schema: {
    type: 'object',
    additionalProperties: false,
    properties: {
      city: { type: 'string', enum: ['oslo', 'bergen'] },
      room,
      places: {
        type: 'integer',
      },
      rows: {
        type: 'array',
        maxItems: 20,
        items: { type: 'object', additionalProperties: false, properties: { kind: { type: 'string' }, desk: room } },
      },
    },
  },
  layout: {
    sections: [{ id: 'all', columns: 1, fields: ['city', 'room', 'places', 'rows'] }],
    fields: {
      city: {
        title: title('City', '城市'),
        widget: 'radio',
        options: { oslo: title('Oslo', '奥斯陆'), bergen: title('Bergen', '卑尔根') },
      },
      room: { title: title('Room', '房间'), source: { script: 'rooms' } },
      places: { title: title('Places', '座位数') },
      rows: { title: title('Desks', '工位') },
      'rows.kind': { title: title('Kind', '类型') },
      'rows.desk': { title: title('Desk', '工位号'), source: { script: 'desks' } },
    },
  },
};

const rooms = `function options(form) {
  if (!form.city) return [];
  const names = form.city === 'oslo' ? ['Attic', 'Hall'] : ['Cellar'];
  return names.map((name) => ({ value: form.city + '-' + name, label: { en: name, 'zh-CN': name + '室' } }));
}
`;
const desks = `function options(form, ctx) {
  return [{ value: (ctx.row.kind || 'plain') + '-1', label: (ctx.row.kind || 'plain') + ' desk' }];
}
`;
const compute = `function compute(form) {
  return form.city ? { places: form.city === 'oslo' ? 12 : 7 } : {};
}
`;

const flow = {
  nodes: [
    { id: 'start', type: 'start', name: title('Submit', '提交') },
    {
      id: 'manager',
      type: 'approval',
      name: title('Manager', '直属上级'),
      assignee: { kind: 'manager' },
      fields: { city: 'edit', room: 'edit' },
    },
    { id: 'large', type: 'exclusive', name: title('How large?', '多大？') },
    { id: 'head', type: 'approval', name: title('Head', '部门负责人'), assignee: { kind: 'departmentHead' } },
    { id: 'end', type: 'end', name: title('Done', '完成') },
  ],
  edges: [
    { id: 'a', from: 'start', to: 'manager' },
    { id: 'b', from: 'manager', to: 'large' },
    { id: 'c', from: 'large', to: 'head', when: { '>': [{ var: 'places' }, 10] } },
    { id: 'd', from: 'large', to: 'end', default: true },
    { id: 'e', from: 'head', to: 'end' },
  ],
};

journey('options that a script offers follow the form and the row', async ({ open, step }) => {
  const say = speak('en');
  const admin = await open({ as: 'admin' });
  await admin.goto('/');
  const scripts = { options: { rooms, desks }, compute, sets: ['places'] };
  const id = await publishApp(admin, title('Book a room', '订房间'), { form, rules: [], summary: [], scripts, flow });
  const list = (page) => page.locator('.ant-select-dropdown:visible');

  await step('the preview of the studio computes and offers as the form will', async () => {
    await admin.goto(`/studio/apps/${id}/preview`);
    await admin.getByRole('radio', { name: 'Bergen' }).check();
    await admin.locator('#preview-places').filter({ hasText: '7' }).waitFor();
    await choose(admin, 'Room', 'Cellar');
    await axe(admin, 'a preview with a computed field');
  });

  const page = await open({ as: 'employee', refused: true });
  await step('they are asked for when the list is opened, by what else is filled in', async () => {
    await page.goto(`/new/${id}`);
    await page.getByRole('combobox', { name: 'Room' }).click();
    await list(page).getByText(say('form:offer.none')).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('radio', { name: 'Oslo' }).check();
    let release;
    const held = new Promise((resolve) => {
      release = resolve;
    });
    await page.route('**/options', async (route) => {
      await held;
      await route.continue();
    });
    await page.getByRole('combobox', { name: 'Room' }).click();
    await list(page).getByText(say('form:offer.loading')).waitFor();
    release();
    await list(page).getByText('Attic', { exact: true }).click();
    await page.unroute('**/options');
  });

  await step('what is no longer offered stays, and is named', async () => {
    await page.getByRole('radio', { name: 'Bergen' }).check();
    await page.getByText(say('form:offer.gone', { value: 'Attic' })).waitFor();
    await axe(page, 'a choice that is no longer offered');
  });

  await step('sent all the same it is refused in words, beside its field', async () => {
    await page.getByRole('button', { name: say('work:request.submit'), exact: true }).click();
    await page.getByText('Room: this is not offered with these answers; choose another.').first().waitFor();
    assert.match(page.url(), /\/new\//);
    await choose(page, 'Room', 'Cellar');
  });

  await step(
    'rows pasted with what options are called take their values, and what is none is said beside it',
    async () => {
      await page.getByRole('button', { name: say('form:table.pasteTo', { table: 'Desks' }) }).click();
      await page.getByRole('dialog').getByRole('textbox').fill('quiet desk\tquiet\nThrone\tshared');
      await page
        .getByRole('dialog')
        .getByRole('button', { name: say('form:table.pasteRows') })
        .click();
      await page.getByText(/^2 rows pasted\. 1 cell could not be read/).waitFor();
      await page.getByText('quiet desk', { exact: true }).waitFor();
      await page.getByText('Throne', { exact: true }).waitFor();
      const said = page.getByText(say('form:table.noOption', { text: 'Throne' }));
      await said.last().waitFor();
      await axe(page, 'a pasted text that is no option');
      await page.getByRole('button', { name: say('form:table.undoPaste') }).click();
      await said.first().waitFor({ state: 'detached' });
    },
  );

  let kept;
  await step('each row of the table has its own', async () => {
    for (const [i, kind] of ['quiet', 'shared'].entries()) {
      await page.getByRole('button', { name: say('form:table.add') }).click();
      await page.getByRole('textbox', { name: /Kind/ }).nth(i).fill(kind);
      await page.getByRole('combobox', { name: /Desk/ }).nth(i).click();
      await list(page).getByText(`${kind} desk`, { exact: true }).click();
      assert.equal(await list(page).getByText('plain desk').count(), 0);
    }
    kept = await submit(page, say);
    const { form: sent } = await readCase(page, kept);
    assert.deepEqual(
      { ...sent, rows: cellsOf(sent.rows) },
      {
        city: 'bergen',
        room: 'bergen-Cellar',
        places: 7,
        rows: [
          { kind: 'quiet', desk: 'quiet-1' },
          { kind: 'shared', desk: 'shared-1' },
        ],
      },
    );
  });

  await step('who decides sees what is computed, offered and asked next as they change the form', async () => {
    const boss = await open({ as: 'manager' });
    await boss.goto('/');
    await openTask(boss, say, kept);
    await boss.locator('[id$="-places"]').filter({ hasText: '7' }).waitFor();
    await boss.getByRole('radio', { name: 'Oslo' }).check();
    await boss.locator('[id$="-places"]').filter({ hasText: '12' }).waitFor();
    await pathStep(boss, say, 'Head', 'upcoming').waitFor();
    await choose(boss, 'Room', 'Hall');
    await axe(boss, 'a task whose form is changed');
    // Nothing is kept before the decision.
    assert.equal((await readCase(boss, kept)).form.places, 7);
    await boss.getByRole('radio', { name: 'Bergen' }).check();
    await boss.locator('[id$="-places"]').filter({ hasText: '7' }).waitFor();
    await pathStep(boss, say, 'Head', 'upcoming').waitFor({ state: 'detached' });
  });

  await step('the case reads so in Chinese, on a phone', async () => {
    const phone = await open({ as: 'employee', language: 'zh-CN', screen: 'phone' });
    await phone.goto(`/cases/${kept}`);
    await phone.getByText('Cellar室').waitFor();
    await phone.getByText('shared desk').waitFor();
    await noSideScroll(phone, 'a case with options of a script');
    await easyToTouch(phone, 'a case with options of a script');
  });
});

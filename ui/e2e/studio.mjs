// What a business admin does in the studio, by the words and roles that they
// see and hear.
import { choose } from './work.mjs';

/** Opens an app in the studio, from the work entrance. */
export async function openDesigner(page, say, app) {
  await page.getByRole('link', { name: say('work:nav.studio'), exact: true }).click();
  // Until the studio has loaded the work entrance stands there, which has a link of that name as well.
  await page.getByRole('heading', { level: 1, name: say('studio:apps.title') }).waitFor();
  await page.getByRole('main').getByRole('link', { name: app }).first().click();
  await page.getByRole('heading', { level: 1, name: app }).waitFor();
  await page.getByRole('region', { name: say('studio:canvas.label') }).waitFor();
}

/** Goes to one of the app's parts: form, flow, rules, preview, revisions. */
export async function openPart(page, say, part) {
  await page
    .getByRole('navigation', { name: say('studio:header.parts') })
    .getByRole('link', { name: say(`studio:tab.${part}`), exact: true })
    .click();
}

/** Fills a wording of the settings in both languages. */
export async function fillWords(page, say, label, wording) {
  for (const [language, text] of Object.entries(wording)) {
    const named = say('studio:inspector.wordsIn', {
      label,
      language: say(`studio:inspector.languageName.${language}`),
    });
    await page.getByRole('textbox', { name: named, exact: true }).fill(text);
  }
}

/** Adds a field of a kind after the one named, and titles it. */
export async function addField(page, say, { kind, after, title }) {
  const canvas = page.getByRole('region', { name: say('studio:canvas.label') });
  await canvas.getByRole('button', { name: after }).first().click();
  const name = say('studio:palette.add', { kind: say(`studio:kind.${kind}`) });
  await page.getByRole('button', { name, exact: true }).click();
  await fillWords(page, say, say('studio:field.title'), title);
}

/** Inserts an approval by a role (its id) after the step named, and names it. */
export async function addApproval(page, say, language, { after, name, role }) {
  await page.getByRole('button', { name: say('studio:flow.addAfter', { title: after }), exact: true }).click();
  await page.getByRole('menuitem', { name: say('studio:flow.approval') }).click();
  await fillWords(page, say, say('studio:flow.name'), name);
  await choose(page, say('studio:flow.who'), say('studio:flow.kind.role'));
  const { items } = await (await page.request.get('/api/roles')).json();
  const shown = items.find((each) => each.id === role).name[language];
  await choose(page, say('studio:flow.role'), shown);
}

/** Asks to publish, with a note, and returns the dialog that then stands open. */
export async function askToPublish(page, say, note) {
  await page.getByRole('button', { name: say('studio:header.publish'), exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: say('studio:publish.note') }).fill(note);
  return dialog;
}

/** Publishes the draft as revision n, from the open dialog. */
export async function publish(page, say, dialog, n) {
  await dialog.getByRole('button', { name: say('studio:publish.submit', { n }), exact: true }).click();
  await page.getByRole('heading', { name: say('studio:publish.done', { n }) }).waitFor();
}

// What a person does in the work entrance, by the words and roles that they
// see and hear.
import assert from 'node:assert/strict';
import { opening } from './speak.mjs';

/** What the leave template calls its fields. */
const leave = {
  en: {
    app: 'Leave',
    type: 'Leave type',
    annual: 'Annual leave',
    dates: 'Dates',
    days: 'Working days',
    reason: 'Reason',
    handover: 'Hand over to',
  },
  'zh-CN': {
    app: '请假',
    type: '假期类型',
    annual: '年假',
    dates: '起止日期',
    days: '工作日天数',
    reason: '请假事由',
    handover: '工作交接人',
  },
};

/** The words of the leave template in one language. */
export const leaveWords = (language) => leave[language];

/**
 * The five days of a week, a fortnight or more ahead, that no holiday touches,
 * by the site's own calendar.
 */
export async function plainWeek(page) {
  const answer = await page.request.get('/api/apps/leave');
  assert.equal(answer.status(), 200);
  const { calendar, today } = await answer.json();
  const day = (offset) => {
    const date = new Date(`${today}T00:00:00Z`);
    date.setUTCDate(date.getUTCDate() + offset);
    return date;
  };
  const iso = (date) => date.toISOString().slice(0, 10);
  for (let first = 14; first < 400; first++) {
    if (day(first).getUTCDay() !== 1) continue;
    const week = [0, 1, 2, 3, 4].map((n) => iso(day(first + n)));
    if (!week.some((date) => calendar.holidays.includes(date))) return week;
  }
  throw new Error('the calendar has no plain week within a year');
}

/** Opens a select and chooses the option that reads so. */
export async function choose(page, label, option) {
  const box = page.getByRole('combobox', { name: label });
  await box.click();
  await page.locator('.ant-select-dropdown:visible').getByText(option, { exact: true }).first().click();
}

/** Opens the form of an app from the start page. */
export async function begin(page, say, app) {
  await page.goto('/');
  await page
    .getByRole('region', { name: say('work:start.apps') })
    .getByRole('link', { name: app })
    .click();
  await page.getByRole('heading', { level: 1, name: app, exact: true }).waitFor();
}

/** Fills the leave form. `handover` is the opening of a colleague's name. */
export async function fillLeave(page, say, language, { first, last, reason, handover }) {
  const w = leaveWords(language);
  await choose(page, w.type, w.annual);
  await fillDate(page, `${w.dates}: ${say('form:range.start')}`, first);
  await fillDate(page, `${w.dates}: ${say('form:range.end')}`, last);
  await page.getByRole('textbox', { name: w.reason }).fill(reason);
  if (handover) await choosePerson(page, w.handover, handover);
}

/** Types a date, whether the device brings a calendar of its own or not. */
export async function fillDate(page, label, date) {
  const input = page.getByLabel(label, { exact: true });
  await input.fill(date);
  if ((await input.getAttribute('type')) !== 'date') await input.press('Enter');
  assert.equal(await input.inputValue(), date);
}

/** Finds a colleague by name and chooses the first who fits. */
export async function choosePerson(page, label, name) {
  const box = page.getByRole('combobox', { name: label });
  await box.click();
  await box.fill(name);
  await page.locator('.ant-select-dropdown:visible .ant-select-item-option').filter({ hasText: name }).first().click();
}

/** Waits until the page says that it has saved, and the server has the reason that was typed. */
export async function draftSaved(page, say, reason) {
  await page.waitForURL(/draft=[a-z2-7]{26}/);
  const id = new URL(page.url()).searchParams.get('draft');
  for (;;) {
    const words = new RegExp(`^${opening(say, 'work:request.draft.saved')}`);
    await page.getByRole('status').filter({ hasText: words }).waitFor();
    const kept = await (await page.request.get(`/api/apps/leave/drafts/${id}`)).json();
    if (kept.form.reason === reason) return;
  }
}

/** The words of a step of the approval path that stands in a state. */
export function pathStep(page, say, name, state) {
  return page
    .getByRole('list', { name: say('work:path.label') })
    .getByRole('listitem')
    .filter({ hasText: `${name} (${say(`work:path.state.${state}`)})` });
}

/** Submits what is filled in and returns the id of the new case. */
export async function submit(page, say) {
  await page.getByRole('button', { name: say('work:request.submit'), exact: true }).click();
  await page.waitForURL('**/cases/*');
  return caseId(page);
}

/** The id of the case that the page shows. */
export const caseId = (page) => new URL(page.url()).pathname.split('/').pop();

/** Opens a task from the inbox: beside the list on a desktop, as a page of its own on a phone. */
export async function openTask(page, say, id) {
  await page
    .getByRole('navigation')
    .getByRole('link', { name: say('work:nav.inbox') })
    .click();
  await page
    .getByRole('list', { name: say('work:inbox.list') })
    .locator(`a[href*="${id}"]`)
    .first()
    .click();
  await page.getByRole('textbox', { name: say('work:decide.comment') }).waitFor();
}

/** Approves the open task with a comment and waits until that is confirmed. */
export async function approve(page, say, comment) {
  await page.getByRole('textbox', { name: say('work:decide.comment') }).fill(comment);
  await page.getByRole('button', { name: say('work:decide.approve'), exact: true }).click();
  await page.getByText(opening(say, 'work:decide.approved')).first().waitFor();
}

/** Opens one of a person's own requests from its list, on a fresh visit. */
export async function openRequest(page, say, id) {
  await page.goto('/requests');
  await page.locator(`main a[href="/cases/${id}"]`).click();
  await page.getByRole('list', { name: say('work:path.label') }).waitFor();
}

/** The rows of a table without their ids, which the server gives to each. */
export const cellsOf = (rows) =>
  rows.map(({ $id, ...cells }) => {
    assert.match($id, /^[a-z2-7]{26}$/);
    return cells;
  });

/** The case as the API gives it to the person on the page. */
export async function readCase(page, id) {
  const answer = await page.request.get(`/api/instances/${id}`);
  assert.equal(answer.status(), 200);
  return answer.json();
}

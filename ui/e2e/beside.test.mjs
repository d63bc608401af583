// Branches that run side by side: put into the flow in the studio, with a step
// that everybody must approve, and shown to whoever submits and decides.
import { axe, easyToTouch, noSideScroll } from './checks.mjs';
import { journey } from './harness.mjs';
import { speak } from './speak.mjs';
import { askToPublish, fillWords, publish } from './studio.mjs';
import { begin, choose, fillLeave, leaveWords, plainWeek, submit } from './work.mjs';

const say = speak('en');

/** Puts something in at the "+" that is called so. */
async function insert(page, at, what) {
  await page.getByRole('button', { name: at, exact: true }).click();
  const menu = page.getByRole('menu').filter({ visible: true }).last();
  await menu.getByRole('menuitem', { name: `${say(`studio:flow.${what}`)} ${say(`studio:flow.${what}Text`)}` }).click();
  await menu.waitFor({ state: 'hidden' });
}

journey('two branches at the same time, from the studio to the path', async ({ open, step }) => {
  const admin = await open({ as: 'admin' });
  await step('the admin puts in two branches and a step that everybody must approve', async () => {
    await admin.goto('/studio/apps/leave/flow');
    await insert(admin, say('studio:flow.addAfter', { title: 'Submit' }), 'parallel');
    await insert(admin, say('studio:flow.addInto', { title: 'Branch 1' }), 'approval');
    await fillWords(admin, say, say('studio:flow.name'), { en: 'Check by HR', 'zh-CN': '人事核对' });
    await choose(admin, say('studio:flow.who'), say('studio:flow.kind.role'));
    const { items } = await (await admin.request.get('/api/roles')).json();
    await choose(admin, say('studio:flow.role'), items.find((each) => each.id === 'hr').name.en);
    await choose(admin, say('studio:flow.mode'), say('studio:flow.modeAll'));
    await admin.getByText(say('studio:flow.will.all')).waitFor();
    await insert(admin, say('studio:flow.addInto', { title: 'Branch 2' }), 'approval');
    await fillWords(admin, say, say('studio:flow.name'), { en: 'Check of cover', 'zh-CN': '交接核对' });
    await axe(admin, 'branches in the flow');
    await publish(admin, say, await askToPublish(admin, say, 'Two checks at the same time'), 2);
  });

  await step('an employee sees both on the phone, and who is missing', async () => {
    const employee = await open({ as: 'employee', screen: 'phone' });
    const week = await plainWeek(employee);
    await begin(employee, say, leaveWords('en').app);
    await fillLeave(employee, say, 'en', { first: week[0], last: week[0], reason: 'Moving house' });
    await submit(employee, say);
    const lane = (n) => employee.getByRole('list', { name: say('work:path.lane', { n }), exact: true });
    await lane(1).getByText('Check by HR').waitFor();
    await lane(1)
      .getByText(say('work:path.tallyLeft_other', { done: 0, total: 2, count: 2 }))
      .waitFor();
    await lane(2).getByText('Check of cover').waitFor();
    await noSideScroll(employee, 'branches on the path');
    await easyToTouch(employee, 'branches on the path');
    await axe(employee, 'branches on the path');
  });
});

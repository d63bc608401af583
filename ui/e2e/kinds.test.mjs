// The kinds of fields beyond the plain ones: put on the form in the studio,
// filled in on a phone in Chinese, and read by whoever decides.
import assert from 'node:assert/strict';
import { axe, easyToTouch, noSideScroll } from './checks.mjs';
import { journey } from './harness.mjs';
import { speak } from './speak.mjs';
import { addField, askToPublish, fillWords, openDesigner, publish } from './studio.mjs';
import { begin, caseId, choose, fillLeave, leaveWords, plainWeek, readCase, submit } from './work.mjs';

const say = speak('en');
const sayZh = speak('zh-CN');

/** Field by field, each after the one before it; with what stands on the form as its title. */
const fields = [
  ['money', { en: 'Advance', 'zh-CN': '预支金额' }],
  ['percent', { en: 'Share of work', 'zh-CN': '工作比例' }],
  ['duration', { en: 'Travel time', 'zh-CN': '路上时间' }],
  ['choices', { en: 'Things needed', 'zh-CN': '所需物品' }],
  ['tree', { en: 'Destination', 'zh-CN': '目的地' }],
  ['time', { en: 'Call at', 'zh-CN': '致电时间' }],
  ['phone', { en: 'Reach me at', 'zh-CN': '联系电话' }],
  ['idNumber', { en: 'Identity card', 'zh-CN': '身份证号码' }],
  ['department', { en: 'Cost centre', 'zh-CN': '费用部门' }],
  ['note', { en: 'Ask Finance first.', 'zh-CN': '请先咨询财务。' }],
];

journey('the kinds of fields, from the palette to the reader', async ({ open, step }) => {
  const admin = await open({ as: 'admin' });
  await step('the admin adds them and puts them on a tab', async () => {
    await openDesigner(admin, say, leaveWords('en').app);
    let after = 'Reason';
    for (const [kind, title] of fields) {
      if (kind === 'note') {
        await admin.getByRole('button', { name: say('studio:palette.add', { kind: say('studio:kind.note') }) }).click();
        await fillWords(admin, say, say('studio:field.text'), title);
      } else await addField(admin, say, { kind, after, title });
      after = title.en;
      await axe(admin, `the settings of ${kind}`);
    }
    await admin.getByRole('button', { name: 'Reason and cover', exact: true }).click();
    await choose(admin, say('studio:section.tab'), say('studio:section.tabNew'));
    await fillWords(admin, say, say('studio:section.tabTitle'), { en: 'All the rest', 'zh-CN': '其他内容' });
    await publish(admin, say, await askToPublish(admin, say, 'More to fill in'), 2);
  });

  let id;
  await step('an employee fills them in on the phone', async () => {
    const page = await open({ as: 'employee', language: 'zh-CN', screen: 'phone' });
    const week = await plainWeek(page);
    await begin(page, sayZh, leaveWords('zh-CN').app);
    await page.getByRole('tab', { name: '其他内容' }).waitFor();
    await page.getByText('请先咨询财务。').waitFor();
    await fillLeave(page, sayZh, 'zh-CN', { first: week[0], last: week[0], reason: '外出办事' });
    await page.getByLabel('预支金额').fill('19.999');
    await page.getByLabel('工作比例').fill('12.5');
    await page.getByLabel('路上时间: 小时').fill('1');
    await page.getByLabel('路上时间: 分钟').fill('30');
    await page.getByLabel('选项 2').check();
    await choose(page, '目的地', '选项 1');
    await page.getByLabel('致电时间').fill('09:30');
    await page.getByLabel('联系电话').fill('１３８００１３８０００');
    await page.getByLabel('身份证号码').fill('110105194912310021');
    await choose(page, '费用部门', '财务部');
    await page.getByRole('button', { name: sayZh('work:request.submit'), exact: true }).click();
    await page.getByRole('button', { name: '身份证号码：身份证号码有误，请核对 18 位号码。' }).waitFor();
    await page.getByRole('button', { name: '预支金额：请填写 0.01 的整数倍。' }).waitFor();
    await axe(page, 'kinds with errors');
    await noSideScroll(page, 'kinds with errors');
    await easyToTouch(page, 'kinds with errors');
    await page.getByLabel('身份证号码').fill('11010519491231002x');
    await page.getByLabel('预支金额').fill('19.99');
    await submit(page, sayZh);
    id = caseId(page);
    const { form } = await readCase(page, id);
    const values = Object.values(form.values ?? form);
    for (const kept of [19.99, 12.5, 90, '09:30', '13800138000', '11010519491231002x']) {
      assert.ok(values.includes(kept), `${kept} is kept: ${JSON.stringify(values)}`);
    }
  });

  await step('the manager reads them', async () => {
    const page = await open({ as: 'manager' });
    await page.goto(`/cases/${id}`);
    for (const shown of ['CN¥19.99', '12.5%', '1 h 30 min', 'Option 2', '13800138000', 'Finance']) {
      await page.getByText(shown, { exact: true }).first().waitFor();
    }
    await axe(page, 'kinds that are read');
  });
});

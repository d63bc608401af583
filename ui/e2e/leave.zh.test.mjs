// The same in Chinese, shorter: a long leave is submitted, and its two
// approvers decide.
import assert from 'node:assert/strict';
import { axe, easyToTouch, noSideScroll } from './checks.mjs';
import { journey } from './harness.mjs';
import { speak } from './speak.mjs';
import { openDesigner, openPart } from './studio.mjs';
import {
  approve,
  begin,
  fillLeave,
  leaveWords,
  openRequest,
  openTask,
  pathStep,
  plainWeek,
  readCase,
  submit,
} from './work.mjs';

journey('请假全流程', async ({ open, step }) => {
  const language = 'zh-CN';
  const say = speak(language);
  const words = leaveWords(language);
  const employee = await open({ as: 'employee', language });
  const week = await plainWeek(employee);

  const id = await step('员工提交超过三天的年假', async () => {
    await begin(employee, say, words.app);
    await fillLeave(employee, say, language, { first: week[0], last: week[4], reason: '回老家探亲', handover: '' });
    await pathStep(employee, say, '部门负责人', 'upcoming').waitFor();
    await employee.getByRole('button', { name: say('work:request.submit'), exact: true }).click();
    // Over three days a colleague has to stand in.
    await employee.getByRole('alert').filter({ hasText: words.handover }).waitFor();
    await axe(employee, '缺少交接人的表单');
    const colleagues = await (await employee.request.get('/api/people?q=')).json();
    const session = await (await employee.request.get('/api/session')).json();
    const colleague = colleagues.items.find((person) => person.id !== session.user.id);
    await fillLeave(employee, say, language, {
      first: week[0],
      last: week[4],
      reason: '回老家探亲',
      handover: colleague.name[language],
    });
    return submit(employee, say);
  });

  const manager = await open({ as: 'manager', language, screen: 'phone' });
  await step('直属上级在手机上同意', async () => {
    await openTask(manager, say, id);
    await noSideScroll(manager, '申请详情');
    await easyToTouch(manager, '申请详情');
    await axe(manager, '手机上的申请详情');
    await approve(manager, say, '祝旅途愉快');
  });

  await step('员工看到当前办理人', async () => {
    await openRequest(employee, say, id);
    await pathStep(employee, say, '部门负责人', 'current').waitFor();
    await employee.getByText('祝旅途愉快').first().waitFor();
    await axe(employee, '办理中的申请');
    const kept = await readCase(employee, id);
    assert.equal(kept.status, 'running');
    assert.equal(kept.form.days, 5);
  });

  const admin = await open({ as: 'admin', language });
  await step('设计室也是中文的', async () => {
    await openDesigner(admin, say, words.app);
    await axe(admin, '设计室的表单');
    await openPart(admin, say, 'flow');
    await admin
      .getByRole('button', { name: say('studio:flow.addAfter', { title: '直属上级' }), exact: true })
      .waitFor();
    await axe(admin, '设计室的流程');
  });
});

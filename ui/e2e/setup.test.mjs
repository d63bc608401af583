// A first start without demo people, on a phone and in Chinese: from the link
// in the server's output to the first request, with the power cut twice.
import assert from 'node:assert/strict';
import { axe, noSideScroll } from './checks.mjs';
import { journey } from './harness.mjs';
import { speak } from './speak.mjs';
import { begin, fillLeave, leaveWords, pathStep, plainWeek, submit } from './work.mjs';

const company = '明亮仪器有限公司';
const password = 'correct horse battery';

journey(
  '首次启动',
  async ({ server, open, step }) => {
    const language = 'zh-CN';
    const say = speak(language);
    const words = leaveWords(language);
    const admin = await open({ language, screen: 'phone' });
    const heading = (name) => admin.getByRole('heading', { level: 1, name, exact: true }).waitFor();
    const press = (key) => admin.getByRole('button', { name: say(key), exact: true }).click();
    const inLanguage = (key) => say('company:inLanguage.zh-CN', { label: say(key) });
    const secret = (n) => admin.locator('input[type="password"]').nth(n);
    /** Asks the server itself, as a stranger's page with this link would. */
    const post = (link, body) =>
      fetch(new URL('/api/setup', server.url), {
        method: 'POST',
        body: JSON.stringify({ token: new URL(link).hash.slice(1), ...body }),
      });

    await step('每个页面都说明链接在哪里', async () => {
      for (const path of ['/', '/inbox', '/control/settings', '/setup']) {
        await admin.goto(path);
        await heading(say('setup:waitingTitle'));
      }
      await noSideScroll(admin, '等待设置的页面');
      await axe(admin, '等待设置的页面');
    });

    const old = await server.link();
    await step('第一步缺少公司名称时有提示，填写后继续', async () => {
      await admin.goto(old);
      await heading(say('setup:company.title'));
      await press('setup:next');
      const name = admin.getByRole('textbox', { name: inLanguage('company:name') });
      assert.equal(await name.getAttribute('aria-invalid'), 'true');
      assert.ok(await name.evaluate((field) => field === document.activeElement), 'the focus is on what is wrong');
      await axe(admin, '缺少公司名称');
      await name.fill(company);
      await press('setup:next');
      await heading(say('setup:admin.title'));
    });

    const link = await step('断电重启后旧链接失效，已填写的内容还在', async () => {
      await admin.goto('about:blank');
      await server.powerCut();
      const fresh = await server.link();
      assert.notEqual(fresh, old);
      const refused = await post(old, {});
      assert.deepEqual([refused.status, (await refused.json()).code], [403, 'setup.link']);
      await admin.goto(fresh);
      await heading(say('setup:company.title'));
      assert.equal(await admin.getByRole('textbox', { name: inLanguage('company:name') }).inputValue(), company);
      await noSideScroll(admin, '公司');
      return fresh;
    });

    const colleague = await open({ language });
    await colleague.getByRole('heading', { level: 1, name: say('setup:waitingTitle') }).waitFor();
    await step('填写首位管理员，可返回上一步，跳过邮件', async () => {
      await press('setup:next');
      await admin.getByRole('textbox', { name: inLanguage('setup:admin.name') }).fill('周明');
      await admin.getByRole('textbox', { name: say('setup:admin.login'), exact: true }).fill('zhou.ming');
      await secret(0).fill(password);
      await secret(1).fill('correct horse');
      await press('setup:next');
      await admin.getByText(say('setup:admin.differ')).waitFor();
      await axe(admin, '两次密码不一致');
      await secret(1).fill(password);
      await press('setup:back');
      await heading(say('setup:company.title'));
      await press('setup:next');
      await press('setup:next');
      await heading(say('setup:mail.title'));
      await noSideScroll(admin, '邮件');
      await axe(admin, '邮件');
      await press('setup:skipMail');
      await heading(say('setup:templates.title', { company }));
    });

    await step('正在等待的同事无需刷新即可登录', async () => {
      await colleague.getByRole('heading', { level: 1, name: say('work:enter.title'), exact: true }).waitFor();
      await colleague.close();
    });

    await step('使用请假模板', async () => {
      await axe(admin, '模板');
      await admin.getByRole('button', { name: `${say('templates:use')}: ${words.app}` }).click();
      await admin.getByRole('status').filter({ hasText: words.app }).waitFor();
      await noSideScroll(admin, '模板');
      await admin.getByRole('link', { name: say('setup:templates.go') }).click();
      await admin.getByRole('link', { name: company }).waitFor();
    });

    await step('管理员提交自己的请假', async () => {
      const week = await plainWeek(admin);
      await begin(admin, say, words.app);
      await fillLeave(admin, say, language, { first: week[0], last: week[0], reason: '搬家', handover: '' });
      await submit(admin, say);
      await pathStep(admin, say, '直属上级', 'current').waitFor();
    });

    await step('断电后链接不再有效，密码可以登录', async () => {
      await admin.goto('about:blank');
      await server.powerCut();
      const refused = await post(link, { name: { en: 'Mallory' } });
      assert.deepEqual([refused.status, (await refused.json()).code], [409, 'setup.done']);
      const again = await open({ language, screen: 'phone' });
      await again.goto(link);
      await again.getByRole('heading', { level: 1, name: say('work:enter.title'), exact: true }).waitFor();
      await again.getByText(say('work:enter.setUpDoneText')).waitFor();
      await axe(again, '链接已使用');
      await again.getByRole('textbox', { name: say('work:enter.login') }).fill('zhou.ming');
      await again.getByLabel(say('work:enter.password')).fill(password);
      await again.getByRole('button', { name: say('work:enter.submit'), exact: true }).click();
      await again.getByRole('heading', { level: 1, name: say('setup:templates.title', { company }) }).waitFor();
    });

    await step('在控制室修改设置，立即生效', async () => {
      await admin.goto('/control/settings');
      await heading(say('company:title'));
      await admin.getByRole('textbox', { name: inLanguage('company:name') }).fill('明亮集团');
      await admin.getByRole('switch', { name: say('company:mailOn') }).click();
      await admin.getByRole('textbox', { name: say('company:mail.host') }).fill('smtp.example.com');
      await admin.getByRole('textbox', { name: say('company:mail.from') }).fill('oa@example.com');
      await admin.getByRole('textbox', { name: say('company:mail.user') }).fill('oa');
      await admin.getByLabel(say('company:mail.password'), { exact: true }).fill('mail secret');
      await noSideScroll(admin, '公司设置');
      await axe(admin, '公司设置');
      await press('company:save');
      await admin
        .getByRole('status')
        .filter({ hasText: say('company:saved') })
        .waitFor();
      await admin.getByRole('link', { name: '明亮集团' }).waitFor();
      await admin.getByText(say('company:health.well')).waitFor();
      await axe(admin, '保存后的公司设置');
      assert.equal(await admin.getByLabel(say('company:mail.password'), { exact: true }).inputValue(), '');
      const kept = await (await admin.request.get('/api/company')).json();
      assert.equal(kept.mail.passwordSet, true);
      assert.ok(!JSON.stringify(kept).includes('mail secret'), 'the password does not come back');
    });

    await step('在设计室从模板新建第二个应用', async () => {
      await admin.goto('/studio');
      await press('studio:new.title');
      await axe(admin, '模板对话框');
      await noSideScroll(admin, '模板对话框');
      await admin.getByRole('button', { name: `${say('templates:useAnother')}: ${words.app}` }).click();
      await admin.getByRole('link', { name: say('templates:open') }).waitFor();
      await admin.getByRole('button', { name: say('common:action.close') }).click();
      await admin.getByRole('link', { name: `${words.app} 2` }).waitFor();
    });
  },
  { demo: false },
);

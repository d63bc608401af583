// Files: a field for them from the palette, uploads with progress that can be
// stopped, drafts that keep them, and whoever decides, who downloads them.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { axe, easyToTouch, noSideScroll } from './checks.mjs';
import { journey } from './harness.mjs';
import { speak } from './speak.mjs';
import { addField, askToPublish, openDesigner, publish } from './studio.mjs';
import { begin, caseId, choose, draftSaved, fillLeave, leaveWords, plainWeek, submit } from './work.mjs';

const say = speak('en');
const sayZh = speak('zh-CN');

const pdf = Buffer.from('%PDF-1.7\nthe proof');
// One red pixel.
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
  'base64',
);
const hostile = '<img src=x onerror=alert(1)>.pdf';
const cleaned = '_img src=x onerror=alert(1)_.pdf';

journey('files, from the palette to whoever decides', async ({ open, step }) => {
  const admin = await open({ as: 'admin' });
  await step('the admin adds fields for them', async () => {
    await openDesigner(admin, say, leaveWords('en').app);
    await addField(admin, say, { kind: 'images', after: 'Reason', title: { en: 'Photos', 'zh-CN': '照片' } });
    await axe(admin, 'the settings of photos');
    await addField(admin, say, { kind: 'attachments', after: 'Reason', title: { en: 'Proof', 'zh-CN': '凭证' } });
    await choose(admin, say('studio:field.fileTypes'), say('files:type.pdf'));
    await admin.keyboard.press('Escape');
    await admin.getByLabel(say('studio:field.mostFiles')).fill('2');
    await admin.getByLabel(say('studio:field.fileSize')).fill('8');
    await axe(admin, 'the settings of attachments');
    await publish(admin, say, await askToPublish(admin, say, 'Files'), 2);
  });

  let id;
  await step('an employee uploads, stops, is refused and comes back', async () => {
    const page = await open({ as: 'employee', refused: true });
    const [day] = await plainWeek(page);
    await begin(page, say, leaveWords('en').app);
    await fillLeave(page, say, 'en', { first: day, last: day, reason: 'Errand' });
    const proof = page.getByRole('group', { name: 'Proof' });
    const photos = page.getByRole('group', { name: 'Photos' });
    const put = (group, name, buffer, mimeType = 'application/pdf') =>
      group.locator('input[type=file]').first().setInputFiles({ name, mimeType, buffer });

    await put(proof, 'virus.exe', Buffer.from('MZ'));
    await proof.getByRole('alert').filter({ hasText: 'This type is not taken here' }).waitFor();
    await proof.getByRole('button', { name: say('files:dismiss', { name: 'virus.exe' }) }).click();
    await put(proof, 'large.pdf', Buffer.alloc(9 << 20, 'x'));
    await proof.getByText('This file has 9 MB.').waitFor();
    await proof.getByRole('button', { name: say('files:dismiss', { name: 'large.pdf' }) }).click();
    await put(proof, 'page.pdf', Buffer.from('<html><script>alert(1)</script>'));
    await proof.getByRole('alert').filter({ hasText: 'What counts is the content' }).waitFor();
    await axe(page, 'files that were refused');
    await proof.getByRole('button', { name: say('files:dismiss', { name: 'page.pdf' }) }).click();

    const network = await page.context().newCDPSession(page);
    const speed = (uploadThroughput) =>
      network.send('Network.emulateNetworkConditions', {
        offline: false,
        latency: 0,
        downloadThroughput: -1,
        uploadThroughput,
      });
    await network.send('Network.enable');
    await speed(200 << 10);
    await put(proof, 'slow.pdf', Buffer.concat([pdf, Buffer.alloc(6 << 20, 'x')]));
    await proof.getByRole('progressbar').waitFor();
    await page.waitForFunction(() => Number(document.querySelector('progress')?.value) >= 1);
    await axe(page, 'a file on its way');
    // What is on its way would be missing.
    await page.getByRole('button', { name: say('work:request.submit'), exact: true }).click();
    await page.getByText(say('work:request.uploading')).waitFor();
    await proof.getByRole('button', { name: say('files:stop', { name: 'slow.pdf' }) }).click();
    await proof.getByRole('progressbar').waitFor({ state: 'detached' });
    assert.equal(await proof.getByRole('listitem').count(), 0, 'what was stopped is gone');
    await speed(-1);

    await put(proof, hostile, pdf);
    await proof.getByRole('link', { name: say('files:download', { name: cleaned }) }).waitFor();
    await put(proof, 'second.pdf', pdf);
    await proof.getByRole('link', { name: say('files:download', { name: 'second.pdf' }) }).waitFor();
    assert.ok(await proof.getByRole('button', { name: say('files:choose') }).isDisabled(), 'no more than two');
    await proof.getByRole('button', { name: say('files:remove', { name: 'second.pdf' }) }).click();
    await put(photos, 'site.png', png, 'image/png');
    await photos.getByRole('link', { name: say('files:show', { name: 'site.png' }) }).waitFor();
    await page.waitForFunction(() => document.querySelector('li img')?.naturalWidth === 1);
    await axe(page, 'files that were uploaded');
    await draftSaved(page, say, 'Errand');
    await page.reload();
    await proof.getByRole('link', { name: say('files:download', { name: cleaned }) }).waitFor();
    await submit(page, say);
    id = caseId(page);
    await page.getByRole('link', { name: say('files:download', { name: cleaned }) }).waitFor();
  });

  await step('the manager downloads them on the phone', async () => {
    const page = await open({ as: 'manager', language: 'zh-CN', screen: 'phone' });
    await page.goto(`/cases/${id}`);
    const link = page.getByRole('link', { name: sayZh('files:download', { name: cleaned }) });
    await link.waitFor();
    await page.waitForFunction(() => document.querySelector('li img')?.naturalWidth === 1);
    await axe(page, 'files of a case');
    await noSideScroll(page, 'files of a case');
    await easyToTouch(page, 'files of a case');
    const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
    assert.deepEqual(await readFile(await download.path()), pdf);
    assert.ok(!download.suggestedFilename().includes('/'), download.suggestedFilename());
  });

  await step('nobody else gets at them', async () => {
    const page = await open({ as: 'it', refused: true });
    await page.goto('/');
    const files = await admin.evaluate(
      async (path) => Object.keys((await (await fetch(path)).json()).files ?? {}),
      `/api/instances/${id}`,
    );
    assert.equal(files.length, 2);
    for (const file of files) {
      const way = page.context().request;
      assert.equal((await way.get(`/api/instances/${id}/files/${file}`)).status(), 403);
      assert.equal((await way.get(`/api/files/${file}`)).status(), 404);
    }
  });
});

/** Does to an element what somebody does who drops or pastes files there; says whether the page took it. */
function hand(target, type, files) {
  return target.evaluate(
    (element, { type, files }) => {
      const data = new DataTransfer();
      for (const { name, bytes } of files)
        data.items.add(new File([Uint8Array.from(bytes)], name, { type: 'image/png' }));
      const how = { bubbles: true, cancelable: true };
      const event =
        type === 'paste'
          ? new ClipboardEvent(type, { ...how, clipboardData: data })
          : new DragEvent(type, { ...how, dataTransfer: data });
      element.dispatchEvent(event);
      return event.defaultPrevented;
    },
    { type, files },
  );
}

journey('a sealed picture is dropped, pasted, cut off and photographed', async ({ open, step }) => {
  const picture = (name) => ({ name, bytes: [...png] });
  await step('the admin adds a sensitive field for three pictures', async () => {
    const admin = await open({ as: 'admin' });
    await openDesigner(admin, say, leaveWords('en').app);
    await addField(admin, say, { kind: 'images', after: 'Reason', title: { en: 'Card', 'zh-CN': '证件' } });
    await admin.getByRole('switch', { name: say('studio:field.sensitive'), exact: true }).click();
    await admin.getByLabel(say('studio:field.mostFiles')).fill('3');
    await publish(admin, say, await askToPublish(admin, say, 'Cards'), 2);
  });

  let id;
  await step('an employee drops and pastes, and loses the connection', async () => {
    const page = await open({ as: 'employee', cut: true });
    const [day] = await plainWeek(page);
    await begin(page, say, leaveWords('en').app);
    await fillLeave(page, say, 'en', { first: day, last: day, reason: 'Errand' });
    const card = page.getByRole('group', { name: 'Card' });
    const button = card.getByRole('button', { name: say('files:choosePhotos') });
    const there = (name) => card.getByRole('link', { name: say('files:download', { name }) }).waitFor();
    await card.getByText(say('files:hintCount_other', { count: 3 })).waitFor();
    await card.getByText(say('files:sealed')).waitFor();

    // Beside its field a file would be opened in place of the form.
    assert.ok(await hand(page.locator('body'), 'drop', [picture('stray.png')]));
    assert.ok(await hand(button, 'dragover', [picture('dropped.png')]));
    await hand(button, 'drop', [picture('dropped.png')]);
    await there('dropped.png');
    assert.equal(await card.getByRole('listitem').count(), 1, 'what was dropped elsewhere is not there');
    await button.focus();
    await hand(page.locator(':focus'), 'paste', [picture('image.png')]);
    await card.getByRole('link', { name: /^Download Pasted 20.*\.png$/ }).waitFor();

    await page.context().setOffline(true);
    await card
      .locator('input[type=file]')
      .first()
      .setInputFiles({ name: 'late.png', mimeType: 'image/png', buffer: png });
    await card.getByRole('alert').waitFor();
    await page.context().setOffline(false);
    await there('late.png');
    assert.ok(await button.isDisabled(), 'no more than three');
    // By keyboard: what is removed leaves the focus where the next one is chosen.
    await card.getByRole('button', { name: say('files:remove', { name: 'dropped.png' }) }).press('Enter');
    await page.waitForFunction((name) => document.activeElement?.textContent === name, say('files:choosePhotos'));
    await axe(page, 'a sealed field');
    await submit(page, say);
    id = caseId(page);
    await page.waitForFunction(() => document.querySelector('li img')?.naturalWidth === 1);
  });

  await step('the manager sees that there is something', async () => {
    const page = await open({ as: 'manager', screen: 'phone' });
    await page.goto(`/cases/${id}`);
    await page.getByText('Card', { exact: true }).first().waitFor();
    await page.getByText('•••').first().waitFor();
    const answer = await (await page.request.get(`/api/instances/${id}`)).text();
    assert.ok(!answer.includes('late.png') && answer.includes('"veil":["'), answer);
  });

  await step('on a phone a photo is taken or chosen', async () => {
    const page = await open({ as: 'employee', language: 'zh-CN', screen: 'phone' });
    await begin(page, sayZh, leaveWords('zh-CN').app);
    const card = page.getByRole('group', { name: '证件' });
    for (const [name, capture] of [
      [sayZh('files:choosePhotos'), null],
      [sayZh('files:takePhoto'), 'environment'],
    ]) {
      const [chooser] = await Promise.all([
        page.waitForEvent('filechooser'),
        card.getByRole('button', { name, exact: true }).click(),
      ]);
      assert.equal(await chooser.element().getAttribute('capture'), capture);
      assert.match(await chooser.element().getAttribute('accept'), /image\/(\*|jpeg)/);
      assert.equal(chooser.isMultiple(), capture === null);
      await chooser.setFiles({ name: `${capture}.png`, mimeType: 'image/png', buffer: png });
      await card.getByRole('link', { name: sayZh('files:download', { name: `${capture}.png` }) }).waitFor();
    }
    await axe(page, 'pictures on a phone');
    await noSideScroll(page, 'pictures on a phone');
    await easyToTouch(page, 'pictures on a phone');
  });
});

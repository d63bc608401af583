// What every browser journey stands on: the real binary, with its demo company
// or none, on a free port, Debian's Chromium, and guards that fail a journey on
// anything a developer would see in the console.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { enterAs } from './checks.mjs';

const binary = process.env.BANLI_TEST_BINARY ?? fileURLToPath(new URL('../../bin/banli', import.meta.url));
const browserPath = process.env.BANLI_TEST_CHROMIUM ?? '/usr/bin/chromium';

// The waits are generous because two cores also run the server and, in
// continuous integration, whatever else is going on. A passing journey never
// waits for them to run out.
const patience = 20_000;
const journeyLimit = 240_000;

/** Screens that the journeys are walked on. */
export const screens = {
  desktop: { width: 1280, height: 860 },
  phone: { width: 390, height: 844 },
};

const locales = { en: 'en-US', 'zh-CN': 'zh-CN' };

async function freePort() {
  const server = createServer();
  await new Promise((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/**
 * Starts the built binary on a free port and an empty data folder, with demo
 * people unless told otherwise, and waits until it says that it is ready.
 */
export async function startServer({ demo = true, args: more = [] } = {}) {
  const dir = await mkdtemp(join(tmpdir(), 'banli-journey-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const args = ['serve', '--listen', `127.0.0.1:${port}`, '--data', join(dir, 'data')];
  if (demo) args.push('--demo');
  args.push(...more);
  let running = await run(args, url);
  const logs = [];
  const log = () => [...logs, running.log()].join('');
  return {
    url,
    log,
    /** The set-up link that the server printed last. */
    async link() {
      const deadline = Date.now() + patience;
      for (;;) {
        const found = /\S+\/setup#\S+/.exec(running.log());
        if (found) return found[0];
        if (Date.now() > deadline) throw new Error(`no set-up link\n${log()}`);
        await new Promise((resolve) => setTimeout(resolve, 25));
      }
    },
    /** Ends the server as a power cut would, and starts it again on the same folder. */
    async powerCut() {
      await running.kill();
      logs.push(running.log());
      running = await run(args, url);
    },
    /** Stops the server as a supervisor would, and checks that it left in good order. */
    async stop() {
      const how = await running.stop();
      await rm(dir, { recursive: true, force: true });
      assert.deepEqual(how, { code: 0, signal: null }, `the server did not stop in good order\n${log()}`);
      const faults = log()
        .split('\n')
        .filter((line) => /"level":"ERROR"|^panic:|^fatal error:/.test(line));
      assert.deepEqual(faults, [], 'the server logged errors');
    },
  };
}

/** Starts the binary and waits until it is ready. */
async function run(args, url) {
  const child = spawn(binary, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let log = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      log += text;
    });
  }
  let exit = null;
  const ended = new Promise((resolve) => {
    const leave = (how) => {
      exit = how;
      resolve(how);
    };
    child.once('error', (error) => leave({ error }));
    child.once('exit', (code, signal) => leave({ code, signal }));
  });
  // A journey that is itself cut off must not leave its server behind.
  const cutOff = () => child.kill('SIGKILL');
  process.once('exit', cutOff);

  const deadline = Date.now() + 30_000;
  for (;;) {
    if (exit) throw new Error(`${binary} ended before it was ready: ${JSON.stringify(exit)}\n${log}`);
    const ready = await fetch(`${url}/readyz`).then(
      (answer) => answer.status === 200,
      () => false,
    );
    if (ready) break;
    if (Date.now() > deadline) {
      cutOff();
      throw new Error(`${binary} was not ready within 30 s\n${log}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 25));
  }

  const gone = async (signal) => {
    child.kill(signal);
    const timer = setTimeout(cutOff, 10_000);
    const how = await ended;
    clearTimeout(timer);
    process.removeListener('exit', cutOff);
    return how;
  };
  return { log: () => log, stop: () => gone('SIGTERM'), kill: () => gone('SIGKILL') };
}

/** Writes down everything that goes wrong inside a page. */
function watch(page, who, problems, { ends, refused, cut }) {
  page.on('console', (message) => {
    // The browser calls the answer that nobody is signed in any more an error.
    if (ends && message.text().includes('status of 401')) return;
    // And so it does with every refusal, which may be what a journey is about.
    if (refused && /status of 4(09|22)/.test(message.text())) return;
    // A journey may cut the connection.
    if (cut && message.text().includes('net::ERR_INTERNET_DISCONNECTED')) return;
    if (message.type() === 'error' || message.type() === 'warning') {
      const { url, lineNumber } = message.location();
      problems.push(`${who}: console ${message.type()}: ${message.text()} (${url}:${lineNumber})`);
    }
  });
  page.on('pageerror', (error) => problems.push(`${who}: uncaught ${error.stack ?? error}`));
  page.on('requestfailed', (request) => {
    const reason = request.failure()?.errorText ?? 'failed';
    // A page that is left while it loads aborts its own requests; that is no fault.
    if (cut && reason === 'net::ERR_INTERNET_DISCONNECTED') return;
    if (reason !== 'net::ERR_ABORTED') problems.push(`${who}: ${request.method()} ${request.url()}: ${reason}`);
  });
}

/**
 * Declares one journey: a test with a server and a browser of its own.
 *
 * `walk` gets `{ server, open, step, say }`. `open({ as, language, screen, calm, ends })`
 * gives a page in a fresh context, which is another device as far as the
 * server can tell; with `as` the demo person has already entered, and with
 * `calm` they have asked their system for less motion; with `ends` their
 * session is to end while the page is open, with `refused` the server is to
 * refuse what they send, and with `cut` their connection is to break. `step(name, fn)` names a stretch of the journey in
 * the report, and `say(line)` puts a line into it. With `{ demo: false }` the company
 * is empty and waits to be set up; `args` are further flags of the server.
 */
export function journey(name, walk, { demo = true, args = [] } = {}) {
  test(name, { timeout: journeyLimit }, async (t) => {
    const server = await startServer({ demo, args });
    const problems = [];
    const pages = [];
    let browser;
    try {
      browser = await chromium.launch({
        executablePath: browserPath,
        args: [
          '--no-sandbox',
          '--disable-gpu',
          '--disable-quic',
          '--no-first-run',
          '--disable-background-networking',
          '--disable-component-update',
          '--disable-sync',
        ],
      });
      const open = async ({
        as,
        language = 'en',
        screen = 'desktop',
        calm = false,
        ends = false,
        refused = false,
        cut = false,
      } = {}) => {
        const context = await browser.newContext({
          baseURL: server.url,
          viewport: screens[screen],
          isMobile: screen === 'phone',
          hasTouch: screen === 'phone',
          locale: locales[language],
          timezoneId: 'Asia/Shanghai',
          reducedMotion: calm ? 'reduce' : 'no-preference',
        });
        context.setDefaultTimeout(patience);
        const page = await context.newPage();
        pages.push(page);
        watch(page, `${as ?? 'visitor'} (${language}, ${screen})`, problems, { ends, refused, cut });
        await page.goto('/');
        if (as) await enterAs(page, as, language);
        return page;
      };
      const step = async (title, fn) => {
        let result;
        let fault;
        await t.test(title, async () => {
          try {
            result = await fn();
            assert.deepEqual(problems, [], 'the browser reported problems');
          } catch (error) {
            fault = error;
            throw error;
          }
        });
        // The runner goes on after a failed step; the journey must not.
        if (fault) throw fault;
        return result;
      };
      await walk({ server, open, step, say: (line) => t.diagnostic(line) });
      assert.deepEqual(problems, [], 'the browser reported problems');
    } catch (error) {
      await picture(pages, name, t);
      t.diagnostic(`server log:\n${server.log().split('\n').slice(-40).join('\n')}`);
      throw error;
    } finally {
      await browser?.close();
      await server.stop();
    }
  });
}

async function picture(pages, name, t) {
  const folder = process.env.BANLI_TEST_SHOTS ?? (await mkdtemp(join(tmpdir(), 'banli-shots-')));
  for (const [index, page] of pages.entries()) {
    if (page.isClosed()) continue;
    const file = join(folder, `${name.replaceAll(/[^\p{L}\p{N}]+/gu, '-')}-${index + 1}.png`);
    await page.screenshot({ path: file, fullPage: true }).then(
      () => t.diagnostic(`picture of page ${index + 1} (${page.url()}): ${file}`),
      (error) => t.diagnostic(`no picture of page ${index + 1}: ${error}`),
    );
  }
}

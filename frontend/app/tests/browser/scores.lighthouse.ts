import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { chromium } from 'playwright-core';
import { afterAll, it } from 'vitest';
import { setUpHarness } from './harness.js';
import { Person } from './people.js';
import { freePorts } from './ports.js';
import { TASKS } from './screens.js';

const harness = setUpHarness();

/** Runs of each page: the middle one counts, because other work on the machine slows single ones. */
const RUNS = Number(process.env.LIGHTHOUSE_RUNS || 5);
/** How long a run waits for the machine to have nothing else to do: Lighthouse takes a busy one for a slow page. */
const PATIENCE_MS = 20_000;
const QUIET_MS = 2_000;
const MOST_BUSY = 0.15;
/** How often a run is begun again that Lighthouse itself gave up (`NO_NAVSTART` and its like): it says nothing of the page. */
const MOST_TRIES = 4;
/** The live stream never ends, so that Lighthouse would wait for silence until its own limit. */
const LONGEST_LOAD_MS = 20_000;
/** Where the reports stay, to be looked at. */
const REPORTS = resolve(import.meta.dirname, '../../test-results/lighthouse');

const CATEGORIES = ['performance', 'accessibility', 'best-practices', 'seo'] as const;
const TIMES = [
  'first-contentful-paint',
  'largest-contentful-paint',
  'total-blocking-time',
  'speed-index',
  'cumulative-layout-shift',
] as const;

interface Report {
  lighthouseVersion: string;
  /** Why there are no scores. */
  runtimeError?: { code: string };
  categories: Record<string, { score: number }>;
  audits: Record<string, { displayValue: string }>;
}

const run = promisify(execFile);
const rows: string[] = [];
let version = '';

afterAll(() => {
  console.log(
    [
      `Lighthouse ${version}, Chromium ${harness.browser.version()}, the middle one of ${RUNS} runs by performance`,
      '',
      `| page | ${[...CATEGORIES, 'lowest and highest performance', ...TIMES].join(' | ')} |`,
      `|${'---|'.repeat(2 + CATEGORIES.length + TIMES.length)}`,
      ...rows,
    ].join('\n'),
  );
});

it.each([
  ['/sign-in', 'mobile'],
  ['/tasks', 'mobile'],
  ['/sign-in', 'desktop'],
  ['/tasks', 'desktop'],
] as const)('%s, %s', async (path, preset) => {
  mkdirSync(REPORTS, { recursive: true });
  const reports: Report[] = [];
  for (let n = 1; n <= RUNS; n += 1) {
    const file = join(REPORTS, `${path.slice(1)}-${preset}-${n}.json`);
    reports.push(await measureAgain(path, preset, file));
  }
  reports.sort((left, right) => points(left, 'performance') - points(right, 'performance'));
  const middle = reports[Math.floor(reports.length / 2)] as Report;
  const [least, most] = [reports.at(0), reports.at(-1)] as [Report, Report];
  version = middle.lighthouseVersion;
  rows.push(
    `| ${path}, ${preset} | ${[
      ...CATEGORIES.map((category) => points(middle, category)),
      `${points(least, 'performance')} to ${points(most, 'performance')}`,
      ...TIMES.map((time) => middle.audits[time]?.displayValue),
    ].join(' | ')} |`,
  );
});

/** Measures until there is a report; each try has a browser of its own. */
async function measureAgain(path: string, preset: string, file: string): Promise<Report> {
  const failures: string[] = [];
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    // Of the try before, so that it is not taken for this one's.
    rmSync(file, { force: true });
    const failed = await measure(path, preset, file).catch(reason);
    const report = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Report) : null;
    const code = report?.runtimeError?.code;
    if (report && !failed && !code) return report;
    failures.push(code ?? failed ?? 'no report');
    console.warn(`${path}, ${preset}: not counted, ${failures.at(-1)}`);
  }
  throw new Error(`Lighthouse gave up ${MOST_TRIES} times: ${failures.join(', ')}`);
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Runs Lighthouse in a browser of its own: signed in where the page asks for it, and nothing cached. */
async function measure(path: string, preset: string, file: string): Promise<void> {
  const [port] = await freePorts(1);
  const profile = mkdtempSync(join(tmpdir(), 'taskpilot-lighthouse-'));
  const browser = await chromium.launchPersistentContext(profile, {
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [`--remote-debugging-port=${port}`],
  });
  try {
    if (path === '/tasks') {
      const person = await Person.create(harness);
      await person.add(...TASKS);
      await browser.addCookies(await person.context.cookies());
      await person.context.close();
    }
    await quiet();
    await run('lighthouse', [
      harness.stack.url + path,
      `--port=${port}`,
      `--only-categories=${CATEGORIES.join(',')}`,
      '--throttling-method=simulate',
      `--max-wait-for-load=${LONGEST_LOAD_MS}`,
      '--output=json',
      `--output-path=${file}`,
      '--quiet',
      ...(preset === 'desktop' ? ['--preset=desktop'] : []),
    ]);
  } finally {
    await browser.close();
    rmSync(profile, { recursive: true, force: true });
  }
}

function points(report: Report, category: string): number {
  return Math.round((report.categories[category]?.score ?? 0) * 100);
}

/** Waits until the machine is idle, or for as long as it has patience. */
async function quiet(): Promise<void> {
  for (let left = PATIENCE_MS; left > 0; left -= QUIET_MS) {
    const before = times();
    await new Promise((done) => setTimeout(done, QUIET_MS));
    const after = times();
    if ((after.busy - before.busy) / (after.all - before.all) < MOST_BUSY) return;
  }
}

function times(): { busy: number; all: number } {
  let busy = 0;
  let all = 0;
  for (const { times: spent } of cpus()) {
    const sum = Object.values(spent).reduce((total, part) => total + part, 0);
    busy += sum - spent.idle;
    all += sum;
  }
  return { busy, all };
}

#!/usr/bin/env node
// Runs after `next build`. React and Next.js start in one task, most of which goes into compiling
// their functions one by one as they are first called. The comment tells V8 to compile them all
// while the file comes in, on another thread; other engines read it as a comment.
// https://v8.dev/blog/explicit-compile-hints
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const HINT = '//# allFunctionsCalledOnLoad\n';
/** V8 compiles smaller files on the main thread in any case. */
const LEAST_BYTES = 30_000;

const built = fileURLToPath(new URL('../.next/', import.meta.url));
/** @type {{ rootMainFiles: string[] }} */
const manifest = JSON.parse(readFileSync(join(built, 'build-manifest.json'), 'utf8'));
for (const file of manifest.rootMainFiles) hint(join(built, file));

/** @param {string} path */
function hint(path) {
  const text = readFileSync(path, 'utf8');
  if (text.length < LEAST_BYTES || text.startsWith(HINT)) return;
  writeFileSync(path, HINT + text);
}

// Fails the build when the part that every page loads outgrows its budget.
import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const BUDGET_KB = 150;
const dist = new URL('../dist/', import.meta.url);

/** Files that the entry imports at once; lazy chunks come by dynamic import. */
function eagerFiles(name, seen = new Set()) {
  if (seen.has(name)) return seen;
  seen.add(name);
  const code = readFileSync(new URL(name, dist), 'utf8');
  for (const [, path] of code.matchAll(
    /(?:^|[;\n])\s*(?:import|export)\b[^'"();]*["'](\.[^"']+)["']/g,
  )) {
    eagerFiles(new URL(path, new URL(name, dist)).pathname.slice(dist.pathname.length), seen);
  }
  return seen;
}

const kilobytes = (name) => gzipSync(readFileSync(new URL(name, dist))).length / 1000;
const eager = [...eagerFiles('chat-element.js')];
const total = eager.reduce((sum, name) => sum + kilobytes(name), 0);

for (const name of readdirSync(dist, { recursive: true }).filter((file) => file.endsWith('.js'))) {
  console.log(
    `${kilobytes(name).toFixed(1).padStart(7)} kB gzip  ${eager.includes(name) ? 'eager' : 'lazy '}  ${name}`,
  );
}
console.log(`${total.toFixed(1)} kB gzip of ${BUDGET_KB} kB`);
if (total > BUDGET_KB) {
  console.error('The element is over its budget: make something lazy, or leave it out.');
  process.exit(1);
}

import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: import.meta.dirname,
  test: {
    include: ['**/*.browser.ts'],
    // One browser at a time: small machines have two cores, and a server and a page run beside it.
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // What is waited for comes at once, unless the machine has much else to do.
    expect: { poll: { timeout: 8_000 } },
  },
});

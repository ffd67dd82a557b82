import { afterAll, describe, expect, it } from 'vitest';
import { type OwnDatabase, ownDatabase, SERVER } from './databases.js';
import { setUpHarness } from './harness.js';
import { mainJourney } from './journey.js';

describe('the main journey on SQLite', () => {
  const harness = setUpHarness();

  it('adds by chat, completes in the list, deletes by chat, takes it back and is there after a reload', async () => {
    await mainJourney(await harness.open(), harness.stack);
  });
});

/** Left out only where nobody relies on it. */
const isLeftOut = !SERVER && !process.env.CI;
if (isLeftOut) console.warn('Not run on PostgreSQL: TEST_DATABASE_URL is not set.');

describe.skipIf(isLeftOut)('the main journey on PostgreSQL', () => {
  let database: OwnDatabase | undefined;
  // Runs after the harness has stopped what uses the database: the last one set up is the first to end.
  afterAll(() => database?.remove());
  const harness = setUpHarness(async () => {
    if (!SERVER) throw new Error('TEST_DATABASE_URL is not set, and CI leaves nothing out');
    database = await ownDatabase(SERVER);
    return { databaseUrl: database.url };
  });

  it('is the same', async () => {
    await mainJourney(await harness.open(), harness.stack);
    expect(database).toBeDefined();
  });
});

import { expect, it } from 'vitest';
import { answered, chat, say, transcript } from './chat.js';
import { setUpHarness } from './harness.js';
import { row } from './list.js';
import { Person } from './people.js';

const harness = setUpHarness();

async function askToDeleteAll() {
  const ada = await Person.create(harness);
  for (const title of ['Buy milk', 'Buy bread']) await ada.add(title);
  const page = await ada.open('/tasks');
  await row(page, 'Buy milk').waitFor();
  await say(page, 'delete all tasks');
  await transcript(page).getByText('May I do these 2 things?').waitFor();
  await answered(page);
  return { ada, page };
}

it('asks before several tasks are deleted, and does what it showed once that is approved', async () => {
  const { ada, page } = await askToDeleteAll();
  const card = transcript(page);
  await card.getByText('Delete “Buy milk”').waitFor();
  await card.getByText('Delete “Buy bread”').waitFor();
  expect(await ada.tasks()).toHaveLength(2);
  // What waits outlives a reload.
  await page.reload();
  await chat(page).getByRole('button', { name: 'Approve' }).click();
  await row(page, 'Buy milk').waitFor({ state: 'detached' });
  await row(page, 'Buy bread').waitFor({ state: 'detached' });
  await expect.poll(() => ada.tasks()).toHaveLength(0);
});

it('leaves the tasks alone when that is rejected, with a word to the assistant', async () => {
  const { ada, page } = await askToDeleteAll();
  await chat(page).getByPlaceholder('Why not? (optional)').fill('I still need them');
  await chat(page).getByRole('button', { name: 'Reject' }).click();
  await transcript(page)
    .getByText(/Rejected: Delete/)
    .waitFor();
  await answered(page);
  expect(await ada.tasks()).toHaveLength(2);
});

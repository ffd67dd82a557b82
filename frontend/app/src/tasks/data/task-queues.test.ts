import { expect, it } from 'vitest';
import { TaskQueues } from './task-queues';

const settled = () => new Promise((resolve) => setTimeout(resolve));

it('does a few at once, each task in its order, and goes on after a failure', async () => {
  const queues = new TaskQueues();
  const ends: (() => void)[] = [];
  const begun: number[] = [];
  const runs = Array.from({ length: 10 }, (_, id) =>
    queues.run(id, () => {
      begun.push(id);
      return new Promise<void>((done, fail) => {
        ends.push(() => (id % 2 === 0 ? done() : fail(new Error('refused'))));
      });
    }),
  );
  const all = Promise.allSettled(runs);
  await settled();
  expect(begun).toEqual([0, 1, 2, 3]);
  ends[0]?.();
  ends[1]?.();
  await settled();
  expect(begun).toEqual([0, 1, 2, 3, 4, 5]);
  for (let n = 2; n < 10; n += 1) {
    ends[n]?.();
    await settled();
  }
  expect(begun).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  const outcomes = (await all).map(({ status }) => status);
  expect(outcomes.filter((status) => status === 'rejected')).toHaveLength(5);
  await queues.run(1, async () => {});
});

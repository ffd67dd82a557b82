const FIRST_MS = 500;
const LONGEST_MS = 20_000;

/** Returns how long to wait before a try: longer each time, and not the same for everybody. */
export function backoff(failures: number, random: () => number = Math.random): number {
  const longest = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failures - 1, 10));
  return longest * (0.5 + random() / 2);
}

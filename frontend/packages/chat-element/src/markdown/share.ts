/**
 * Returns `next` with every part that equals its counterpart in `previous` replaced by that very
 * object, so that memoised views can compare by identity. If nothing differs, returns `previous`.
 */
export function share<T>(previous: unknown, next: T): T {
  if (Object.is(previous, next)) return next;
  if (Array.isArray(next)) return shareArray(previous, next) as T;
  if (isObject(next)) return shareObject(previous, next) as T;
  return next;
}

function shareArray(previous: unknown, next: readonly unknown[]): readonly unknown[] {
  if (!Array.isArray(previous)) return next;
  const before: readonly unknown[] = previous;
  const merged = next.map((item, index) => share(before[index], item));
  const isSame = before.length === merged.length && merged.every((item, i) => item === before[i]);
  return isSame ? before : merged;
}

function shareObject(
  previous: unknown,
  next: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  if (!isObject(previous)) return next;
  const merged: Record<string, unknown> = {};
  const keys = Object.keys(next);
  for (const key of keys) merged[key] = share(previous[key], next[key]);
  const isSame =
    keys.length === Object.keys(previous).length &&
    keys.every((key) => merged[key] === previous[key]);
  return isSame ? previous : merged;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

import type { AttachmentOptions } from './resolved.js';

const DEFAULT_MAX_SIZE = 100 * 1024 * 1024;

/** Why a file cannot be attached. */
export type FileProblem =
  | { readonly type: 'too_many'; readonly limit: number }
  | { readonly type: 'too_large'; readonly limit: number }
  | { readonly type: 'not_accepted' };

interface FileFacts {
  readonly name: string;
  readonly type: string;
  readonly size: number;
}

/** Checks a file before its upload; `count` is how many the draft has already. */
export function fileProblem(
  file: FileFacts,
  count: number,
  rules: AttachmentOptions,
): FileProblem | null {
  if (count >= rules.maxCount) return { type: 'too_many', limit: rules.maxCount };
  if (rules.accept && !isAccepted(file, rules.accept)) return { type: 'not_accepted' };
  const limit = maxSizeOf(file.type, rules.maxSize);
  return file.size > limit ? { type: 'too_large', limit } : null;
}

/** The `accept` attribute of a file input. */
export function acceptAttribute(accept: AttachmentOptions['accept']): string {
  const entries = Object.entries(accept ?? {});
  return entries.flatMap(([type, extensions]) => [type, ...extensions]).join(',');
}

function isAccepted(file: FileFacts, accept: NonNullable<AttachmentOptions['accept']>): boolean {
  const name = file.name.toLowerCase();
  return Object.entries(accept).some(
    ([type, extensions]) =>
      matchesType(file.type, type) || extensions.some((end) => name.endsWith(end.toLowerCase())),
  );
}

function maxSizeOf(type: string, maxSize: AttachmentOptions['maxSize']): number {
  if (typeof maxSize === 'number') return maxSize;
  const patterns = Object.entries(maxSize).filter(([pattern]) => pattern !== '' && pattern !== '*');
  const exact = patterns.find(([pattern]) => pattern === type);
  const wide = patterns.find(([pattern]) => matchesType(type, pattern));
  return exact?.[1] ?? wide?.[1] ?? maxSize['*'] ?? maxSize[''] ?? DEFAULT_MAX_SIZE;
}

function matchesType(type: string, pattern: string): boolean {
  if (pattern === '*' || pattern === '*/*') return true;
  return pattern.endsWith('/*') ? type.startsWith(pattern.slice(0, -1)) : type === pattern;
}

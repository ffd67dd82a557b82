import type { ThreadItem } from './items.js';

export interface Page<T> {
  readonly data: readonly T[];
  readonly has_more: boolean;
  readonly after?: string;
}

export type ThreadStatus =
  | { readonly type: 'active' }
  | { readonly type: 'locked'; readonly reason?: string | undefined }
  | { readonly type: 'closed'; readonly reason?: string | undefined };

export interface ThreadMetadata {
  readonly id: string;
  readonly title?: string;
  readonly created_at: string;
  readonly status?: ThreadStatus;
  readonly allowed_image_domains?: readonly string[];
}

export interface Thread extends ThreadMetadata {
  readonly items: Page<ThreadItem>;
}

/**
 * Reads a time of the protocol as milliseconds. Servers send times with and without a zone;
 * those without are taken as UTC, as servers are run.
 */
export function parseTime(time: string): number {
  const hasZone = /(?:z|[+-]\d\d:?\d\d)$/i.test(time);
  return Date.parse(hasZone ? time : `${time}Z`);
}

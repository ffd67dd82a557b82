import type { ThreadMetadata } from '../../core/protocol/threads.js';
import { parseTime } from '../../core/protocol/threads.js';
import type { Strings } from '../../i18n/strings.js';

export interface DateGroup {
  readonly name: string;
  readonly threads: readonly ThreadMetadata[];
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** Sorts threads under headings such as today and yesterday, in the person's own time zone. */
export function groupByDate(
  threads: readonly ThreadMetadata[],
  strings: Strings,
  now: Date = new Date(),
): readonly DateGroup[] {
  const midnight = new Date(now.getFullYear(), now.getMonth(), now.getDate()).getTime();
  const nameOf = (thread: ThreadMetadata) => {
    const time = parseTime(thread.created_at);
    if (time >= midnight) return strings.today;
    if (time >= midnight - DAY_MS) return strings.yesterday;
    return time >= midnight - 7 * DAY_MS ? strings.lastWeek : strings.earlier;
  };
  const groups = new Map<string, ThreadMetadata[]>();
  for (const thread of threads) {
    const name = nameOf(thread);
    groups.set(name, [...(groups.get(name) ?? []), thread]);
  }
  return [...groups].map(([name, members]) => ({ name, threads: members }));
}

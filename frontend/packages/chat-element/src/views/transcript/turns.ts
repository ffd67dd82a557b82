import type { ThreadItem, UserMessageItem } from '../../core/protocol/items.js';

/** A message of the person's with everything that answers it. */
export interface Turn {
  readonly key: string;
  /** Null if the other side spoke first. */
  readonly user: UserMessageItem | null;
  readonly items: readonly ThreadItem[];
}

/** Cuts a conversation into turns; those that have not changed keep their identity. */
export function groupTurns(items: readonly ThreadItem[], before: readonly Turn[]): readonly Turn[] {
  const known = new Map(before.map((turn) => [turn.key, turn]));
  const turns: { key: string; user: UserMessageItem | null; items: ThreadItem[] }[] = [];
  let isOpen = false;
  for (const item of items) {
    if (item.type === 'end_of_turn') {
      isOpen = false;
      continue;
    }
    if (item.type === 'user_message') {
      turns.push({ key: item.id, user: item, items: [] });
      isOpen = true;
      continue;
    }
    if (!isOpen) turns.push({ key: item.id, user: null, items: [] });
    turns.at(-1)?.items.push(item);
    isOpen = true;
  }
  return turns.map((turn) => {
    const same = known.get(turn.key);
    return same && isSameTurn(same, turn) ? same : turn;
  });
}

/** The last message of the person's that the server has: what a retry starts from. */
export function lastUserMessage(items: readonly ThreadItem[]): UserMessageItem | undefined {
  return items.findLast((item): item is UserMessageItem => item.type === 'user_message');
}

function isSameTurn(a: Turn, b: Turn): boolean {
  return (
    a.user === b.user &&
    a.items.length === b.items.length &&
    a.items.every((item, index) => item === b.items[index])
  );
}

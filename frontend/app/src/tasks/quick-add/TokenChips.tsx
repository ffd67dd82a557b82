import { CalendarDays, Flag, Folder, Hash, type LucideIcon, Repeat2, X } from 'lucide-react';
import { recurrenceWords } from '../model/recurrence';
import { dueWords } from '../model/wording';
import type { Parsed, Token, TokenKind } from './parsed';

const ICONS: Record<TokenKind, LucideIcon> = {
  date: CalendarDays,
  repeat: Repeat2,
  priority: Flag,
  tag: Hash,
  list: Folder,
};

/** What was recognised, in words; a tap says that it is only text. */
export function TokenChips({
  parsed,
  now,
  onIgnore,
}: {
  parsed: Parsed;
  now: Date;
  onIgnore: (token: Token) => void;
}) {
  if (parsed.tokens.length === 0) return null;
  return (
    <ul className="flex flex-wrap gap-1.5 px-3 pb-2.5" aria-label="Recognised">
      {parsed.tokens.map((token) => {
        const Icon = ICONS[token.kind];
        const words = wordsFor(token, parsed, now);
        return (
          <li key={token.start}>
            <button
              type="button"
              aria-label={`${words}. Take “${token.text.trim()}” as text instead`}
              onClick={() => onIgnore(token)}
              className="flex h-8 items-center gap-1.5 rounded-full border border-line bg-sunken pr-2 pl-2.5 text-xs text-ink-soft hover:border-line-strong hover:text-ink"
            >
              <Icon size={13} aria-hidden />
              {words}
              <X size={13} aria-hidden className="text-ink-faint" />
            </button>
          </li>
        );
      })}
    </ul>
  );
}

function wordsFor(token: Token, parsed: Parsed, now: Date): string {
  switch (token.kind) {
    case 'date':
      return parsed.due ? dueWords(parsed.due, now) : token.text;
    case 'repeat':
      return parsed.recurrence ? recurrenceWords(parsed.recurrence) : token.text;
    case 'priority':
      return `${parsed.priority.charAt(0).toUpperCase()}${parsed.priority.slice(1)} priority`;
    case 'list':
      return parsed.list ?? token.text;
    case 'tag':
      return token.text.replace(/^#/, '').trim();
  }
}

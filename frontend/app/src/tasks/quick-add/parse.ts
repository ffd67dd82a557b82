import { addDays, dayOf, onDay, startOf } from '../model/calendar';
import type { Due, Priority, Recurrence } from '../model/task';
import { findDate } from './dates';
import type { Parsed, Token, TokenKind } from './parsed';
import { type FoundRepeat, findRepeat } from './repeats';

export interface ParseOptions {
  now: Date;
  /** The user's lists, so that names of several words are known: `@Home office`. */
  lists: readonly string[];
  /** What was taken for a token and is none, in lower case. */
  ignored: ReadonlySet<string>;
}

const PRIORITY_WORDS: Record<string, Priority> = {
  high: 'high',
  h: 'high',
  '1': 'high',
  medium: 'medium',
  med: 'medium',
  m: 'medium',
  '2': 'medium',
  low: 'low',
  l: 'low',
  '3': 'low',
};
const QUOTED = /"[^"]*"|“[^”]*”/g;
const PRIORITY = /(?<=^|\s)!([a-z0-9]+)(?=\s|$)/gi;
const TAG = /(?<=^|\s)#([\p{L}\p{N}][\p{L}\p{N}_/-]{0,49})(?=[\s,;.!?]|$)/gu;
const LIST = /(?<=^|\s)@([\p{L}\p{N}][\p{L}\p{N}_/-]{0,99})(?=[\s,;!?]|$)/gu;
/** A word that opens a date and is left over when the date is taken out. */
const SPACES = /\s+/g;

/** Reads what is typed into the quick add: `Pay rent every month on friday #home !high @Bills`. */
export function parseQuickAdd(text: string, options: ParseOptions): Parsed {
  const reader = new Reader(text, options);
  reader.lists();
  reader.priorities();
  reader.tags();
  reader.repeat();
  reader.date();
  return reader.parsed();
}

class Reader {
  private readonly tokens: Token[] = [];
  private priority: Priority = 'none';
  private readonly foundTags: string[] = [];
  private list: string | null = null;
  private due: Due | null = null;
  private recurrence: Recurrence | null = null;
  private repeats: FoundRepeat | null = null;
  /** The text with everything that was taken, or is quoted, blanked. */
  private left: string;

  constructor(
    private readonly text: string,
    private readonly options: ParseOptions,
  ) {
    this.left = text.replace(QUOTED, (quoted) => ' '.repeat(quoted.length));
  }

  lists(): void {
    // Names of several words first: "@Home office" is not the list "Home".
    const known = this.options.lists.filter((name) => /\s/.test(name));
    for (const name of known.sort((left, right) => right.length - left.length)) {
      const at = this.left.toLowerCase().indexOf(`@${name.toLowerCase()}`);
      const isWord = at >= 0 && !/\S/.test(this.left[at - 1] ?? ' ');
      const ends = at >= 0 && !/[\p{L}\p{N}]/u.test(this.left[at + name.length + 1] ?? ' ');
      if (isWord && ends && this.list === null && this.take('list', at, at + name.length + 1)) {
        this.list = name;
      }
    }
    for (const match of this.left.matchAll(LIST)) {
      if (this.list !== null) return;
      const written = match[1] ?? '';
      if (!this.take('list', match.index, match.index + match[0].length)) continue;
      const same = this.options.lists.find((name) => name.toLowerCase() === written.toLowerCase());
      this.list = same ?? written;
    }
  }

  priorities(): void {
    for (const match of this.left.matchAll(PRIORITY)) {
      const priority = PRIORITY_WORDS[(match[1] ?? '').toLowerCase()];
      if (priority === undefined) continue;
      if (this.take('priority', match.index, match.index + match[0].length)) {
        this.priority = priority;
      }
    }
  }

  tags(): void {
    for (const match of this.left.matchAll(TAG)) {
      const tag = match[1] ?? '';
      // "#12" is how people write the number of something.
      if (/^\d+$/.test(tag)) continue;
      if (!this.take('tag', match.index, match.index + match[0].length)) continue;
      if (!this.foundTags.some((known) => known.toLowerCase() === tag.toLowerCase())) {
        this.foundTags.push(tag);
      }
    }
  }

  repeat(): void {
    const found = findRepeat(this.left);
    if (!found || !this.take('repeat', found.start, found.end)) return;
    this.recurrence = { rule: found.rule, basis: 'schedule' };
    this.repeats = found;
    this.due = { kind: 'day', day: found.first(dayOf(this.options.now)) };
  }

  date(): void {
    const found = findDate(this.left, this.options.now);
    if (!found || !this.take('date', found.start, found.end)) return;
    // "every monday at 9": the time is today's or tomorrow's, the day is that of the repeat.
    const saysOnlyTime = found.due.kind === 'moment' && this.isToday(found.due.at);
    this.due = this.repeats && saysOnlyTime ? this.firstAt(found.due, this.repeats) : found.due;
  }

  /** The first time of a repeat that is not past. */
  private firstAt(time: Due, { first }: FoundRepeat): Due {
    const { now } = this.options;
    const today = dayOf(now);
    const due = onDay(time, first(today));
    const isPast = due.kind === 'moment' && Date.parse(due.at) < now.getTime();
    return isPast ? onDay(time, first(addDays(today, 1))) : due;
  }

  parsed(): Parsed {
    const title = this.title();
    return {
      title,
      tokens: this.tokens.sort((left, right) => left.start - right.start),
      priority: this.priority,
      tags: this.foundTags,
      list: this.list,
      due: this.due,
      recurrence: this.recurrence,
    };
  }

  /** Takes a place for a token, unless the user said that it is only text. */
  private take(kind: TokenKind, start: number, end: number): boolean {
    const text = this.text.slice(start, end);
    if (this.options.ignored.has(text.trim().toLowerCase())) return false;
    this.tokens.push({ kind, start, end, text });
    this.left = this.left.slice(0, start) + ' '.repeat(end - start) + this.left.slice(end);
    return true;
  }

  private title(): string {
    let title = '';
    let at = 0;
    for (const token of [...this.tokens].sort((left, right) => left.start - right.start)) {
      title += `${this.text.slice(at, token.start)} `;
      at = token.end;
    }
    title += this.text.slice(at);
    return title
      .replace(SPACES, ' ')
      .replace(/\s+([,;.!?])/g, '$1')
      .trim()
      .replace(/[,;]+$/, '');
  }

  private isToday(iso: string): boolean {
    const { now } = this.options;
    const at = new Date(iso);
    const tomorrow = startOf(dayOf(now)).getTime() + 2 * 86_400_000;
    return at.getTime() < tomorrow;
  }
}

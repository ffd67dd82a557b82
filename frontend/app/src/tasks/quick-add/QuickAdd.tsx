'use client';

import { clsx } from 'clsx';
import { Plus } from 'lucide-react';
import {
  type KeyboardEvent,
  type RefObject,
  useEffect,
  useEffectEvent,
  useRef,
  useState,
} from 'react';
import { Button } from '@/ui/Button';
import type { TaskDraft } from '../model/task';
import { EARLY_FORM, takeEarly, takeOver } from './early';
import type { ParseOptions } from './parse';
import { draftOf, type Parsed, plain } from './parsed';
import { TokenChips } from './TokenChips';
import { TokenText } from './TokenText';
import { keepDraft, useDraft } from './use-draft';
import { loadParser, useParser } from './use-parser';

const LONGEST_TITLE = 200;
const NONE: ReadonlySet<string> = new Set();

/** Where tasks are typed: dates, lists, tags and priorities in the text are recognised as they come. */
export function QuickAdd({
  input,
  lists,
  now,
  onAdd,
  onLeave,
}: {
  input: RefObject<HTMLInputElement | null>;
  lists: readonly string[];
  now: Date;
  /** The second is called if the sign-in is over before the task is saved. */
  onAdd: (draft: TaskDraft, onUnsaved: () => void) => void;
  /** Down or Escape: on to the list. */
  onLeave: () => void;
}) {
  const [text, setText] = useDraft(input);
  const [ignored, setIgnored] = useState(NONE);
  const [tooLong, setTooLong] = useState<number | null>(null);
  const mirror = useRef<HTMLDivElement>(null);
  const [focused, setFocused] = useState(false);
  const parse = useParser(focused || text !== '');
  const parsed = text !== '' && parse ? parse(text, { now, lists, ignored }) : plain(text);
  const isEmpty = parsed.title === '';

  const change = (next: string) => {
    setText(next);
    setTooLong(null);
    if (next === '') setIgnored(NONE);
  };
  const save = (typed: string, whole: Parsed) => {
    const length = [...whole.title].length;
    if (length <= LONGEST_TITLE) {
      onAdd(draftOf(whole), () => keepDraft(typed));
      return;
    }
    setText(typed);
    setIgnored(ignored);
    setTooLong(length);
  };
  const add = async () => {
    if (isEmpty) return;
    // At once, so that a second press adds nothing.
    change('');
    // Whoever is faster than the parser gets the same task.
    save(text, parse ? parsed : await understood(text, { now, lists, ignored }));
  };
  const addEarly = useEffectEvent(async () => {
    for (const typed of takeEarly()) save(typed, await understood(typed, { now, lists, ignored }));
  });
  useEffect(() => void addEarly(), []);
  const keys = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Escape' || event.key === 'ArrowDown') {
      event.preventDefault();
      onLeave();
    }
  };
  return (
    <form
      ref={takeOver}
      {...EARLY_FORM}
      suppressHydrationWarning
      aria-label="New task"
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
      className="rounded-lg border border-line-strong bg-surface shadow-1 transition-colors focus-within:border-accent"
    >
      <div className="flex items-center">
        <Plus size={18} aria-hidden className="ml-3.5 shrink-0 text-ink-faint" />
        <div className="relative min-w-0 flex-1">
          <TokenText ref={mirror} text={text} tokens={parsed.tokens} />
          <input
            ref={input}
            aria-label="Add a task"
            aria-invalid={tooLong !== null || undefined}
            aria-describedby="quick-add-note"
            autoComplete="off"
            enterKeyHint="done"
            dir="auto"
            value={text}
            placeholder="Add a task: “Pay rent friday #home”"
            onChange={(event) => change(event.target.value)}
            onKeyDown={keys}
            onFocus={() => setFocused(true)}
            onScroll={(event) => {
              if (mirror.current) mirror.current.scrollLeft = event.currentTarget.scrollLeft;
            }}
            className="relative h-12 w-full truncate bg-transparent px-2.5 text-base outline-none"
          />
        </div>
        {text === '' ? null : (
          <Button
            type="submit"
            variant="primary"
            aria-disabled={isEmpty}
            className={clsx('mr-1.5 h-9', isEmpty && 'opacity-60')}
          >
            Add
          </Button>
        )}
      </div>
      <div id="quick-add-note">
        {tooLong !== null ? (
          <p role="alert" className="px-3.5 pb-2.5 text-xs text-danger-text">
            A title has at most {LONGEST_TITLE} characters; this one has {tooLong}. Put the rest
            into the notes.
          </p>
        ) : null}
        <TokenChips
          parsed={parsed}
          now={now}
          onIgnore={(token) => {
            setIgnored(new Set([...ignored, token.text.trim().toLowerCase()]));
            input.current?.focus();
          }}
        />
      </div>
    </form>
  );
}

async function understood(text: string, options: ParseOptions): Promise<Parsed> {
  try {
    return (await loadParser())(text, options);
  } catch {
    return plain(text);
  }
}

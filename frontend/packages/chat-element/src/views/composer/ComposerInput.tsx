import type { Entity } from '@openai/chatkit';
import type { JSX, RefObject } from 'preact';
import { useEffect, useId, useLayoutEffect, useRef } from 'preact/hooks';
import { editText, type TaggedText, tagEndingAt } from '../../core/drafts/tagged-text.js';
import { directionOfText } from '../../i18n/translate.js';
import { useChat, useStrings } from '../shared/context.js';
import { MentionMenu, optionId } from './MentionMenu.js';
import { type Mentions, useMentions } from './useMentions.js';

interface ComposerInputProps {
  readonly placeholder: string;
  readonly isDisabled: boolean;
  readonly frame: RefObject<HTMLElement | null>;
  readonly onSubmit: () => void;
  readonly onFiles: (files: File[]) => void;
}

/** More than fits in any case; measuring it as a whole would hold up every key. */
const LONG = 10_000;

/**
 * A plain text area, so that every input method works. The copy of its text behind it gives it
 * its height and shows which parts are mentions; long texts get the greatest height instead.
 */
export function ComposerInput(props: ComposerInputProps): JSX.Element {
  const { composer } = useChat();
  const strings = useStrings();
  const id = useId();
  const input = useRef<HTMLTextAreaElement>(null);
  const mentions = useMentions();
  const { content } = composer.draft.value;
  const isLong = content.text.length > LONG;
  const setCaret = useCaret(input);
  useFocusRequests(input);

  const change = (text: string, caret: number) => {
    composer.setContent(editText(composer.draft.peek().content, text));
    mentions.follow(text, caret);
  };
  const choose = (entity: Entity) => setCaret(mentions.choose(entity));
  const onKeyDown = (event: KeyboardEvent & { currentTarget: HTMLTextAreaElement }) => {
    // While an input method composes, its keys are its own. Safari tells only by the code 229.
    if (event.isComposing || event.keyCode === 229) return;
    if (mentions.query && handleMenuKey(event, mentions, choose)) return;
    if (event.key === 'Backspace')
      removeWholeTag(event, content, (text, caret) => {
        change(text, caret);
        setCaret(caret);
      });
    if (event.key !== 'Enter' || event.shiftKey) return;
    event.preventDefault();
    props.onSubmit();
  };

  return (
    <div class={`ck-input ${isLong ? 'ck-input-long' : ''}`}>
      {!isLong && <Mirror content={content} />}
      <textarea
        ref={input}
        rows={1}
        value={content.text}
        // Browsers look through the whole text at every key to find it by themselves.
        dir={isLong ? directionOfText(content.text) : 'auto'}
        placeholder={props.placeholder}
        aria-label={strings.messageLabel}
        aria-autocomplete={mentions.query ? 'list' : undefined}
        aria-controls={mentions.query ? id : undefined}
        aria-activedescendant={
          mentions.query && mentions.entities.length > 0 ? optionId(id, mentions.active) : undefined
        }
        disabled={props.isDisabled}
        onInput={({ currentTarget: { value, selectionStart } }) => change(value, selectionStart)}
        onSelect={({ currentTarget: { value, selectionStart } }) =>
          mentions.follow(value, selectionStart)
        }
        onKeyDown={onKeyDown}
        onPaste={(event) => {
          const files = [...(event.clipboardData?.files ?? [])];
          if (files.length === 0) return;
          event.preventDefault();
          props.onFiles(files);
        }}
      />
      {mentions.query && (
        <MentionMenu id={id} mentions={mentions} anchor={props.frame} onChoose={choose} />
      )}
    </div>
  );
}

function Mirror({ content }: { content: TaggedText }): JSX.Element {
  const parts: (string | JSX.Element)[] = [];
  let from = 0;
  for (const { start, end } of content.tags) {
    parts.push(content.text.slice(from, start), <mark>{content.text.slice(start, end)}</mark>);
    from = end;
  }
  // A line break at the end takes a line only if something follows it.
  parts.push(`${content.text.slice(from)}\u200b`);
  return (
    <div class="ck-input-mirror" dir="auto" aria-hidden="true">
      {parts}
    </div>
  );
}

/** Returns whether the key was meant for the menu. */
function handleMenuKey(
  event: KeyboardEvent,
  mentions: Mentions,
  choose: (entity: Entity) => void,
): boolean {
  const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };
  const step = steps[event.key];
  const active = mentions.entities[mentions.active];
  if (step !== undefined && active) mentions.move(step);
  else if ((event.key === 'Enter' || event.key === 'Tab') && active) choose(active);
  else if (event.key === 'Escape') mentions.close();
  else return false;
  event.preventDefault();
  return true;
}

/** One press takes a mention away as a whole. */
function removeWholeTag(
  event: KeyboardEvent & { currentTarget: HTMLTextAreaElement },
  { text, tags }: TaggedText,
  change: (text: string, caret: number) => void,
): void {
  const { selectionStart, selectionEnd } = event.currentTarget;
  if (selectionStart !== selectionEnd) return;
  const tag = tagEndingAt({ text, tags }, selectionStart);
  if (!tag) return;
  event.preventDefault();
  change(text.slice(0, tag.start) + text.slice(tag.end), tag.start);
}

/** Puts the caret somewhere once the text that it belongs to is there. */
function useCaret(input: RefObject<HTMLTextAreaElement | null>): (position: number) => void {
  const wanted = useRef<number | null>(null);
  useLayoutEffect(() => {
    if (wanted.current === null) return;
    input.current?.focus();
    input.current?.setSelectionRange(wanted.current, wanted.current);
    wanted.current = null;
  });
  return (position) => {
    wanted.current = position;
  };
}

function useFocusRequests(input: RefObject<HTMLTextAreaElement | null>): void {
  const requests = useChat().composer.focusRequests.value;
  useEffect(() => {
    const element = input.current;
    if (requests === 0 || !element) return;
    element.focus();
    element.setSelectionRange(element.value.length, element.value.length);
  }, [requests, input]);
}

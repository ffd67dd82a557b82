// biome-ignore-all lint/a11y/useFocusableInteractive: the list holds the focus and names its active option
// biome-ignore-all lint/a11y/useKeyWithClickEvents: the list handles the keys of its options
import type { JSX } from 'preact';
import { useEffect, useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Icon } from '../../icons/Icon.js';
import type { Choice } from '../node.js';
import { useRuntime } from '../runtime.js';

export interface ListboxProps {
  readonly options: readonly Choice[];
  readonly value: string | null;
  readonly label: string;
  readonly isSearchable: boolean;
  readonly onChoose: (value: string) => void;
}

/** A list of options worked by arrow keys, by typing, and by pointer. */
export function Listbox(props: ListboxProps): JSX.Element {
  const { strings } = useRuntime();
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const search = useRef<HTMLInputElement>(null);
  const [query, setQuery] = useState('');
  const shown = matching(props.options, query);
  const [active, setActive] = useState(() => firstActive(props.options, props.value));
  const typed = useTypeAhead();

  useEffect(() => (search.current ?? list.current)?.focus({ preventScroll: true }), []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the list follows the active option
  useLayoutEffect(() => {
    list.current?.querySelector('[data-active]')?.scrollIntoView?.({ block: 'nearest' });
  }, [active, query]);

  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity }[event.key];
    const option = shown[active];
    if (step !== undefined) setActive(moved(shown, active, step));
    else if (event.key === 'Enter' || (event.key === ' ' && !props.isSearchable)) {
      if (option && !option.isDisabled) props.onChoose(option.value);
    } else if (!props.isSearchable && event.key.length === 1) {
      setActive(startingWith(shown, active, typed(event.key)));
      return;
    } else return;
    event.preventDefault();
  };
  const optionId = (index: number) => `${id}-${index}`;
  const activeId = shown.length > 0 ? optionId(active) : undefined;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys come from the search field or the list
    <div class="ck-w-listbox" onKeyDown={onKeyDown}>
      {props.isSearchable && (
        <input
          ref={search}
          class="ck-w-listbox-search"
          type="text"
          role="combobox"
          aria-expanded={true}
          aria-controls={id}
          aria-activedescendant={activeId}
          aria-label={strings.search}
          placeholder={strings.search}
          autoComplete="off"
          dir="auto"
          value={query}
          onInput={(event) => {
            setQuery(event.currentTarget.value);
            setActive(0);
          }}
        />
      )}
      <div
        ref={list}
        id={id}
        role="listbox"
        aria-label={props.label}
        aria-activedescendant={props.isSearchable ? undefined : activeId}
        tabIndex={props.isSearchable ? -1 : 0}
        class="ck-w-listbox-options"
      >
        {shown.map((option, index) => (
          <div
            key={option.value}
            id={optionId(index)}
            role="option"
            class="ck-w-option"
            aria-selected={option.value === props.value}
            aria-disabled={option.isDisabled}
            data-active={index === active ? '' : undefined}
            onPointerMove={() => setActive(index)}
            onClick={() => {
              if (!option.isDisabled) props.onChoose(option.value);
            }}
          >
            <span class="ck-w-option-text" dir="auto">
              {option.label}
              {option.description ? (
                <span class="ck-w-option-description">{option.description}</span>
              ) : null}
            </span>
            {option.value === props.value ? <Icon name="ui:check" size={16} /> : null}
          </div>
        ))}
      </div>
      {shown.length === 0 && (
        <p class="ck-w-listbox-empty" role="status">
          {strings.noMatches}
        </p>
      )}
    </div>
  );
}

function matching(options: readonly Choice[], query: string): readonly Choice[] {
  const wanted = fold(query.trim());
  if (wanted === '') return options;
  return options.filter((option) =>
    fold(`${option.label} ${option.description ?? ''}`).includes(wanted),
  );
}

/** Case and accents do not matter when one looks for something. */
function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

function firstActive(options: readonly Choice[], value: string | null): number {
  const selected = options.findIndex((option) => option.value === value);
  return selected >= 0 ? selected : moved(options, -1, 1);
}

/** The next option that can be chosen in the direction of `step`. */
function moved(options: readonly Choice[], from: number, step: number): number {
  const direction = Math.sign(step);
  const start = step === Infinity ? options.length - 1 : step === -Infinity ? 0 : from + direction;
  const search = Number.isFinite(step) ? direction : -direction;
  for (let index = start; index >= 0 && index < options.length; index += search) {
    if (!options[index]?.isDisabled) return index;
  }
  return Math.max(0, from);
}

function startingWith(options: readonly Choice[], from: number, prefix: string): number {
  const order = options.map(
    (_, offset) => (from + offset + (prefix.length === 1 ? 1 : 0)) % options.length,
  );
  return order.find((index) => fold(options[index]?.label ?? '').startsWith(prefix)) ?? from;
}

const TYPE_AHEAD_MS = 600;

/** Collects letters typed in quick succession. */
function useTypeAhead(): (key: string) => string {
  const state = useRef({ text: '', at: 0 });
  return (key) => {
    const now = performance.now();
    const isContinued = now - state.current.at < TYPE_AHEAD_MS;
    state.current = { text: fold(isContinued ? state.current.text + key : key), at: now };
    return state.current.text;
  };
}

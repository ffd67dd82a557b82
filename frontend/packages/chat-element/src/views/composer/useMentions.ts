import type { Entity } from '@openai/chatkit';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { insertTag } from '../../core/drafts/tagged-text.js';
import { useChat } from '../shared/context.js';
import { type MentionQuery, mentionAt } from './mention-query.js';

export interface Mentions {
  readonly query: MentionQuery | null;
  readonly entities: readonly Entity[];
  readonly active: number;
  readonly status: 'searching' | 'found' | 'failed';
  /** Looks at what is before the caret. */
  readonly follow: (text: string, caret: number) => void;
  readonly close: () => void;
  /** Puts an entity into the draft, and returns where the caret belongs. */
  readonly choose: (entity: Entity) => number;
  readonly move: (step: number) => void;
}

const SEARCH_DELAY_MS = 120;

/** The search for entities as a mention is typed. */
export function useMentions(): Mentions {
  const { composer, currentOptions } = useChat();
  const isOn = currentOptions.value.entities.onTagSearch !== null;
  const [query, setQuery] = useState<MentionQuery | null>(null);
  const [active, setActive] = useState(0);
  const { entities, status } = useEntitySearch(query?.query ?? null);
  /** Where a menu was closed, so that it does not open again by itself. */
  const dismissed = useRef(-1);

  // biome-ignore lint/correctness/useExhaustiveDependencies: each search begins at its first find.
  useEffect(() => setActive(0), [entities]);

  return {
    query,
    entities,
    active,
    status,
    follow: (text, caret) => {
      const found = isOn ? mentionAt(text, caret) : null;
      const isTagged = composer.draft.peek().content.tags.some((tag) => tag.start === found?.start);
      if (found?.start !== dismissed.current) dismissed.current = -1;
      setQuery(found && !isTagged && dismissed.current < 0 ? found : null);
    },
    close: () => {
      dismissed.current = query?.start ?? -1;
      setQuery(null);
    },
    choose: (entity) => {
      if (!query) return 0;
      const { content } = composer.draft.peek();
      composer.setContent(insertTag(content, query, entity));
      setQuery(null);
      return query.start + entity.title.length + 2;
    },
    move: (step) => {
      if (entities.length > 0) setActive((active + step + entities.length) % entities.length);
    },
  };
}

interface Search {
  /** What was searched for. */
  readonly query: string | null;
  readonly entities: readonly Entity[];
  readonly status: 'found' | 'failed';
}

interface Found {
  readonly entities: readonly Entity[];
  readonly status: Mentions['status'];
}

const NOTHING: Search = { query: null, entities: [], status: 'found' };

/** Asks the page, a moment after the last letter. What was found for other letters stays meanwhile if it fits these. */
function useEntitySearch(query: string | null): Found {
  const chat = useChat();
  const [search, setSearch] = useState<Search>(NOTHING);
  useEffect(() => {
    if (query === null) {
      setSearch(NOTHING);
      return;
    }
    let isCurrent = true;
    const timer = setTimeout(async () => {
      try {
        const entities = (await chat.options().entities.onTagSearch?.(query)) ?? [];
        if (isCurrent) setSearch({ query, entities: inGroups(entities), status: 'found' });
      } catch (error) {
        if (isCurrent) setSearch({ query, entities: [], status: 'failed' });
        chat.emit('chatkit.error', { error: error as Error });
      }
    }, SEARCH_DELAY_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [chat, query]);
  return useMemo(() => foundFor(query, search), [query, search]);
}

function foundFor(query: string | null, search: Search): Found {
  if (search.query === query) return search;
  const wanted = query?.toLowerCase() ?? '';
  const entities = search.entities.filter(({ title }) => title.toLowerCase().includes(wanted));
  return { entities, status: 'searching' };
}

/** Entities of one group together, groups in the order of their first entity. */
function inGroups(entities: readonly Entity[]): readonly Entity[] {
  const groups = new Map<string, Entity[]>();
  for (const entity of entities) {
    const group = groups.get(entity.group ?? '') ?? [];
    group.push(entity);
    groups.set(entity.group ?? '', group);
  }
  return [...groups.values()].flat();
}

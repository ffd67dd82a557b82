import type { ChatOptions, ResolvedOptions } from './resolved.js';

const DEFAULT_MAX_SIZE = 100 * 1024 * 1024;
const DEFAULT_MAX_COUNT = 10;

/** What holds until `setOptions` has been called. */
export const NO_OPTIONS: ResolvedOptions = resolveOptions({ api: {} });

/** Fills in the defaults. Options that are missing or null count as not given. */
export function resolveOptions(options: ChatOptions): ResolvedOptions {
  const { api, header, history, startScreen, threadItemActions, composer, entities } = options;
  return {
    api: {
      url: api?.url ?? null,
      fetch: api?.fetch ?? null,
      getClientSecret: api?.getClientSecret ?? null,
      uploadStrategy: api?.uploadStrategy ?? null,
      idempotencyKeys: api?.idempotencyKeys ?? null,
    },
    locale: options.locale ?? globalThis.navigator?.language ?? 'en',
    theme: resolveTheme(options.theme),
    frameTitle: options.frameTitle ?? null,
    initialThread: options.initialThread ?? null,
    onClientTool: options.onClientTool ?? null,
    header: {
      enabled: header?.enabled ?? true,
      title: { enabled: header?.title?.enabled ?? true, text: header?.title?.text ?? null },
      leftAction: header?.leftAction ?? null,
      rightAction: header?.rightAction ?? null,
    },
    history: {
      enabled: history?.enabled ?? true,
      showDelete: history?.showDelete ?? true,
      showRename: history?.showRename ?? true,
    },
    startScreen: {
      greeting: startScreen?.greeting ?? null,
      prompts: startScreen?.prompts ?? [],
    },
    threadItemActions: {
      copy: threadItemActions?.copy ?? true,
      feedback: threadItemActions?.feedback ?? false,
      retry: threadItemActions?.retry ?? false,
    },
    composer: {
      placeholder: composer?.placeholder ?? null,
      attachments: resolveAttachments(composer?.attachments),
      tools: composer?.tools ?? [],
      models: composer?.models ?? [],
    },
    disclaimer: options.disclaimer?.text ? options.disclaimer : null,
    entities: {
      onTagSearch: entities?.onTagSearch ?? null,
      showComposerMenu: entities?.showComposerMenu ?? false,
      onClick: entities?.onClick ?? null,
    },
    widgets: { onAction: options.widgets?.onAction ?? null },
    thread: { autoScroll: options.thread?.autoScroll ?? false },
  };
}

function resolveTheme(theme: ChatOptions['theme']): ResolvedOptions['theme'] {
  if (typeof theme === 'string') return { colorScheme: theme };
  return { ...theme, colorScheme: theme?.colorScheme ?? 'light' };
}

function resolveAttachments(
  attachments: NonNullable<ChatOptions['composer']>['attachments'],
): ResolvedOptions['composer']['attachments'] {
  if (!attachments?.enabled) return null;
  return {
    maxSize: attachments.maxSize ?? DEFAULT_MAX_SIZE,
    maxCount: attachments.maxCount ?? DEFAULT_MAX_COUNT,
    accept: attachments.accept ?? null,
  };
}

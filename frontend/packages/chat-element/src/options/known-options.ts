/** A leaf is true; what is below it is taken as it is. */
export interface KnownOptions {
  readonly [key: string]: true | KnownOptions;
}

const FREE = true;

/** Every option there is. Those that the element ignores are listed too: they need no warning. */
export const KNOWN_OPTIONS: KnownOptions = {
  api: {
    url: FREE,
    fetch: FREE,
    domainKey: FREE,
    uploadStrategy: { type: FREE, uploadUrl: FREE },
    getClientSecret: FREE,
    idempotencyKeys: FREE,
  },
  locale: FREE,
  theme: {
    colorScheme: FREE,
    typography: { baseSize: FREE, fontSources: FREE, fontFamily: FREE, fontFamilyMono: FREE },
    radius: FREE,
    density: FREE,
    color: {
      grayscale: { hue: FREE, tint: FREE, shade: FREE },
      accent: { primary: FREE, level: FREE },
      surface: { background: FREE, foreground: FREE },
    },
  },
  frameTitle: FREE,
  initialThread: FREE,
  onClientTool: FREE,
  header: {
    enabled: FREE,
    title: { enabled: FREE, text: FREE },
    leftAction: { icon: FREE, onClick: FREE },
    rightAction: { icon: FREE, onClick: FREE },
  },
  history: { enabled: FREE, showDelete: FREE, showRename: FREE },
  startScreen: { greeting: FREE, prompts: FREE },
  threadItemActions: { copy: FREE, feedback: FREE, retry: FREE },
  composer: {
    placeholder: FREE,
    attachments: { enabled: FREE, maxSize: FREE, maxCount: FREE, accept: FREE },
    tools: FREE,
    models: FREE,
    dictation: { enabled: FREE },
  },
  disclaimer: { text: FREE, highContrast: FREE },
  entities: { onTagSearch: FREE, showComposerMenu: FREE, onClick: FREE, onRequestPreview: FREE },
  commands: { enabled: FREE, onSearch: FREE, onSelect: FREE },
  widgets: { onAction: FREE },
  thread: { autoScroll: FREE },
};

/** The paths of options that do not exist, such as `composer.tool`. */
export function unknownOptions(
  options: object,
  known: KnownOptions = KNOWN_OPTIONS,
  path = '',
): string[] {
  return Object.entries(options).flatMap(([key, value]) => {
    const entry = Object.hasOwn(known, key) ? known[key] : undefined;
    if (!entry) return [path + key];
    const isNested = entry !== true && typeof value === 'object' && value !== null;
    return isNested ? unknownOptions(value, entry, `${path}${key}.`) : [];
  });
}

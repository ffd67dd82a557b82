import type {
  ChatKitOptions,
  Command,
  DisclaimerOption,
  EntitiesOption,
  FileUploadStrategy,
  HeaderOption,
  ModelOption,
  StartScreenPrompt,
  ThemeOption,
  ToolOption,
  WidgetsOption,
} from '@openai/chatkit';
import type { GetClientSecret } from '../core/client/client-secret.js';

export type { Command };

/** The official options, and what this element takes beyond them. */
export type ChatOptions = Omit<ChatKitOptions, 'api' | 'theme' | 'locale' | 'threadItemActions'> & {
  api: ApiOptions;
  /** Also `system`, which follows the setting of the person's device. */
  theme?: ChatTheme;
  /** Any BCP 47 tag; texts of the element are in English where it has no translation. */
  locale?: string;
  threadItemActions?: ChatKitOptions['threadItemActions'] & {
    /** Shows the copy button below answers; on by default. */
    copy?: boolean;
  };
};

export type ColorSchemeChoice = 'light' | 'dark' | 'system';

export type ChatTheme =
  | ColorSchemeChoice
  | (Omit<ThemeOption, 'colorScheme'> & { colorScheme?: ColorSchemeChoice });

export interface ApiOptions {
  url?: string;
  fetch?: typeof fetch;
  /** Taken for compatibility, and ignored: there is no domain to register. */
  domainKey?: string;
  uploadStrategy?: FileUploadStrategy;
  getClientSecret?: GetClientSecret;
  /**
   * Sends an `Idempotency-Key` with each message, so that it may be sent again when the connection
   * fails. On by default for an API of the page's own origin; across origins the API must allow
   * the header.
   */
  idempotencyKeys?: boolean;
}

export interface AttachmentOptions {
  readonly maxSize: number | Readonly<Record<string, number>>;
  readonly maxCount: number;
  readonly accept: Readonly<Record<string, readonly string[]>> | null;
}

/** The options with every default filled in. Null stands for what was not given. */
export interface ResolvedOptions {
  readonly api: {
    readonly url: string | null;
    readonly fetch: typeof fetch | null;
    readonly getClientSecret: GetClientSecret | null;
    readonly uploadStrategy: FileUploadStrategy | null;
    readonly idempotencyKeys: boolean | null;
  };
  readonly locale: string;
  readonly theme: Omit<ThemeOption, 'colorScheme'> & { readonly colorScheme: ColorSchemeChoice };
  readonly frameTitle: string | null;
  readonly initialThread: string | null;
  readonly onClientTool: NonNullable<ChatKitOptions['onClientTool']> | null;
  readonly header: {
    readonly enabled: boolean;
    readonly title: { readonly enabled: boolean; readonly text: string | null };
    readonly leftAction: NonNullable<HeaderOption['leftAction']> | null;
    readonly rightAction: NonNullable<HeaderOption['rightAction']> | null;
  };
  readonly history: {
    readonly enabled: boolean;
    readonly showDelete: boolean;
    readonly showRename: boolean;
  };
  readonly startScreen: {
    readonly greeting: string | null;
    readonly prompts: readonly StartScreenPrompt[];
  };
  readonly threadItemActions: {
    readonly copy: boolean;
    readonly feedback: boolean;
    readonly retry: boolean;
  };
  readonly composer: {
    readonly placeholder: string | null;
    readonly attachments: AttachmentOptions | null;
    readonly tools: readonly ToolOption[];
    readonly models: readonly ModelOption[];
  };
  readonly disclaimer: DisclaimerOption | null;
  readonly entities: {
    readonly onTagSearch: NonNullable<EntitiesOption['onTagSearch']> | null;
    readonly showComposerMenu: boolean;
    readonly onClick: NonNullable<EntitiesOption['onClick']> | null;
  };
  readonly widgets: { readonly onAction: NonNullable<WidgetsOption['onAction']> | null };
  readonly thread: { readonly autoScroll: boolean };
}

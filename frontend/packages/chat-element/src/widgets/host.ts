/** An action as a widget asks for it; the host decides how it travels. */
export interface WidgetAction {
  readonly type: string;
  readonly payload?: unknown;
  readonly handler?: 'server' | 'client';
  readonly loadingBehavior?: string;
  readonly streaming?: boolean;
}

/** What a widget needs from the element around it. */
export interface WidgetHost {
  /** Resolves when the action has been answered, rejects with an Error whose message is shown. */
  dispatch(action: WidgetAction, from: { itemId: string }): Promise<void>;
  readonly locale: string;
  readonly colorScheme: 'light' | 'dark';
  /** Told about parts of a widget that had to be ignored. */
  onWarning?(message: string): void;
  /** The custom properties of the other scheme, for a widget that asks for its own `theme`. */
  themeVariables?(scheme: 'light' | 'dark'): Readonly<Record<string, string>>;
  /** Called for `chatkit-link:` links inside Markdown components. */
  onDeeplink?(name: string, data: Record<string, string>): void;
  /** Draws component types that the protocol does not know. */
  readonly renderers?: Readonly<
    Record<string, (node: Readonly<Record<string, unknown>>) => Element | null>
  >;
}

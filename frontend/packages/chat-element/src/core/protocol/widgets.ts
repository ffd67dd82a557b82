/** A node of a widget as it came: what this version does not know is kept. */
export interface WidgetNode {
  readonly type: string;
  readonly id?: string;
  readonly key?: string;
  readonly children?: readonly WidgetNode[] | WidgetNode | null;
  readonly [prop: string]: unknown;
}

/** What a component asks for when it is used. `handler` and what follows stay on this side. */
export interface WidgetAction {
  readonly type: string;
  readonly payload?: unknown;
  readonly handler?: 'server' | 'client';
  readonly loadingBehavior?: string;
  readonly streaming?: boolean;
}

import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, vi } from 'vitest';
import type { WidgetHost } from './host.js';
import { Widget, type WidgetRoot } from './Widget.js';

export interface Bench {
  readonly root: HTMLElement;
  readonly dispatch: ReturnType<typeof vi.fn<WidgetHost['dispatch']>>;
  readonly onWarning: ReturnType<typeof vi.fn<(message: string) => void>>;
  show(widget: object, host?: Partial<WidgetHost>): Promise<void>;
  /** The first element that matches; fails when there is none. */
  find<E extends HTMLElement = HTMLElement>(selector: string): E;
  /** The button with that name. */
  button(name: string): HTMLButtonElement;
  press(element: HTMLElement): Promise<void>;
  type(element: HTMLInputElement | HTMLTextAreaElement, value: string): Promise<void>;
  key(element: HTMLElement, key: string): Promise<void>;
}

/** A place to draw widgets in, with a host that records what they ask for. */
export function createBench(): Bench {
  let root: HTMLElement;
  const dispatch = vi.fn<WidgetHost['dispatch']>();
  const onWarning = vi.fn<(message: string) => void>();

  beforeEach(() => {
    root = document.createElement('div');
    document.body.append(root);
    dispatch.mockReset().mockResolvedValue(undefined);
    onWarning.mockReset();
  });
  afterEach(async () => {
    await act(() => render(null, root));
    root.remove();
  });

  const all = () => [...root.querySelectorAll<HTMLButtonElement>('button')];
  const nameOf = (button: Element) => button.getAttribute('aria-label') ?? button.textContent;
  const bench: Bench = {
    get root() {
      return root;
    },
    dispatch,
    onWarning,
    async show(widget, host = {}) {
      const full: WidgetHost = { dispatch, onWarning, locale: 'en', colorScheme: 'light', ...host };
      await act(() =>
        render(<Widget widget={widget as WidgetRoot} itemId="item_1" host={full} />, root),
      );
    },
    find<E extends HTMLElement>(selector: string) {
      const element = root.querySelector<E>(selector);
      if (!element) throw new Error(`There is no ${selector} in ${root.innerHTML}`);
      return element;
    },
    button(name) {
      const button = all().find((candidate) => nameOf(candidate) === name);
      if (!button)
        throw new Error(`There is no button "${name}" among ${all().map(nameOf).join(', ')}`);
      return button;
    },
    press: (element) => act(() => element.click()),
    type: (element, value) =>
      act(() => {
        element.value = value;
        element.dispatchEvent(new Event('input', { bubbles: true }));
      }),
    key: (element, key) =>
      act(() => {
        element.dispatchEvent(
          new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }),
        );
      }),
  };
  return bench;
}

import type { JSX } from 'preact';
import { useId, useMemo, useRef, useState } from 'preact/hooks';
import { themeVariables } from '../theme/tokens.js';
import { Nodes } from './components/Children.js';
import type { WidgetHost } from './host.js';
import { childrenOf, isNode, oneOf, text, type WidgetNode } from './node.js';
import { RuntimeContext, type WidgetRuntime } from './runtime.js';
import { widgetStrings } from './strings.js';
import { useKeptFocus } from './use-kept-focus.js';

/** A widget as it came over the wire; what it holds is checked while it is drawn. */
export interface WidgetRoot {
  readonly type: string;
}

export interface WidgetProps {
  readonly widget: WidgetRoot;
  readonly itemId: string;
  readonly host: WidgetHost;
  readonly isStreaming?: boolean;
}

/** Draws a widget. It stays usable while a reply streams; the host decides which actions wait. */
export function Widget({
  widget,
  itemId,
  host,
  isStreaming = false,
}: WidgetProps): JSX.Element | null {
  const node = isNode(widget) ? widget : null;
  const theme = node ? oneOf(node, 'theme', ['light', 'dark']) : undefined;
  const scheme = theme ?? host.colorScheme;
  const [busyCount, setBusyCount] = useState(0);
  const [error, setError] = useState<string | null>(null);
  const box = useRef<HTMLDivElement>(null);
  const keepFocus = useKeptFocus(box, busyCount > 0);
  const keeper = useRef(keepFocus);
  const uid = useId();
  const labelled = useMemo(() => labelledFields(node), [node]);
  const runtime = useMemo<WidgetRuntime>(
    () => ({
      host,
      itemId,
      scheme,
      strings: widgetStrings(host.locale),
      isStreaming,
      labelled,
      fieldId: (name) => `${uid}-${name}`,
      showError: setError,
      whileBusy: async (work) => {
        keeper.current();
        setBusyCount((count) => count + 1);
        try {
          await work;
        } finally {
          setBusyCount((count) => count - 1);
        }
      },
    }),
    [host, itemId, scheme, isStreaming, labelled, uid],
  );
  if (!node) return null;
  const isBusy = busyCount > 0;
  return (
    <RuntimeContext.Provider value={runtime}>
      <div ref={box} class="ck-w" style={schemeStyle(host, scheme)} aria-busy={isBusy}>
        <div class="ck-w-content" inert={isBusy}>
          <Nodes nodes={[node]} />
        </div>
        {error === null ? null : (
          <p class="ck-w-error" role="alert">
            {error}
          </p>
        )}
      </div>
    </RuntimeContext.Provider>
  );
}

/** A widget may ask for the other scheme than its surroundings have. */
function schemeStyle(
  host: WidgetHost,
  scheme: 'light' | 'dark',
): Record<string, string> | undefined {
  if (scheme === host.colorScheme) return undefined;
  const variables = host.themeVariables?.(scheme) ?? themeVariables({ colorScheme: scheme });
  const colors = Object.entries(variables).filter(
    ([name]) => !/-(?:space|radius|text|font)\b/.test(name),
  );
  return { ...Object.fromEntries(colors), colorScheme: scheme, color: 'var(--ck-fg)' };
}

function labelledFields(root: WidgetNode | null): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (node: WidgetNode) => {
    if (node.type === 'Label') names.add(text(node, 'fieldName') ?? '');
    for (const child of childrenOf(node)) visit(child);
  };
  if (root) visit(root);
  return names;
}

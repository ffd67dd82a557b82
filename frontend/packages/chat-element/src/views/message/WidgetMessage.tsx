import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { asError, IntegrationError } from '../../chat/events.js';
import type { WidgetItem } from '../../core/protocol/items.js';
import { themeVariables } from '../../theme/tokens.js';
import type { WidgetHost } from '../../widgets/host.js';
import { Widget } from '../../widgets/Widget.js';
import { useView } from '../shared/context.js';

interface WidgetMessageProps {
  readonly item: WidgetItem;
  readonly isStreaming: boolean;
}

export function WidgetMessage({ item, isStreaming }: WidgetMessageProps): JSX.Element {
  return (
    <div class="ck-widget" part="widget">
      <Widget
        widget={item.widget}
        itemId={item.id}
        host={useWidgetHost()}
        isStreaming={isStreaming}
      />
    </div>
  );
}

/** The same object until the looks change, so that widgets need not be drawn again. */
function useWidgetHost(): WidgetHost {
  const { chat, locale, scheme, strings } = useView();
  const renderers = chat.renderers.value;
  return useMemo<WidgetHost>(
    () => ({
      locale,
      colorScheme: scheme,
      renderers,
      dispatch: async (action, { itemId }) => {
        try {
          await chat.dispatch(action, itemId);
        } catch (error) {
          chat.emit('chatkit.error', { error: asError(error) });
          const mustWait = error instanceof IntegrationError;
          throw new Error(mustWait ? strings.actionMustWait : strings.actionFailed, {
            cause: error,
          });
        }
      },
      onWarning: (message) => chat.emit('chatkit.error', { error: new Error(message) }),
      onDeeplink: (name, data) => chat.emit('chatkit.deeplink', { name, data }),
      themeVariables: (colorScheme) =>
        themeVariables({ ...chat.currentOptions.peek().theme, colorScheme }),
    }),
    [chat, locale, scheme, strings, renderers],
  );
}

import type { JSX } from 'preact';
import { useId, useRef, useState } from 'preact/hooks';
import { Icon } from '../../icons/Icon.js';
import { useAction } from '../form/use-action.js';
import { action, childKeys, childrenOf, number, type WidgetNode } from '../node.js';
import { useRuntime } from '../runtime.js';
import { flowStyle } from '../style/box.js';
import { Children } from './Children.js';
import { StatusHeader } from './StatusHeader.js';
import type { NodeProps } from './types.js';

const AUTO_LIMIT = 5;

export function ListView({ node }: NodeProps): JSX.Element {
  const { strings } = useRuntime();
  const [isWhole, setWhole] = useState(false);
  const list = useRef<HTMLUListElement>(null);
  const items = childrenOf(node);
  const limit = limitOf(node, items.length);
  const shown = isWhole ? items : items.slice(0, limit);
  const keys = childKeys(items);
  const showAll = () => {
    setWhole(true);
    // The button goes away; the reader goes on with the first of the new rows.
    requestAnimationFrame(() => {
      const row = list.current?.children[limit];
      row?.querySelector<HTMLElement>('button, a, input, [tabindex]')?.focus();
    });
  };
  return (
    <div class="ck-w-list">
      <StatusHeader status={node.status} />
      <ul ref={list} class="ck-w-list-rows">
        {shown.map((item, index) => (
          <ListViewItem key={keys[index] ?? index} node={item} />
        ))}
      </ul>
      {shown.length < items.length && (
        <button type="button" class="ck-w-list-more" onClick={showAll}>
          {strings.showMore(items.length - shown.length)}
          <Icon name="ui:chevron-down" size={16} />
        </button>
      )}
    </div>
  );
}

function limitOf(node: WidgetNode, count: number): number {
  const limit = node.limit === 'auto' ? AUTO_LIMIT : number(node, 'limit');
  return limit === undefined || limit < 1 ? count : Math.floor(limit);
}

/**
 * A row. When it has an action, a button lies under its whole content: a real button for keyboards
 * and screen readers, while controls inside the row keep working.
 */
export function ListViewItem({ node }: NodeProps): JSX.Element {
  const { strings } = useRuntime();
  const onClick = action(node, 'onClickAction');
  const { isLoading, run } = useAction(onClick, 'self');
  const contentId = useId();
  return (
    <li class={onClick ? 'ck-w-list-row ck-w-list-row-active' : 'ck-w-list-row'}>
      {onClick && (
        <button
          type="button"
          class="ck-w-list-press"
          aria-labelledby={contentId}
          aria-busy={isLoading}
          onClick={() => void run()}
        />
      )}
      <div id={contentId} class="ck-w-list-content" style={flowStyle(node)}>
        <Children node={node} />
      </div>
      {isLoading ? <Icon name="ui:spinner" size={16} label={strings.working} /> : null}
    </li>
  );
}

import type { Entity } from '@openai/chatkit';
import type { JSX, RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { Icon } from '../../icons/Icon.js';
import { Popover } from '../../widgets/Popover.js';
import { useStrings } from '../shared/context.js';
import type { Mentions } from './useMentions.js';

interface MentionMenuProps {
  readonly id: string;
  readonly mentions: Mentions;
  readonly anchor: RefObject<HTMLElement | null>;
  readonly onChoose: (entity: Entity) => void;
}

/** What can be mentioned. The focus stays in the input, which moves the active option. */
export function MentionMenu({ id, mentions, anchor, onChoose }: MentionMenuProps): JSX.Element {
  const strings = useStrings();
  const list = useRef<HTMLDivElement>(null);
  const { entities, active, status } = mentions;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another option is active.
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  return (
    <Popover
      anchor={anchor}
      placement="top-start"
      onClose={mentions.close}
      class="ck-menu ck-mentions"
    >
      <div ref={list} id={id} role="listbox" aria-label={strings.mentions}>
        {entities.map((entity, index) => (
          <Option
            key={entity.id}
            id={optionId(id, index)}
            entity={entity}
            isFirstOfGroup={Boolean(entity.group) && entity.group !== entities[index - 1]?.group}
            isActive={index === active}
            onChoose={() => onChoose(entity)}
          />
        ))}
      </div>
      {entities.length === 0 && (
        <p class="ck-menu-note" role="status">
          {
            {
              searching: strings.searching,
              failed: strings.searchFailed,
              found: strings.noMatches,
            }[status]
          }
        </p>
      )}
    </Popover>
  );
}

export function optionId(id: string, index: number): string {
  return `${id}-${index}`;
}

interface OptionProps {
  readonly id: string;
  readonly entity: Entity;
  readonly isFirstOfGroup: boolean;
  readonly isActive: boolean;
  readonly onChoose: () => void;
}

function Option({ id, entity, isFirstOfGroup, isActive, onChoose }: OptionProps): JSX.Element {
  return (
    <>
      {isFirstOfGroup && (
        <div class="ck-menu-group" role="presentation" dir="auto">
          {entity.group}
        </div>
      )}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled by the input, which keeps the focus. */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: the input points at the active option. */}
      <div
        id={id}
        role="option"
        aria-selected={isActive}
        class="ck-menu-item"
        onPointerDown={(event) => event.preventDefault()}
        onClick={onChoose}
      >
        <Icon name={entity.icon ?? 'ui:at'} size={16} />
        <bdi class="ck-menu-text">{entity.title}</bdi>
      </div>
    </>
  );
}

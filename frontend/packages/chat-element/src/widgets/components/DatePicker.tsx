import type { Placement } from '@floating-ui/dom';
import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { lazyModule, useLazyModule } from '../../lazy/lazy-module.js';
import { useFieldIdentity } from '../form/Field.js';
import { useAction } from '../form/use-action.js';
import { useChoice } from '../form/use-choice.js';
import { action, oneOf, text, type WidgetNode } from '../node.js';
import { Popover } from '../Popover.js';
import { useRuntime } from '../runtime.js';
import { dayOf, formatDay, withDay } from './dates.js';
import { Picker } from './Select.js';
import type { NodeProps } from './types.js';

const calendar = lazyModule(() => import('./Calendar.js'));

export function DatePicker({ node }: NodeProps): JSX.Element {
  const { host, strings } = useRuntime();
  const name = text(node, 'name') ?? '';
  const [value, setValue] = useChoice(readableDate(text(node, 'defaultValue')));
  const [isOpen, setOpen] = useState(false);
  const trigger = useRef<HTMLButtonElement>(null);
  const { isLoading, run } = useAction(action(node, 'onChangeAction'), 'none');
  const module = useLazyModule(calendar, isOpen);
  const placeholder = text(node, 'placeholder') ?? strings.chooseDate;
  const identity = useFieldIdentity(name, placeholder);
  const day = value === null ? null : dayOf(value);

  const choose = (chosen: string | null) => {
    setOpen(false);
    trigger.current?.focus();
    if (chosen === value) return;
    setValue(chosen);
    void run([[name, chosen]]);
  };
  return (
    <Picker
      node={node}
      value={value}
      trigger={trigger}
      isOpen={isOpen}
      isBusy={isLoading}
      popup="dialog"
      onToggle={() => setOpen(!isOpen)}
      onClear={() => choose(null)}
      label={day === null ? null : formatDay(day, host.locale)}
      placeholder={placeholder}
      identity={identity}
      icon="calendar"
    >
      {isOpen && module !== null && (
        <Popover anchor={trigger} placement={placementOf(node)} onClose={() => setOpen(false)}>
          <module.Calendar
            selected={day}
            min={dayOf(text(node, 'min') ?? '')}
            max={dayOf(text(node, 'max') ?? '')}
            label={placeholder}
            onChoose={(chosen) => choose(withDay(value, chosen))}
          />
        </Popover>
      )}
    </Picker>
  );
}

function readableDate(value: string | undefined): string | null {
  return value === undefined || dayOf(value) === null ? null : value;
}

function placementOf(node: WidgetNode): Placement {
  const side = oneOf(node, 'side', ['top', 'bottom', 'left', 'right']) ?? 'bottom';
  const align = oneOf(node, 'align', ['start', 'center', 'end']) ?? 'start';
  return align === 'center' ? side : `${side}-${align}`;
}

import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { Field, useFieldErrors, useFieldIdentity } from '../form/Field.js';
import { useInitialFocus } from '../form/use-initial-focus.js';
import { flag, number, oneOf, text, type WidgetNode } from '../node.js';
import { controlSizeClass } from './Button.js';
import type { NodeProps } from './types.js';

const TYPES = ['number', 'email', 'text', 'password', 'tel', 'url'] as const;

export function Input({ node }: NodeProps): JSX.Element {
  const control = useRef<HTMLInputElement>(null);
  const errors = useFieldErrors();
  const type = oneOf(node, 'inputType', TYPES) ?? 'text';
  const fieldProps = useFieldProps(node);
  useInitialFocus(control, node);
  return (
    <Field errors={errors}>
      <input
        {...errors.control}
        {...fieldProps}
        ref={control}
        type={type as 'text'}
        class={`${fieldProps.class} ${flag(node, 'pill') ? 'ck-w-pill' : ''}`}
        pattern={text(node, 'pattern')}
      />
    </Field>
  );
}

export function Textarea({ node }: NodeProps): JSX.Element {
  const control = useRef<HTMLTextAreaElement>(null);
  const errors = useFieldErrors();
  const rows = Math.min(50, Math.max(1, number(node, 'rows') ?? 3));
  const pattern = text(node, 'pattern');
  const resize = useAutoResize(control, node);
  useInitialFocus(control, node);
  return (
    <Field errors={errors}>
      <textarea
        {...errors.control}
        {...useFieldProps(node)}
        ref={control}
        rows={rows}
        onInput={(event) => {
          checkPattern(event.currentTarget, pattern);
          resize();
          errors.control.onInput(event);
        }}
      />
    </Field>
  );
}

function useFieldProps(node: WidgetNode) {
  const name = text(node, 'name') ?? '';
  const placeholder = text(node, 'placeholder');
  const variant = oneOf(node, 'variant', ['soft', 'outline']) ?? 'outline';
  const gutter = oneOf(node, 'gutterSize', ['2xs', 'xs', 'sm', 'md', 'lg', 'xl']);
  const size = controlSizeClass(node);
  const keepsManagersOut = node.allowAutofillExtensions !== true;
  return {
    ...useFieldIdentity(name, placeholder),
    'data-field': name,
    class: `ck-w-input ck-w-input-${variant} ${size} ${gutter ? `ck-w-gutter-${gutter}` : ''}`,
    defaultValue: text(node, 'defaultValue') ?? '',
    placeholder,
    required: flag(node, 'required'),
    disabled: flag(node, 'disabled'),
    dir: 'auto',
    // Password managers put their buttons into any field unless they are asked not to.
    autoComplete: keepsManagersOut ? 'off' : undefined,
    'data-1p-ignore': keepsManagersOut || undefined,
    'data-lpignore': keepsManagersOut ? 'true' : undefined,
  } as const;
}

/** A text area has no `pattern` of its own; this gives it the same rule and message as an input. */
function checkPattern(control: HTMLTextAreaElement, pattern: string | undefined): void {
  if (pattern === undefined) return;
  const probe = document.createElement('input');
  probe.pattern = pattern;
  probe.value = control.value.replace(/\n/g, ' ');
  control.setCustomValidity(probe.validity?.patternMismatch ? probe.validationMessage : '');
}

const DEFAULT_MAX_ROWS = 12;

function useAutoResize(
  control: { current: HTMLTextAreaElement | null },
  node: WidgetNode,
): () => void {
  const isWanted = flag(node, 'autoResize');
  const maxRows = Math.max(1, number(node, 'maxRows') ?? DEFAULT_MAX_ROWS);
  const resize = () => {
    const element = control.current;
    if (!isWanted || !element) return;
    const style = getComputedStyle(element);
    const line = Number.parseFloat(style.lineHeight) || 20;
    const edges = element.offsetHeight - element.clientHeight;
    const padding = Number.parseFloat(style.paddingTop) + Number.parseFloat(style.paddingBottom);
    element.style.height = 'auto';
    const wanted = Math.min(element.scrollHeight, line * maxRows + padding) + edges;
    element.style.height = `${wanted}px`;
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: it measures the control, not the render
  useLayoutEffect(resize, [isWanted, maxRows]);
  return resize;
}

'use client';

import { clsx } from 'clsx';
import type { Ref } from 'react';

/** A text field as high as its text, without a frame: it looks like what it edits. */
export function GrowingText({
  label,
  value,
  onChange,
  onBlur,
  onEnter,
  oneLine = false,
  placeholder,
  maxLength,
  className,
  ref,
}: {
  label: string;
  value: string;
  onChange: (text: string) => void;
  onBlur: () => void;
  onEnter?: () => void;
  /** Line breaks become spaces; Enter is for `onEnter`. */
  oneLine?: boolean;
  placeholder?: string;
  maxLength: number;
  className?: string;
  ref?: Ref<HTMLTextAreaElement>;
}) {
  return (
    <textarea
      ref={ref}
      aria-label={label}
      placeholder={placeholder}
      rows={1}
      dir="auto"
      maxLength={maxLength}
      value={value}
      onChange={(event) => {
        const text = event.target.value;
        onChange(oneLine ? text.replace(/\s*\n\s*/g, ' ') : text);
      }}
      onBlur={onBlur}
      onKeyDown={(event) => {
        if (!oneLine || event.key !== 'Enter' || event.nativeEvent.isComposing) return;
        event.preventDefault();
        onEnter?.();
      }}
      className={clsx(
        'field-sizing-content w-full min-w-0 flex-1 resize-none rounded-sm bg-transparent outline-none',
        'max-h-96 overflow-y-auto',
        className,
      )}
    />
  );
}

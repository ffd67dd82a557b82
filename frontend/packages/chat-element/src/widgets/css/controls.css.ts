/** Buttons, fields, choices, lists of options and the calendar. */
export const controlsCss = /* css */ `
.ck-w-size-3xs { --ck-h: 24px; --ck-x: 6px; --ck-fs: var(--ck-text-xs); }
.ck-w-size-2xs { --ck-h: 24px; --ck-x: 8px; --ck-fs: var(--ck-text-xs); }
.ck-w-size-xs { --ck-h: 26px; --ck-x: 8px; --ck-fs: var(--ck-text-xs); }
.ck-w-size-sm { --ck-h: 28px; --ck-x: 10px; --ck-fs: var(--ck-text-sm); }
.ck-w-size-md { --ck-h: 32px; --ck-x: 12px; --ck-fs: var(--ck-text-sm); }
.ck-w-size-lg { --ck-h: 36px; --ck-x: 14px; --ck-fs: var(--ck-text-sm); }
.ck-w-size-xl { --ck-h: 40px; --ck-x: 16px; --ck-fs: var(--ck-text-sm); }
.ck-w-size-2xl { --ck-h: 44px; --ck-x: 16px; --ck-fs: var(--ck-text-md); }
.ck-w-size-3xl { --ck-h: 48px; --ck-x: 18px; --ck-fs: var(--ck-text-md); }

.ck-w-button {
  position: relative;
  display: inline-flex;
  align-items: center;
  justify-content: center;
  max-width: 100%;
  min-height: var(--ck-h);
  padding: 0 var(--ck-x);
  border: 1px solid transparent;
  border-radius: var(--ck-radius-sm);
  font: inherit;
  font-size: var(--ck-fs);
  font-weight: 500;
  line-height: 1.25;
  text-align: center;
  cursor: pointer;
  transition: filter 0.12s, background-color 0.12s;
}
.ck-w-button.ck-w-outline { border-color: var(--ck-c-border); }
.ck-w-button.ck-w-outline.ck-w-color-secondary {
  border-color: color-mix(in oklab, var(--ck-border-strong) 45%, var(--ck-border));
}
.ck-w-button.ck-w-pill { border-radius: 9999px; }
.ck-w-button.ck-w-block { width: 100%; }
.ck-w-button.ck-w-uniform { flex: none; width: var(--ck-h); padding: 0; }
.ck-w-button:is(.ck-w-outline, .ck-w-ghost):not(:disabled):hover { background: var(--ck-c-soft); }
.ck-w-button:is(.ck-w-solid, .ck-w-soft):not(:disabled):hover { filter: brightness(0.94); }
.ck-w-button:disabled { opacity: 0.5; cursor: not-allowed; }
.ck-w-button[aria-busy="true"] { cursor: progress; }
.ck-w-button-content { display: inline-flex; align-items: center; gap: 6px; min-width: 0; }
.ck-w-button-label { min-width: 0; overflow-wrap: anywhere; }
.ck-w-button[aria-busy="true"] > .ck-w-button-content { visibility: hidden; }
.ck-w-button[aria-busy="true"] > .ck-icon { position: absolute; inset: 0; margin: auto; }
.ck-w :is([aria-busy="true"] > .ck-icon, .ck-w-list-press[aria-busy="true"] ~ .ck-icon) { animation: ck-w-turn 0.9s linear infinite; }
@keyframes ck-w-turn { to { rotate: 1turn; } }

.ck-w :is(.ck-w-button, .ck-w-clear, .ck-w-status-toggle, .ck-w-list-more, input, textarea):focus-visible {
  outline: 2px solid var(--ck-focus);
  outline-offset: 2px;
}
.ck-w :is(.ck-w-status-toggle, .ck-w-list-more):focus-visible { outline-offset: -2px; }

.ck-w-field { display: flex; flex: 1 1 auto; flex-direction: column; gap: var(--ck-space-1); min-width: 0; }
.ck-w-field-choice { flex: 0 1 auto; }
.ck-w-field-error { color: var(--ck-danger); font-size: var(--ck-text-xs); }
.ck-w-label { font-weight: 500; overflow-wrap: anywhere; }
.ck-w-input {
  width: 100%;
  min-height: var(--ck-h);
  padding: calc((var(--ck-h) - 1.35em - 2px) / 2) var(--ck-gutter, 10px);
  border: 1px solid var(--ck-border-strong);
  border-radius: var(--ck-radius-sm);
  background: transparent;
  color: inherit;
  font: inherit;
  font-size: max(var(--ck-fs), 16px * var(--ck-touch, 0));
  line-height: 1.35;
}
/* Phones zoom into fields with text below 16 px and leave the page zoomed. */
@media (pointer: coarse) { .ck-w-input, .ck-w-editable { --ck-touch: 1; } }
.ck-w-input-soft { border-color: transparent; background: var(--ck-bg-sunken); }
.ck-w-input.ck-w-pill { border-radius: 9999px; }
.ck-w-gutter-2xs { --ck-gutter: 4px; }
.ck-w-gutter-xs { --ck-gutter: 6px; }
.ck-w-gutter-sm { --ck-gutter: 8px; }
.ck-w-gutter-md { --ck-gutter: 10px; }
.ck-w-gutter-lg { --ck-gutter: 12px; }
.ck-w-gutter-xl { --ck-gutter: 16px; }
textarea.ck-w-input { resize: vertical; }
.ck-w :is(input, textarea)::placeholder, .ck-w-placeholder { color: var(--ck-fg-subtle); opacity: 1; }
.ck-w :is(.ck-w-input, .ck-w-editable):disabled { opacity: 0.6; cursor: not-allowed; }
.ck-w :is(.ck-w-input, .ck-w-editable)[aria-invalid="true"] { border-color: var(--ck-danger); }
.ck-w-editable {
  width: 100%;
  margin: -3px -7px;
  padding: 2px 6px;
  border: 1px solid transparent;
  border-radius: var(--ck-radius-sm);
  background: transparent;
  color: inherit;
  font-family: inherit;
  font-weight: inherit;
  line-height: inherit;
  field-sizing: content;
  min-width: 6ch;
  max-width: calc(100% + 14px);
  resize: none;
}
.ck-w-editable:hover { border-color: var(--ck-border); }
.ck-w-editable:focus { border-color: var(--ck-border-strong); background: var(--ck-bg); }

.ck-w-choices { display: flex; gap: var(--ck-space-2) var(--ck-space-4); flex-wrap: wrap; }
.ck-w-choices-col { flex-direction: column; flex-wrap: nowrap; }
.ck-w-choice { display: inline-flex; align-items: flex-start; gap: var(--ck-space-2); min-height: 24px; width: fit-content; cursor: pointer; }
.ck-w-choice > span { padding-block: 2px; overflow-wrap: anywhere; }
.ck-w-choice:has(:disabled) { opacity: 0.55; cursor: not-allowed; }
.ck-w-choice input {
  flex: none;
  width: 16px;
  height: 16px;
  margin: 4px 0 0;
  accent-color: var(--ck-accent-text, var(--ck-accent));
  cursor: inherit;
}

.ck-w-picker { position: relative; display: inline-flex; max-width: 100%; min-width: 0; }
.ck-w-picker.ck-w-block { display: flex; width: 100%; }
.ck-w-picker-button { flex: 1; justify-content: space-between; gap: var(--ck-space-2); font-weight: 400; text-align: start; }
.ck-w-picker-button.ck-w-outline.ck-w-color-secondary { border-color: var(--ck-border-strong); }
.ck-w-picker-button > .ck-icon { color: var(--ck-fg-muted); }
.ck-w-picker-button.ck-w-solid > .ck-icon, .ck-w-picker-button.ck-w-solid .ck-w-placeholder { color: inherit; }
.ck-w-picker-label { min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.ck-w-clear-space { flex: none; width: 20px; margin-inline-start: auto; }
.ck-w-clear {
  position: absolute;
  inset-block: 0;
  inset-inline-end: calc(var(--ck-x, 14px) + 20px);
  display: grid;
  place-items: center;
  width: 24px;
  height: 24px;
  margin-block: auto;
  padding: 0;
  border: 0;
  border-radius: 9999px;
  background: none;
  color: var(--ck-fg-muted);
  cursor: pointer;
}
.ck-w-clear:hover { background: var(--ck-bg-sunken); color: var(--ck-fg); }

.ck-w-listbox { display: flex; flex-direction: column; min-width: 160px; max-width: 360px; }
.ck-w-listbox-search {
  min-height: 36px;
  margin-block-end: var(--ck-space-1);
  padding: 0 var(--ck-space-3);
  border: 0;
  border-block-end: 1px solid var(--ck-border);
  background: none;
  color: inherit;
  font: inherit;
}
.ck-w .ck-w-listbox-search:focus-visible { outline: none; border-color: var(--ck-focus); }
.ck-w-listbox-options { max-height: 280px; overflow-y: auto; outline: none; }
.ck-w-option {
  display: flex;
  align-items: center;
  gap: var(--ck-space-3);
  min-height: 34px;
  padding: 6px var(--ck-space-3);
  border-radius: max(calc(var(--ck-radius-md) - var(--ck-space-1)), 0px);
  cursor: pointer;
}
.ck-w-option-text { flex: 1; min-width: 0; overflow-wrap: anywhere; }
.ck-w-option-description { display: block; color: var(--ck-fg-muted); font-size: var(--ck-text-xs); }
.ck-w-option[data-active] { background: var(--ck-bg-sunken); }
.ck-w-listbox:has(:focus-visible) .ck-w-option[data-active] { outline: 2px solid var(--ck-focus); outline-offset: -2px; }
.ck-w-option[aria-disabled="true"] { opacity: 0.5; cursor: not-allowed; }
.ck-w-listbox-empty { margin: 0; padding: var(--ck-space-2) var(--ck-space-3); color: var(--ck-fg-muted); }

.ck-w-calendar { padding: var(--ck-space-2); user-select: none; }
.ck-w-calendar-bar { display: flex; align-items: center; justify-content: space-between; margin-block-end: var(--ck-space-2); }
.ck-w-calendar-title { font-weight: 600; }
.ck-w-calendar table { width: 252px; border-spacing: 0; table-layout: fixed; }
.ck-w-calendar th { padding: var(--ck-space-1) 0; color: var(--ck-fg-muted); font-size: 11px; font-weight: 500; white-space: nowrap; }
.ck-w-calendar td { padding: 1px; }
.ck-w-calendar :is(.ck-w-day, .ck-w-calendar-turn) {
  display: grid;
  place-items: center;
  width: 34px;
  height: 34px;
  padding: 0;
  border: 0;
  border-radius: 9999px;
  background: none;
  color: inherit;
  font: inherit;
  font-variant-numeric: tabular-nums;
  cursor: pointer;
}
.ck-w-calendar button:not(:disabled):hover { background: var(--ck-bg-sunken); }
.ck-w-calendar button:focus-visible { outline: 2px solid var(--ck-focus); outline-offset: 1px; }
.ck-w-calendar button:disabled { opacity: 0.35; cursor: not-allowed; }
.ck-w-calendar .ck-w-day-outside { color: var(--ck-fg-subtle); }
.ck-w-calendar .ck-w-day-today { box-shadow: inset 0 0 0 1px var(--ck-border-strong); }
.ck-w-calendar .ck-w-day-selected,
.ck-w-calendar .ck-w-day-selected:not(:disabled):hover { background: var(--ck-accent); color: var(--ck-accent-fg); }

@media (prefers-reduced-motion: reduce) {
  .ck-w *, .ck-popover { animation-duration: 0.01ms !important; transition: none !important; }
  .ck-w [aria-busy="true"] > .ck-icon { animation-duration: 2s !important; }
}
@media (forced-colors: active) {
  .ck-w-option[data-active] { outline: 2px solid Highlight; outline-offset: -2px; }
  .ck-w-day-selected { forced-color-adjust: none; background: Highlight; color: HighlightText; }
}
`;

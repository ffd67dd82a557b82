/** Buttons, menus, dialogs, fields. */
export const controlsCss = /* css */ `
.ck-icon-button {
  flex: none;
  display: inline-grid;
  place-items: center;
  inline-size: 2.25rem;
  block-size: 2.25rem;
  padding: 0;
  border: 0;
  border-radius: var(--ck-radius-full);
  background: transparent;
  color: var(--ck-fg-muted);
  transition: background-color 0.15s, color 0.15s;
}
.ck-icon-button:hover:not(:disabled) { background: var(--ck-bg-sunken); color: var(--ck-fg); }
.ck-icon-button[aria-pressed="true"] { color: var(--ck-accent-text); background: var(--ck-accent-soft); }
.ck-icon-button[aria-expanded="true"] { background: var(--ck-bg-sunken); color: var(--ck-fg); }
.ck-icon-button:disabled { color: var(--ck-border-strong); }
@media (pointer: coarse) {
  .ck-icon-button { inline-size: 2.75rem; block-size: 2.75rem; }
}
.ck-root:dir(rtl) .ck-send svg { transform: none; }

.ck-button {
  flex: none;
  min-block-size: 2.25rem;
  padding: var(--ck-space-1) var(--ck-space-4);
  border: 1px solid var(--ck-border);
  border-radius: var(--ck-radius-full);
  background: var(--ck-bg-raised);
  font-size: var(--ck-text-sm);
  font-weight: 500;
  transition: background-color 0.15s, opacity 0.15s;
}
.ck-button:hover:not(:disabled) { background: var(--ck-bg-sunken); }
.ck-button-primary { border-color: transparent; background: var(--ck-accent); color: var(--ck-accent-fg); }
.ck-button-primary:hover:not(:disabled) { background: var(--ck-accent); opacity: 0.88; }
.ck-button-danger { border-color: transparent; background: var(--ck-danger); color: var(--ck-danger-fg); }
.ck-button-danger:hover:not(:disabled) { background: var(--ck-danger); opacity: 0.88; }
.ck-button:disabled { background: var(--ck-bg-sunken); color: var(--ck-fg-subtle); border-color: transparent; }

.ck-popover.ck-menu {
  min-inline-size: 12rem;
  max-inline-size: min(22rem, calc(100vw - 1rem));
  padding: var(--ck-space-1);
  border: 1px solid var(--ck-border);
  border-radius: var(--ck-radius-md);
  background: var(--ck-bg-raised);
  color: var(--ck-fg);
  box-shadow: 0 8px 28px oklch(0 0 0 / 0.14);
  overflow-y: auto;
  animation: ck-rise 0.12s ease-out;
}
@keyframes ck-rise { from { opacity: 0; translate: 0 4px; } }
.ck-menu-item {
  display: flex;
  align-items: center;
  gap: var(--ck-space-3);
  inline-size: 100%;
  min-block-size: 2.25rem;
  padding: var(--ck-space-2) var(--ck-space-3);
  border: 0;
  border-radius: calc(var(--ck-radius-md) - var(--ck-space-1));
  background: transparent;
  font-size: var(--ck-text-sm);
  text-align: start;
  cursor: pointer;
}
.ck-menu-item svg { flex: none; color: var(--ck-fg-muted); }
.ck-menu-item:hover, .ck-menu-item:focus-visible, .ck-menu-item[aria-selected="true"] { background: var(--ck-bg-sunken); }
.ck-menu-item:focus-visible { outline-offset: -2px; }
.ck-menu-item[aria-disabled="true"] { color: var(--ck-fg-subtle); cursor: default; }
.ck-menu-item-danger, .ck-menu-item-danger svg { color: var(--ck-danger); }
.ck-menu-text { flex: 1; min-inline-size: 0; display: grid; overflow-wrap: anywhere; }
.ck-menu-description { color: var(--ck-fg-subtle); font-size: var(--ck-text-xs); }
.ck-menu-group, .ck-menu-note {
  padding: var(--ck-space-2) var(--ck-space-3) var(--ck-space-1);
  color: var(--ck-fg-subtle);
  font-size: var(--ck-text-xs);
}
.ck-menu-note { padding-block: var(--ck-space-3); font-size: var(--ck-text-sm); }
.ck-mentions { min-inline-size: 16rem; }

.ck-dialog {
  inline-size: min(26rem, calc(100vw - 2rem));
  padding: 0;
  border: 1px solid var(--ck-border);
  border-radius: var(--ck-radius-lg);
  background: var(--ck-bg-raised);
  color: var(--ck-fg);
  box-shadow: 0 16px 48px oklch(0 0 0 / 0.22);
}
.ck-dialog::backdrop { background: oklch(0 0 0 / 0.4); }
.ck-dialog-content { display: grid; gap: var(--ck-space-4); padding: var(--ck-space-6); }
.ck-dialog h2 { font-size: var(--ck-text-lg); font-weight: 600; line-height: 1.3; }
.ck-dialog p { color: var(--ck-fg-muted); font-size: var(--ck-text-sm); overflow-wrap: anywhere; }
.ck-dialog form { display: grid; gap: var(--ck-space-4); }
.ck-dialog footer { display: flex; flex-wrap: wrap; justify-content: flex-end; gap: var(--ck-space-2); }

.ck-labelled { display: grid; gap: var(--ck-space-1); font-size: var(--ck-text-sm); font-weight: 500; }
.ck-field {
  inline-size: 100%;
  padding: var(--ck-space-2) var(--ck-space-3);
  border: 1px solid var(--ck-border-strong);
  border-radius: var(--ck-radius-sm);
  background: var(--ck-bg);
  font-weight: 400;
  resize: vertical;
}
/* Below 16 px, phones zoom into a field that gets the focus. */
@media (pointer: coarse) { .ck-field, .ck-search input, .ck-input textarea { font-size: max(16px, 1em); } }
.ck-field:focus-visible { outline-offset: -1px; }
.ck-field::placeholder { color: var(--ck-fg-subtle); opacity: 1; }
.ck-dialog .ck-field-error { color: var(--ck-danger); }

.ck-file {
  position: relative;
  display: inline-flex;
  align-items: center;
  gap: var(--ck-space-2);
  max-inline-size: 100%;
  min-block-size: 3.25rem;
  padding: var(--ck-space-2) var(--ck-space-3);
  overflow: hidden;
  border: 1px solid var(--ck-border);
  border-radius: var(--ck-radius-md);
  background: var(--ck-bg-raised);
  font-size: var(--ck-text-sm);
  line-height: 1.3;
}
.ck-file > svg { flex: none; color: var(--ck-fg-muted); }
.ck-file-text { display: grid; min-inline-size: 0; }
.ck-file-name { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; max-inline-size: 12rem; }
.ck-file-type { color: var(--ck-fg-subtle); font-size: var(--ck-text-xs); }
.ck-file .ck-icon-button { inline-size: 1.75rem; block-size: 1.75rem; margin-inline-end: calc(var(--ck-space-1) * -1); }
.ck-file-preview { inline-size: 2.25rem; block-size: 2.25rem; border-radius: var(--ck-radius-sm); object-fit: cover; }
.ck-file-failed { border-color: var(--ck-danger-border); background: var(--ck-danger-soft); }
.ck-file-failed .ck-file-type { color: var(--ck-danger); }
.ck-file-progress, .ck-image-progress {
  position: absolute;
  inset-inline: 0;
  inset-block-end: 0;
  inline-size: 100%;
  block-size: 3px;
  appearance: none;
  border: 0;
  background: var(--ck-bg-sunken);
  color: var(--ck-accent);
}
:is(.ck-file-progress, .ck-image-progress)::-webkit-progress-bar { background: var(--ck-bg-sunken); }
:is(.ck-file-progress, .ck-image-progress)::-webkit-progress-value { background: var(--ck-accent); transition: inline-size 0.2s; }
:is(.ck-file-progress, .ck-image-progress)::-moz-progress-bar { background: var(--ck-accent); }
`;

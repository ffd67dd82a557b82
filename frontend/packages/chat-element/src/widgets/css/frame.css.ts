/** Roots, their headers and footers, and the popovers of controls. */
export const frameCss = /* css */ `
.ck-w {
  --ck-card-inset: var(--ck-space-4);
  min-width: 0;
  max-width: 100%;
  color: var(--ck-fg);
  font-family: var(--ck-font);
  font-size: var(--ck-text-sm);
  line-height: 1.45;
}
.ck-w *, .ck-popover * { box-sizing: border-box; }
.ck-w [hidden] { display: none; }
.ck-w-content { transition: opacity 0.15s; }
.ck-w-content[inert] { opacity: 0.5; }
.ck-w-error {
  display: flex;
  margin: var(--ck-space-2) 0 0;
  padding: var(--ck-space-2) var(--ck-space-3);
  border: 1px solid var(--ck-danger-border);
  border-radius: var(--ck-radius-sm);
  background: var(--ck-danger-soft);
  color: var(--ck-danger);
  overflow-wrap: anywhere;
}

.ck-w-card,
.ck-w-list {
  width: 100%;
  overflow: hidden;
  border: 1px solid var(--ck-border);
  border-radius: var(--ck-radius-md);
  background: var(--ck-bg-raised);
}
.ck-w-card-sm { max-width: 360px; }
.ck-w-card-md { max-width: 440px; }
.ck-w-card-lg, .ck-w-list { max-width: 560px; }
.ck-w-card-full { max-width: none; }
.ck-w-card-body {
  display: flex;
  flex-direction: column;
  gap: var(--ck-space-3);
  padding: var(--ck-space-4);
}
.ck-w-card-footer {
  display: flex;
  flex-wrap: wrap;
  justify-content: flex-end;
  gap: var(--ck-space-2);
  padding: 0 var(--ck-space-4) var(--ck-space-4);
}
.ck-w-basic { max-width: 100%; }

.ck-w-status {
  display: flex;
  align-items: center;
  gap: var(--ck-space-2);
  width: 100%;
  min-height: 40px;
  padding: var(--ck-space-2) var(--ck-space-4);
  border: 0;
  border-block-end: 1px solid var(--ck-border);
  background: none;
  color: var(--ck-fg-muted);
  font: inherit;
  text-align: start;
}
.ck-w-status-text { flex: 1; min-width: 0; overflow-wrap: anywhere; }
.ck-w-status-toggle { cursor: pointer; }
.ck-w-status-toggle:hover { background: var(--ck-bg-sunken); color: var(--ck-fg); }
.ck-w-status-toggle[aria-expanded="false"] { border-block-end: 0; }
.ck-w-favicon { border-radius: 3px; object-fit: cover; }

.ck-w-list-rows { margin: 0; padding: 0; list-style: none; }
.ck-w-list-row {
  position: relative;
  display: flex;
  align-items: center;
  gap: var(--ck-space-2);
  padding: var(--ck-space-3) var(--ck-space-4);
}
.ck-w-list-row + .ck-w-list-row { border-block-start: 1px solid var(--ck-border); }
.ck-w-list-content {
  position: relative;
  display: flex;
  flex: 1;
  align-items: center;
  gap: var(--ck-space-3);
  min-width: 0;
}
.ck-w-list-press { position: absolute; inset: 0; border: 0; background: none; cursor: pointer; }
.ck-w-list-press:hover { background: color-mix(in oklab, var(--ck-fg) 4%, transparent); }
.ck-w-list-press:focus-visible { outline: 2px solid var(--ck-focus); outline-offset: -2px; }
.ck-w-list-row-active .ck-w-list-content { pointer-events: none; }
.ck-w-list-row-active :is(button, a, input, select, textarea, label) { pointer-events: auto; }
.ck-w-list-more {
  display: flex;
  align-items: center;
  justify-content: center;
  gap: var(--ck-space-1);
  width: 100%;
  min-height: 40px;
  border: 0;
  border-block-start: 1px solid var(--ck-border);
  background: none;
  color: var(--ck-fg-muted);
  font: inherit;
  font-weight: 500;
  cursor: pointer;
}
.ck-w-list-more:hover { background: var(--ck-bg-sunken); color: var(--ck-fg); }

.ck-popover {
  position: fixed;
  inset: auto;
  inset-block-start: 0;
  inset-inline-start: 0;
  box-sizing: border-box;
  width: max-content;
  max-width: calc(100vw - 16px);
  margin: 0;
  padding: var(--ck-space-1);
  overflow: auto;
  border: 1px solid var(--ck-border);
  border-radius: var(--ck-radius-md);
  background: var(--ck-bg-raised);
  box-shadow: 0 8px 28px rgb(0 0 0 / 14%), 0 1px 3px rgb(0 0 0 / 8%);
  color: var(--ck-fg);
  font-family: var(--ck-font);
  font-size: var(--ck-text-sm);
  line-height: 1.45;
  white-space: normal;
  animation: ck-popover-in 0.12s ease-out;
}
@keyframes ck-popover-in { from { opacity: 0; translate: 0 -2px; } }

.ck-icon { flex: none; vertical-align: -0.125em; }
.ck-icon--upright { rotate: 90deg; }
.ck-icon--directional:dir(rtl) { scale: -1 1; }
`;

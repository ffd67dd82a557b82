/** The list of threads: a panel over the chat, beside it where there is room. */
export const historyCss = /* css */ `
.ck-history-layer { position: absolute; inset: 0; z-index: 2; }
.ck-scrim { position: absolute; inset: 0; background: oklch(0 0 0 / 0.32); animation: ck-fade 0.16s; }
@keyframes ck-fade { from { opacity: 0; } }
.ck-history {
  position: absolute;
  inset-block: 0;
  inset-inline-end: 0;
  display: flex;
  flex-direction: column;
  inline-size: 100%;
  background: var(--ck-bg);
  animation: ck-slide 0.18s ease-out;
}
@keyframes ck-slide { from { opacity: 0; translate: 12px 0; } }
.ck-root:dir(rtl) .ck-history { animation-name: ck-slide-rtl; }
@keyframes ck-slide-rtl { from { opacity: 0; translate: -12px 0; } }
@container chat (min-width: 36rem) {
  .ck-history { inline-size: 22rem; border-inline-start: 1px solid var(--ck-border); box-shadow: 0 0 40px oklch(0 0 0 / 0.14); }
}
.ck-search { position: relative; display: block; margin: 0 var(--ck-space-4) var(--ck-space-2); }
.ck-search svg { position: absolute; inset-block-start: 50%; inset-inline-start: var(--ck-space-3); translate: 0 -50%; color: var(--ck-fg-subtle); }
.ck-search input {
  inline-size: 100%;
  min-block-size: 2.5rem;
  padding-inline: calc(var(--ck-space-3) + 16px + var(--ck-space-2)) var(--ck-space-3);
  border: 1px solid var(--ck-border);
  border-radius: var(--ck-radius-full);
  background: var(--ck-bg-raised);
  font-size: var(--ck-text-sm);
}
.ck-search input::placeholder { color: var(--ck-fg-subtle); opacity: 1; }
.ck-threads { flex: 1; min-block-size: 0; overflow-y: auto; padding: 0 var(--ck-space-2) var(--ck-space-4); scrollbar-width: thin; }
.ck-group { padding: var(--ck-space-3) var(--ck-space-2) var(--ck-space-1); color: var(--ck-fg-subtle); font-size: var(--ck-text-xs); font-weight: 500; }
.ck-thread { display: flex; align-items: center; border-radius: var(--ck-radius-md); }
.ck-thread:hover, .ck-thread:focus-within, .ck-thread:has([aria-current]) { background: var(--ck-bg-sunken); }
.ck-thread-open { flex: 1; min-inline-size: 0; min-block-size: 2.5rem; padding: var(--ck-space-2); border: 0; border-radius: inherit; background: none; font-size: var(--ck-text-sm); text-align: start; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.ck-thread-open[aria-current] { font-weight: 600; }
.ck-thread-open:focus-visible { outline-offset: -2px; }
.ck-empty, .ck-more { display: grid; justify-items: center; gap: var(--ck-space-2); padding: var(--ck-space-6) var(--ck-space-4); color: var(--ck-fg-subtle); font-size: var(--ck-text-sm); text-align: center; }
`;

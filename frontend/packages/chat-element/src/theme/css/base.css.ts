/** The frame of the element, and what holds everywhere in it. */
export const baseCss = /* css */ `
:host {
  display: block;
  position: relative;
  block-size: 100%;
  min-block-size: 20rem;
  overflow: hidden;
  contain: layout style paint;
  color: var(--ck-fg);
  background: var(--ck-bg);
  font-family: var(--ck-font);
  font-size: var(--ck-text-md);
  line-height: 1.5;
  text-align: start;
  -webkit-text-size-adjust: 100%;
  text-size-adjust: 100%;
}
:host([hidden]) { display: none; }

*, ::before, ::after { box-sizing: border-box; }
button, input, textarea, select { font: inherit; color: inherit; letter-spacing: inherit; }
button { cursor: pointer; }
button:disabled { cursor: default; }
h2, h3, p, ul, ol, dl, dd, figure, fieldset, blockquote { margin: 0; padding: 0; }
fieldset { border: 0; min-inline-size: 0; }
/* Lists of the interface; those in messages keep their marks. */
:is(ul, ol):not(.ck-md *) { list-style: none; }
img { max-inline-size: 100%; }

:focus-visible {
  outline: 2px solid var(--ck-focus);
  outline-offset: 2px;
}
::selection { background: color-mix(in oklab, var(--ck-info) 26%, transparent); }

.ck-root {
  position: absolute;
  inset: 0;
  container: chat / inline-size;
}
.ck-main {
  display: flex;
  flex-direction: column;
  block-size: 100%;
  min-block-size: 0;
}

/* Read by screen readers, not shown. */
.ck-hidden {
  position: absolute;
  inline-size: 1px;
  block-size: 1px;
  margin: -1px;
  overflow: hidden;
  clip-path: inset(50%);
  white-space: nowrap;
}
.ck-space { flex: 1; }

.ck-header {
  flex: none;
  display: flex;
  align-items: center;
  gap: var(--ck-space-1);
  min-block-size: calc(var(--ck-space-8) * 1.75);
  padding: var(--ck-space-2) var(--ck-space-3);
  padding-inline-start: var(--ck-space-4);
}
.ck-title {
  flex: 1;
  min-inline-size: 0;
  overflow: hidden;
  text-overflow: ellipsis;
  white-space: nowrap;
  font-size: var(--ck-text-md);
  font-weight: 600;
  line-height: 1.5;
}

.ck-center {
  flex: 1;
  display: flex;
  flex-direction: column;
  align-items: center;
  justify-content: center;
  gap: var(--ck-space-3);
  padding: var(--ck-space-4);
  color: var(--ck-fg-muted);
  text-align: center;
}

.ck-start {
  flex: 1;
  display: flex;
  flex-direction: column;
  align-items: center;
  justify-content: safe center;
  gap: var(--ck-space-6);
  overflow-y: auto;
  padding: var(--ck-space-5) var(--ck-space-4);
}
.ck-greeting {
  max-inline-size: 32ch;
  font-size: var(--ck-text-2xl);
  font-weight: 600;
  line-height: 1.25;
  letter-spacing: -0.015em;
  text-align: center;
  text-wrap: balance;
}
.ck-root:lang(ur) .ck-greeting { letter-spacing: 0; }
.ck-prompts {
  display: flex;
  flex-wrap: wrap;
  justify-content: center;
  gap: var(--ck-space-2);
  inline-size: 100%;
  max-inline-size: 40rem;
}
.ck-prompt {
  display: flex;
  align-items: center;
  gap: var(--ck-space-2);
  min-block-size: 2.75rem;
  padding: var(--ck-space-2) var(--ck-space-4);
  border: 1px solid var(--ck-border);
  border-radius: var(--ck-radius-md);
  background: var(--ck-bg-raised);
  font-size: var(--ck-text-sm);
  text-align: start;
  transition: background-color 0.15s, border-color 0.15s;
}
.ck-prompt svg { flex: none; color: var(--ck-fg-subtle); }
.ck-prompt:hover { background: var(--ck-bg-sunken); border-color: var(--ck-border-strong); }

/* Text of something that is going on: a soft light moves over it. */
.ck-shimmer {
  background: linear-gradient(90deg, var(--ck-fg-muted) 35%, var(--ck-border-strong) 50%, var(--ck-fg-muted) 65%) 0 / 300% 100%;
  background-clip: text;
  -webkit-background-clip: text;
  -webkit-text-fill-color: transparent;
  color: var(--ck-fg-muted);
  animation: ck-shimmer 2.4s linear infinite;
}
@keyframes ck-shimmer { from { background-position: 100% 0; } to { background-position: 0 0; } }
/* Quick loads should not flash a word. */
.ck-appear-late { opacity: 0; animation: ck-shimmer 2.4s linear infinite, ck-appear 0.2s 0.35s forwards; }
@keyframes ck-appear { to { opacity: 1; } }

@media (prefers-reduced-motion: reduce) {
  *, ::before, ::after { animation-duration: 0.01ms !important; animation-iteration-count: 1 !important; transition-duration: 0.01ms !important; }
  .ck-shimmer { background: none; -webkit-text-fill-color: currentColor; }
}
@media (forced-colors: active) {
  .ck-shimmer { background: none; -webkit-text-fill-color: currentColor; }
  .ck-bubble, .ck-composer, .ck-notice, .ck-error { border: 1px solid; }
}
`;

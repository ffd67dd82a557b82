/** The foot: composer, questions, what takes their place, the disclaimer. */
export const composerCss = /* css */ `
.ck-foot {
  flex: none;
  display: grid;
  gap: var(--ck-space-2);
  inline-size: 100%;
  max-inline-size: 48rem;
  max-block-size: 75%;
  margin-inline: auto;
  padding: 0 var(--ck-space-4) max(var(--ck-space-4), env(safe-area-inset-bottom));
}
.ck-foot > * { min-inline-size: 0; min-block-size: 0; }
.ck-composer {
  position: relative;
  display: flex;
  flex-direction: column;
  border: 1px solid var(--ck-border);
  border-radius: var(--ck-radius-lg);
  background: var(--ck-bg-raised);
  box-shadow: 0 2px 12px oklch(0 0 0 / 0.05);
  transition: border-color 0.15s;
}
.ck-composer:focus-within { border-color: var(--ck-border-strong); }
.ck-composer[aria-disabled="true"] { background: var(--ck-bg-sunken); }
.ck-composer-dropping { border-style: dashed; border-color: var(--ck-accent-text); }
.ck-drop {
  position: absolute;
  inset: 0;
  z-index: 1;
  display: grid;
  place-items: center;
  border-radius: inherit;
  background: color-mix(in oklab, var(--ck-bg-raised) 90%, transparent);
  font-weight: 500;
}

/* The text area lies over a copy of its text, which gives both their height. */
.ck-input {
  display: grid;
  max-block-size: min(16rem, 40cqb);
  overflow-y: auto;
  margin: var(--ck-space-3) var(--ck-space-4) 0;
}
.ck-input > * {
  grid-area: 1 / 1;
  min-inline-size: 0;
  padding: 0;
  border: 0;
  font: inherit;
  line-height: 1.5;
  white-space: pre-wrap;
  overflow-wrap: anywhere;
}
.ck-input textarea {
  inline-size: 100%;
  overflow: hidden;
  resize: none;
  background: transparent;
  outline: none;
}
.ck-input-long textarea { block-size: min(16rem, 40cqb); overflow-y: auto; overflow-wrap: break-word; }
.ck-input textarea::placeholder { color: var(--ck-fg-subtle); opacity: 1; }
.ck-input textarea:disabled { -webkit-text-fill-color: currentColor; }
.ck-input-mirror { color: transparent; pointer-events: none; }
.ck-input-mirror mark { color: transparent; }

.ck-composer-bar { display: flex; flex-wrap: wrap; align-items: center; gap: var(--ck-space-1); padding: var(--ck-space-2); }
.ck-icon-button.ck-send { background: var(--ck-accent); color: var(--ck-accent-fg); }
.ck-icon-button.ck-send:hover:not(:disabled) { background: var(--ck-accent); color: var(--ck-accent-fg); opacity: 0.88; }
.ck-icon-button.ck-send:disabled { background: var(--ck-bg-sunken); color: var(--ck-fg-subtle); }
.ck-tool, .ck-model {
  display: inline-flex;
  align-items: center;
  gap: var(--ck-space-2);
  min-inline-size: 0;
  min-block-size: 2.25rem;
  padding: var(--ck-space-1) var(--ck-space-3);
  border: 0;
  border-radius: var(--ck-radius-full);
  background: transparent;
  color: var(--ck-fg-muted);
  font-size: var(--ck-text-sm);
}
.ck-tool:hover, .ck-model:hover, .ck-model[aria-expanded="true"] { background: var(--ck-bg-sunken); color: var(--ck-fg); }
.ck-tool[aria-pressed="true"] { background: var(--ck-accent-soft); color: var(--ck-accent-text); font-weight: 500; }
.ck-model { gap: var(--ck-space-1); }

.ck-composer-quote { display: flex; align-items: flex-start; gap: var(--ck-space-2); padding: var(--ck-space-3) var(--ck-space-2) 0 var(--ck-space-4); color: var(--ck-fg-muted); font-size: var(--ck-text-sm); }
.ck-composer-quote svg { flex: none; margin-block-start: 0.15em; }
.ck-composer-quote p { flex: 1; min-inline-size: 0; display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden; overflow-wrap: anywhere; }
.ck-composer-quote .ck-icon-button { inline-size: 1.75rem; block-size: 1.75rem; }
.ck-chosen { display: flex; flex-wrap: wrap; gap: var(--ck-space-2); max-block-size: 9rem; overflow-y: auto; padding: var(--ck-space-3) var(--ck-space-3) 0; }
.ck-chosen li { max-inline-size: 100%; }
.ck-refused { display: grid; gap: var(--ck-space-1); padding: var(--ck-space-3) var(--ck-space-4) 0; color: var(--ck-danger); font-size: var(--ck-text-sm); overflow-wrap: anywhere; }

.ck-closed { display: flex; align-items: center; justify-content: center; gap: var(--ck-space-2); padding: var(--ck-space-4); border-radius: var(--ck-radius-lg); background: var(--ck-bg-sunken); color: var(--ck-fg-muted); font-size: var(--ck-text-sm); text-align: center; }
.ck-closed svg { flex: none; }

.ck-disclaimer { text-align: center; text-wrap: balance; }
.ck-disclaimer .ck-md { color: var(--ck-fg-subtle); font-size: var(--ck-text-xs); line-height: 1.4; }
.ck-disclaimer-high .ck-md { color: var(--ck-fg); }

.ck-questions { overflow-y: auto; gap: var(--ck-space-3); padding: var(--ck-space-4); }
.ck-questions h3 { font-size: var(--ck-text-md); font-weight: 600; outline: none; overflow-wrap: anywhere; }
.ck-question-count, .ck-question-hint { color: var(--ck-fg-subtle); font-size: var(--ck-text-sm); }
.ck-question { display: grid; gap: var(--ck-space-3); }
.ck-question footer { display: flex; flex-wrap: wrap; gap: var(--ck-space-2); }
.ck-options { display: grid; gap: var(--ck-space-2); }
.ck-options legend { padding: 0 0 var(--ck-space-2); }
.ck-option { display: flex; align-items: center; gap: var(--ck-space-3); min-block-size: 2.5rem; padding: var(--ck-space-2) var(--ck-space-3); border: 1px solid var(--ck-border); border-radius: var(--ck-radius-md); cursor: pointer; }
.ck-option:hover { background: var(--ck-bg-sunken); }
.ck-option:has(:checked) { border-color: var(--ck-accent-text); background: var(--ck-accent-soft); }
.ck-option input { flex: none; inline-size: 1.125rem; block-size: 1.125rem; margin: 0; accent-color: var(--ck-accent); }
`;

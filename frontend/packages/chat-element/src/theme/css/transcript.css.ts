/** The scrolling list of turns, and what the person said. */
export const transcriptCss = /* css */ `
.ck-transcript { position: relative; flex: 1; min-block-size: 0; }
/* Text fades out under the header and above the composer. */
.ck-transcript::before, .ck-transcript::after {
  content: "";
  position: absolute;
  inset-inline: 0;
  z-index: 1;
  block-size: var(--ck-space-3);
  pointer-events: none;
}
.ck-transcript::before { inset-block-start: 0; background: linear-gradient(var(--ck-bg), transparent); }
.ck-transcript::after { inset-block-end: 0; background: linear-gradient(transparent, var(--ck-bg)); }
.ck-scroller {
  block-size: 100%;
  overflow-y: auto;
  overscroll-behavior: contain;
  scrollbar-gutter: stable both-edges;
  scrollbar-width: thin;
  scrollbar-color: var(--ck-border-strong) transparent;
}
.ck-scroller:focus-visible { outline-offset: -3px; }
.ck-content {
  display: flex;
  flex-direction: column;
  gap: var(--ck-space-6);
  max-inline-size: 48rem;
  margin-inline: auto;
  padding: var(--ck-space-4) var(--ck-space-4) var(--ck-space-6);
}

.ck-turn {
  display: flex;
  flex-direction: column;
  gap: var(--ck-space-5);
  content-visibility: auto;
  contain-intrinsic-size: auto 12rem;
}
.ck-turn-last { content-visibility: visible; }
/* Room for the answer below the question, so that nothing moves while it comes in. */
.ck-turn-fills { min-block-size: calc(100cqb - var(--ck-space-8) * 2); }
.ck-scroller { container: transcript / size; }

.ck-user {
  display: flex;
  flex-direction: column;
  align-items: flex-end;
  gap: var(--ck-space-2);
}
.ck-bubble {
  max-inline-size: min(85%, 36rem);
  padding: var(--ck-space-2) var(--ck-space-4);
  border-radius: min(var(--ck-radius-lg), 1.375em);
  background: var(--ck-bubble);
  white-space: pre-wrap;
  overflow-wrap: anywhere;
}
.ck-quote {
  display: flex;
  gap: var(--ck-space-2);
  max-inline-size: min(85%, 36rem);
  color: var(--ck-fg-subtle);
  font-size: var(--ck-text-sm);
}
.ck-quote svg { flex: none; margin-block-start: 0.25em; }
.ck-quote span { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 3; overflow: hidden; overflow-wrap: anywhere; }
.ck-tag, .ck-input-mirror mark {
  border-radius: 0.25em;
  background: color-mix(in oklab, var(--ck-info) 16%, transparent);
  color: var(--ck-info);
}
.ck-tag { padding: 0.05em 0.3em; font-weight: 500; }
.ck-tag-button { border: 0; text-decoration: underline dotted; text-underline-offset: 0.2em; }
.ck-attachments { display: flex; flex-wrap: wrap; justify-content: flex-end; gap: var(--ck-space-2); max-inline-size: 85%; }
.ck-attachments li { max-inline-size: 100%; }
.ck-attachment-image {
  display: block;
  inline-size: auto;
  block-size: 10rem;
  max-inline-size: 16rem;
  border: 1px solid var(--ck-border);
  border-radius: var(--ck-radius-md);
  object-fit: cover;
}

.ck-older { display: flex; flex-direction: column; align-items: center; gap: var(--ck-space-2); min-block-size: 2.5rem; color: var(--ck-fg-muted); font-size: var(--ck-text-sm); }
.ck-jump {
  position: absolute;
  inset-block-end: var(--ck-space-3);
  inset-inline-start: 50%;
  translate: -50% 0;
  border: 1px solid var(--ck-border);
  background: var(--ck-bg-raised);
  box-shadow: 0 2px 10px oklch(0 0 0 / 0.1);
}
.ck-root:dir(rtl) .ck-jump { translate: 50% 0; }
.ck-selection-reply {
  position: absolute;
  translate: -50% calc(-100% - 6px);
  display: flex;
  align-items: center;
  gap: var(--ck-space-2);
  min-block-size: 2rem;
  padding: var(--ck-space-1) var(--ck-space-3);
  border: 1px solid var(--ck-border);
  border-radius: var(--ck-radius-full);
  background: var(--ck-bg-raised);
  box-shadow: 0 4px 16px oklch(0 0 0 / 0.14);
  font-size: var(--ck-text-sm);
  font-weight: 500;
}
`;

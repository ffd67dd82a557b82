/** Layout and content: boxes, text, badges, images and tables. */
export const contentCss = /* css */ `
.ck-w-row, .ck-w-col { display: flex; min-width: 0; max-width: 100%; }
.ck-w-row { flex-direction: row; align-items: center; gap: var(--ck-space-2); }
.ck-w-col { flex-direction: column; gap: var(--ck-space-2); }
:is(.ck-w-row, .ck-w-col, .ck-w-card-body) > * { min-width: 0; }
.ck-w-row > :is(.ck-w-badge, .ck-w-icon, .ck-w-button) { flex-shrink: 0; }
form.ck-w-col { gap: var(--ck-space-3); }
.ck-w-spacer { flex: 1 1 0; }
.ck-w-transition { overflow: hidden; }

.ck-w-divider {
  align-self: stretch;
  width: auto;
  height: 0;
  margin: var(--ck-divider-space, 0) 0;
  border: 0;
  border-block-start: var(--ck-divider-size, 1px) solid var(--ck-divider-color, var(--ck-border));
}
.ck-w-card-body > .ck-w-flush { margin-inline: calc(var(--ck-card-inset) * -1); }
.ck-w-card-body > .ck-w-flush:not(hr) { width: calc(100% + var(--ck-card-inset) * 2); max-width: none; }

/* Each text has its own direction, but all of them keep to the edge of their widget. */
.ck-w-text, .ck-w-title, .ck-w-caption, .ck-w-status-text {
  text-align: -webkit-match-parent;
  text-align: match-parent;
}
.ck-w-text, .ck-w-title, .ck-w-caption { margin: 0; overflow-wrap: anywhere; white-space: pre-line; }
.ck-w-text-xs { font-size: var(--ck-text-xs); }
.ck-w-text-sm { font-size: calc((var(--ck-text-xs) + var(--ck-text-sm)) / 2); }
.ck-w-text-md { font-size: var(--ck-text-sm); }
.ck-w-text-lg { font-size: var(--ck-text-md); }
.ck-w-text-xl { font-size: var(--ck-text-lg); }
.ck-w-title { font-weight: 600; line-height: 1.25; text-wrap: balance; }
.ck-w-title-xs { font-size: var(--ck-text-xs); }
.ck-w-title-sm { font-size: var(--ck-text-sm); }
.ck-w-title-md { font-size: var(--ck-text-md); }
.ck-w-title-lg { font-size: var(--ck-text-lg); }
.ck-w-title-xl { font-size: var(--ck-text-xl); }
.ck-w-title-2xl { font-size: var(--ck-text-2xl); }
.ck-w-title-3xl { font-size: var(--ck-text-3xl); }
.ck-w-title-4xl { font-size: calc(var(--ck-text-3xl) * 1.25); }
.ck-w-title-5xl { font-size: calc(var(--ck-text-3xl) * 1.6); }
.ck-w-caption { color: var(--ck-fg-muted); }
.ck-w-caption-sm { font-size: calc(var(--ck-text-xs) * 0.9167); }
.ck-w-caption-md { font-size: var(--ck-text-xs); }
.ck-w-caption-lg { font-size: calc((var(--ck-text-xs) + var(--ck-text-sm)) / 2); }
.ck-w-italic { font-style: italic; }
.ck-w-struck { text-decoration: line-through; }
.ck-w-truncate { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.ck-w-clamp {
  display: -webkit-box;
  overflow: hidden;
  -webkit-box-orient: vertical;
  -webkit-line-clamp: var(--ck-lines);
}
.ck-w-markdown { font-size: var(--ck-text-sm); }

.ck-w-badge {
  display: inline-flex;
  align-items: center;
  align-self: center;
  width: fit-content;
  max-width: 100%;
  border: 1px solid transparent;
  border-radius: 6px;
  font-weight: 500;
  line-height: 1.4;
  white-space: nowrap;
}
.ck-w-col > .ck-w-badge, .ck-w-card-body > .ck-w-badge { align-self: flex-start; }
.ck-w-badge-sm { padding: 1px 6px; font-size: var(--ck-text-xs); }
.ck-w-badge-md { padding: 2px 8px; font-size: calc((var(--ck-text-xs) + var(--ck-text-sm)) / 2); }
.ck-w-badge-lg { padding: 3px 10px; font-size: var(--ck-text-sm); }
.ck-w-pill { border-radius: 9999px; }
.ck-w-icon { display: inline-flex; flex: none; }

.ck-w-color-primary {
  --ck-c: var(--ck-accent);
  --ck-c-on: var(--ck-accent-fg);
  --ck-c-text: var(--ck-accent-text, var(--ck-accent));
  --ck-c-soft: var(--ck-accent-soft);
  --ck-c-border: var(--ck-accent-border);
}
.ck-w-color-secondary {
  --ck-c: var(--ck-fg-muted);
  --ck-c-on: var(--ck-bg);
  --ck-c-text: var(--ck-fg);
  --ck-c-soft: var(--ck-bg-sunken);
  --ck-c-border: var(--ck-border);
}
${['info', 'discovery', 'success', 'caution', 'warning', 'danger']
  .map(
    (name) => `.ck-w-color-${name} {
  --ck-c: var(--ck-${name});
  --ck-c-on: var(--ck-${name}-fg);
  --ck-c-text: var(--ck-${name});
  --ck-c-soft: var(--ck-${name}-soft);
  --ck-c-border: var(--ck-${name}-border);
}`,
  )
  .join('\n')}
.ck-w-solid { background: var(--ck-c); color: var(--ck-c-on); }
.ck-w-soft { background: var(--ck-c-soft); color: var(--ck-c-text); }
.ck-w-outline { background: transparent; border-color: var(--ck-c-border); color: var(--ck-c-text); }
.ck-w-ghost { background: transparent; color: var(--ck-c-text); }

.ck-w-image { display: block; max-width: 100%; border-radius: var(--ck-radius-sm); object-fit: cover; }
.ck-w-card-body > .ck-w-flush.ck-w-image { border-radius: 0; }
.ck-w-card-body > .ck-w-flush.ck-w-image:first-child { margin-block-start: calc(var(--ck-card-inset) * -1); }
.ck-w-frame { box-shadow: 0 0 0 1px var(--ck-border); }
.ck-w-image-missing {
  display: grid;
  place-items: center;
  min-width: 40px;
  min-height: 40px;
  background: var(--ck-bg-sunken);
  color: var(--ck-fg-subtle);
}

.ck-w-table { max-width: 100%; overflow-x: auto; }
.ck-w-table table { width: 100%; border-collapse: collapse; }
.ck-w-table :is(th, td) { padding: var(--ck-space-2); text-align: start; vertical-align: middle; }
.ck-w-table thead :is(th, td) { color: var(--ck-fg-muted); font-weight: 500; }
.ck-w-table tr + tr, .ck-w-table thead + tbody tr:first-child { border-block-start: 1px solid var(--ck-border); }
.ck-w-table caption { padding-block-end: var(--ck-space-2); color: var(--ck-fg-muted); text-align: start; }
.ck-w-table tbody th { font-weight: 500; }
.ck-w-table:focus-visible { outline: 2px solid var(--ck-focus); outline-offset: 2px; }
`;

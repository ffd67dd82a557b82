/** What the assistant says and shows. */
export const answerCss = /* css */ `
.ck-answer { display: flex; flex-direction: column; gap: var(--ck-space-4); min-inline-size: 0; }
.ck-item { min-inline-size: 0; }
.ck-item:empty { display: none; }
.ck-widget { max-inline-size: 100%; }

.ck-waiting { display: flex; align-items: center; gap: 5px; block-size: 1.5em; }
.ck-waiting span { inline-size: 7px; block-size: 7px; border-radius: 50%; background: var(--ck-fg-subtle); animation: ck-wait 1.2s infinite ease-in-out; }
.ck-waiting span:nth-child(2) { animation-delay: 0.15s; }
.ck-waiting span:nth-child(3) { animation-delay: 0.3s; }
@keyframes ck-wait { 0%, 70%, 100% { opacity: 0.25; } 35% { opacity: 1; } }

.ck-progress { display: flex; align-items: center; gap: var(--ck-space-2); min-block-size: 1.5em; color: var(--ck-fg-muted); font-size: var(--ck-text-sm); }
.ck-progress svg { flex: none; }

.ck-actions { display: flex; flex-wrap: wrap; gap: 2px; margin-block-start: calc(var(--ck-space-3) * -1); margin-inline-start: calc(var(--ck-space-2) * -1); }
.ck-actions .ck-icon-button { inline-size: 2rem; block-size: 2rem; color: var(--ck-fg-subtle); }
@media (hover: hover) {
  .ck-actions-quiet { opacity: 0; transition: opacity 0.15s; }
  .ck-turn:hover .ck-actions-quiet, .ck-actions-quiet:focus-within { opacity: 1; }
}
@media (pointer: coarse) { .ck-actions .ck-icon-button { inline-size: 2.75rem; block-size: 2.75rem; } }
.ck-scroller[aria-busy="true"] .ck-retry { opacity: 0.4; pointer-events: none; }

.ck-notice, .ck-error {
  display: flex;
  align-items: flex-start;
  gap: var(--ck-space-3);
  padding: var(--ck-space-3) var(--ck-space-4);
  border: 1px solid var(--ck-info-border);
  border-radius: var(--ck-radius-md);
  background: var(--ck-info-soft);
  font-size: var(--ck-text-sm);
}
.ck-notice > svg, .ck-error > svg { flex: none; margin-block-start: 0.1em; color: var(--ck-info); }
.ck-notice > div { flex: 1; min-inline-size: 0; }
.ck-notice-title { font-weight: 600; }
.ck-notice-warning { border-color: var(--ck-warning-border); background: var(--ck-warning-soft); }
.ck-notice-warning > svg { color: var(--ck-warning); }
.ck-notice-danger, .ck-error { border-color: var(--ck-danger-border); background: var(--ck-danger-soft); }
.ck-notice-danger > svg, .ck-error > svg { color: var(--ck-danger); }
.ck-error { align-items: center; }
.ck-error > svg { margin: 0; }
.ck-error > p, .ck-error > span { flex: 1; min-inline-size: 0; overflow-wrap: anywhere; }

.ck-workflow-summary {
  display: inline-flex;
  align-items: center;
  gap: var(--ck-space-2);
  max-inline-size: 100%;
  min-block-size: 1.75rem;
  padding: 0;
  border: 0;
  border-radius: var(--ck-radius-sm);
  background: none;
  color: var(--ck-fg-muted);
  font-size: var(--ck-text-sm);
  text-align: start;
}
.ck-workflow-summary:hover:not(:disabled) { color: var(--ck-fg); }
.ck-workflow-summary svg { flex: none; transition: rotate 0.15s; }
.ck-workflow-summary span { min-inline-size: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.ck-workflow-summary[aria-expanded="true"] svg:last-child { rotate: 180deg; }
.ck-tasks { display: grid; padding-block-start: var(--ck-space-2); }
.ck-tasks[hidden] { display: none; }
.ck-task { position: relative; display: flex; gap: var(--ck-space-3); padding-block-end: var(--ck-space-3); color: var(--ck-fg-muted); font-size: var(--ck-text-sm); }
.ck-task-mark { flex: none; display: grid; place-items: center; inline-size: 1rem; block-size: 1.5em; color: var(--ck-fg-subtle); }
.ck-tasks li:not(:last-child) .ck-task::before {
  content: "";
  position: absolute;
  inset-block: 1.75em 0.125em;
  inset-inline-start: calc(0.5rem - 0.5px);
  border-inline-start: 1px solid var(--ck-border);
}
.ck-task-body { display: grid; gap: var(--ck-space-1); flex: 1; min-inline-size: 0; }
.ck-task-title { color: var(--ck-fg); }
.ck-task .ck-md { color: inherit; font-size: inherit; }
.ck-chips { display: flex; flex-wrap: wrap; gap: var(--ck-space-1); }
.ck-chip { display: inline-flex; align-items: center; gap: var(--ck-space-1); padding: 0.1em 0.6em; border-radius: var(--ck-radius-full); background: var(--ck-bg-sunken); font-size: var(--ck-text-xs); }
.ck-task-sources { display: grid; gap: var(--ck-space-1); }

.ck-sources { margin-block-start: var(--ck-space-3); font-size: var(--ck-text-sm); }
.ck-sources summary {
  display: inline-flex;
  align-items: center;
  gap: var(--ck-space-1);
  padding: var(--ck-space-1) var(--ck-space-3);
  border-radius: var(--ck-radius-full);
  background: var(--ck-bg-sunken);
  color: var(--ck-fg-muted);
  cursor: pointer;
  list-style: none;
}
.ck-sources summary::-webkit-details-marker { display: none; }
.ck-sources summary svg { transition: rotate 0.15s; }
.ck-sources[open] summary svg { rotate: 180deg; }
.ck-sources ol { display: grid; gap: var(--ck-space-1); margin-block-start: var(--ck-space-2); }
.ck-source { display: inline-flex; flex-wrap: wrap; gap: 0 var(--ck-space-2); max-inline-size: 100%; min-block-size: 1.5rem; color: inherit; overflow-wrap: anywhere; text-decoration: none; }
a.ck-source:hover { text-decoration: underline; }
.ck-source-detail { color: var(--ck-fg-subtle); }

.ck-image {
  position: relative;
  inline-size: min(100%, 24rem);
  aspect-ratio: 1;
  overflow: hidden;
  border-radius: var(--ck-radius-md);
  background: var(--ck-bg-sunken);
}
.ck-image img { display: block; inline-size: 100%; block-size: 100%; object-fit: cover; }
.ck-image-pending img { filter: blur(6px); scale: 1.04; transition: filter 0.3s; }

.ck-answers { display: grid; gap: var(--ck-space-3); padding: var(--ck-space-3) var(--ck-space-4); border: 1px solid var(--ck-border); border-radius: var(--ck-radius-md); font-size: var(--ck-text-sm); }
.ck-answers dt { color: var(--ck-fg-muted); }
.ck-answers dd { font-weight: 500; overflow-wrap: anywhere; }
`;

/** Styles of Markdown, its code, tables, formulas and source markers. */
export const css = /* css */ `
.ck-md {
  color: var(--ck-fg);
  line-height: 1.6;
  overflow-wrap: anywhere;
}
.ck-md > :first-child { margin-block-start: 0; }
.ck-md > :last-child { margin-block-end: 0; }
.ck-md p,
.ck-md ul,
.ck-md ol,
.ck-md blockquote { margin-block: 0 var(--ck-space-3); }
.ck-md :is(li, blockquote) > :is(p, ul, ol):last-child { margin-block-end: 0; }
.ck-md strong { font-weight: 600; }

.ck-md-heading {
  margin-block: var(--ck-space-5) var(--ck-space-2);
  font-weight: 600;
  line-height: 1.3;
  text-wrap: balance;
}
.ck-md-heading-1 { font-size: var(--ck-text-xl); }
.ck-md-heading-2 { font-size: var(--ck-text-lg); }
.ck-md-heading-3,
.ck-md-heading-4 { font-size: var(--ck-text-md); }
.ck-md-heading-5,
.ck-md-heading-6 { font-size: var(--ck-text-sm); color: var(--ck-fg-muted); }

.ck-md :is(ul, ol) { padding-inline-start: 1.625em; }
.ck-md li { margin-block: var(--ck-space-1); padding-inline-start: 0.125em; }
.ck-md li > p { margin-block: 0 var(--ck-space-2); }
.ck-md li::marker { color: var(--ck-fg-subtle); }
.ck-md li > :is(ul, ol) { margin-block: 0; }
/* Deeper levels would leave no room for their words on a narrow screen. */
.ck-md :is(ul, ol, blockquote) ${':is(ul, ol, blockquote) '.repeat(6).trim()},
.ck-md :is(ul, ol, blockquote) ${':is(ul, ol, blockquote) '.repeat(6).trim()} > li {
  margin-inline: 0;
  padding-inline: 0;
  border-inline: 0;
  list-style-position: inside;
}
.ck-md-tasks { list-style: none; }
.ck-md .ck-md-task { position: relative; }
.ck-md-tasks > .ck-md-task { list-style: none; }
.ck-md-task-box {
  position: absolute;
  inset-inline-start: -1.5em;
  margin: 0.35em 0 0;
  width: 1em;
  height: 1em;
  accent-color: var(--ck-accent);
}

.ck-md blockquote {
  margin-inline: 0;
  padding-inline-start: var(--ck-space-4);
  border-inline-start: 3px solid var(--ck-border-strong);
  color: var(--ck-fg-muted);
}
.ck-md hr {
  margin-block: var(--ck-space-5);
  border: 0;
  border-block-start: 1px solid var(--ck-border);
}

.ck-md-link {
  display: inline;
  padding: 0;
  border: 0;
  background: none;
  color: var(--ck-info);
  font: inherit;
  text-align: inherit;
  text-decoration: underline;
  text-decoration-thickness: 1px;
  text-underline-offset: 0.2em;
  cursor: pointer;
  user-select: text;
}
.ck-md-link:hover { text-decoration-thickness: 2px; }
.ck-md-image {
  display: block;
  max-width: 100%;
  max-height: 480px;
  height: auto;
  margin-block: var(--ck-space-2);
  border-radius: var(--ck-radius-md);
}

.ck-md-inline-code {
  padding: 0.1em 0.35em;
  border-radius: var(--ck-radius-sm);
  background: var(--ck-bg-sunken);
  font-family: var(--ck-font-mono);
  font-size: 0.875em;
}
.ck-md-code {
  margin: 0 0 var(--ck-space-3);
  border: 1px solid var(--ck-border);
  border-radius: var(--ck-radius-md);
  background: var(--ck-bg-sunken);
  overflow: hidden;
  text-align: start;
}
.ck-md-code-bar {
  display: flex;
  align-items: center;
  justify-content: space-between;
  min-height: 36px;
  padding-inline: var(--ck-space-3) var(--ck-space-1);
  color: var(--ck-fg-muted);
  font-size: var(--ck-text-xs);
}
.ck-md-code-language { font-family: var(--ck-font-mono); }
.ck-md-copy {
  display: inline-flex;
  align-items: center;
  gap: var(--ck-space-1);
  min-height: 28px;
  padding: 0 var(--ck-space-2);
  border: 0;
  border-radius: var(--ck-radius-sm);
  background: none;
  color: inherit;
  font: inherit;
  cursor: pointer;
}
.ck-md-copy:hover { background: var(--ck-bg-raised); color: var(--ck-fg); }
.ck-md-code-body {
  margin: 0;
  padding: var(--ck-space-1) var(--ck-space-3) var(--ck-space-3);
  overflow-x: auto;
  font-family: var(--ck-font-mono);
  font-size: 0.8125em;
  line-height: 1.6;
  tab-size: 4;
  white-space: pre;
  overflow-wrap: normal;
}
.ck-md-code-body code { font: inherit; }
.ck-md-code :is(.hljs-comment, .hljs-quote, .hljs-meta) { color: var(--ck-fg-muted); font-style: italic; }
.ck-md-code :is(.hljs-keyword, .hljs-selector-tag, .hljs-literal, .hljs-doctag) { color: var(--ck-discovery); }
.ck-md-code :is(.hljs-string, .hljs-regexp, .hljs-addition, .hljs-char) { color: var(--ck-success); }
.ck-md-code :is(.hljs-number, .hljs-symbol, .hljs-attr, .hljs-attribute, .hljs-variable, .hljs-template-variable) { color: var(--ck-caution); }
.ck-md-code :is(.hljs-title, .hljs-section, .hljs-name, .hljs-selector-id, .hljs-selector-class) { color: var(--ck-info); }
.ck-md-code :is(.hljs-built_in, .hljs-type, .hljs-property, .hljs-bullet, .hljs-link) { color: var(--ck-warning); }
.ck-md-code .hljs-deletion { color: var(--ck-danger); }
.ck-md-code .hljs-emphasis { font-style: italic; }
.ck-md-code .hljs-strong { font-weight: 600; }

.ck-md-table {
  margin-block: 0 var(--ck-space-3);
  overflow-x: auto;
  border: 1px solid var(--ck-border);
  border-radius: var(--ck-radius-md);
}
.ck-md-table table {
  min-width: 100%;
  border-collapse: collapse;
  font-size: var(--ck-text-sm);
}
.ck-md-table :is(th, td) {
  max-width: 26em;
  padding: var(--ck-space-2) var(--ck-space-3);
  text-align: start;
  vertical-align: top;
  overflow-wrap: break-word;
}
.ck-md-table th {
  background: var(--ck-bg-sunken);
  font-weight: 600;
  white-space: nowrap;
}
.ck-md-table tbody tr { border-block-start: 1px solid var(--ck-border); }
.ck-md-table .ck-md-align-left { text-align: left; }
.ck-md-table .ck-md-align-center { text-align: center; }
.ck-md-table .ck-md-align-right { text-align: right; font-variant-numeric: tabular-nums; }

.ck-md-math { margin-block: 0 var(--ck-space-3); overflow-x: auto; overflow-y: hidden; padding-block: var(--ck-space-1); }
.ck-md-formula { font-family: inherit; }
.ck-md-formula--display { display: block; text-align: center; overflow-x: auto; overflow-y: hidden; }
.ck-md-formula--source { font-family: var(--ck-font-mono); font-size: 0.875em; white-space: pre-wrap; }
.ck-md-formula math {
  font-family: "STIX Two Math", "Latin Modern Math", "Cambria Math", "Noto Sans Math", math;
  font-size: 1.1em;
}

.ck-md-marker-holder { user-select: none; white-space: nowrap; }
.ck-md-marker {
  position: relative;
  display: inline-flex;
  align-items: center;
  justify-content: center;
  gap: 3px;
  min-width: 18px;
  height: 18px;
  margin-inline: 2px;
  padding-inline: 5px;
  border: 0;
  border-radius: var(--ck-radius-full);
  background: var(--ck-bg-sunken);
  box-shadow: inset 0 0 0 1px var(--ck-border);
  color: var(--ck-fg-muted);
  font: inherit;
  font-size: 11px;
  font-weight: 500;
  line-height: 1;
  vertical-align: 0.15em;
  cursor: pointer;
}
/* The pill is small, the place to press is not. */
.ck-md-marker::after { content: ""; position: absolute; inset: -4px; }
.ck-md-marker:hover,
.ck-md-marker[aria-expanded="true"] { background: var(--ck-fg); box-shadow: none; color: var(--ck-bg); }
.ck-popover.ck-md-sources { width: min(320px, calc(100vw - 16px)); }
.ck-md .ck-md-source-list { margin: 0; padding: 0; list-style: none; }
.ck-md .ck-md-source-list li { margin: 0; padding: 0; }
.ck-md-source-list li + li { border-block-start: 1px solid var(--ck-border); }
.ck-md-source {
  display: grid;
  gap: 2px;
  width: 100%;
  box-sizing: border-box;
  padding: var(--ck-space-2) var(--ck-space-3);
  border: 0;
  border-radius: var(--ck-radius-sm);
  background: none;
  color: var(--ck-fg);
  font: inherit;
  font-size: var(--ck-text-sm);
  line-height: 1.4;
  text-align: start;
  text-decoration: none;
  overflow-wrap: anywhere;
}
:is(a, button).ck-md-source { cursor: pointer; }
:is(a, button).ck-md-source:hover { background: var(--ck-bg-sunken); }
.ck-md-source-title { font-weight: 500; }
.ck-md-source-text {
  display: -webkit-box;
  overflow: hidden;
  -webkit-box-orient: vertical;
  -webkit-line-clamp: 3;
  color: var(--ck-fg-muted);
}
.ck-md-source-origin { color: var(--ck-fg-muted); font-size: var(--ck-text-xs); }

:is(.ck-md-link, .ck-md-copy, .ck-md-marker, .ck-md-source, .ck-md-code-body, .ck-md-table, .ck-md-math):focus-visible {
  outline: 2px solid var(--ck-focus);
  outline-offset: 2px;
}
:is(.ck-md-code-body, .ck-md-source):focus-visible { outline-offset: -2px; }

.ck-md-hidden {
  position: absolute;
  width: 1px;
  height: 1px;
  overflow: hidden;
  clip-path: inset(50%);
  white-space: nowrap;
}
`;

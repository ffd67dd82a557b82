// Every kind of Markdown, every icon and every widget on one page: `?theme=dark&dir=rtl&locale=ur`.
import { type JSX, render } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import gallery from '../../../../crates/chatkit/docs/widgets.md?raw';
import { HEADER_GLYPHS } from '../src/icons/header-glyphs.js';
import { Icon } from '../src/icons/Icon.js';
import { UI_GLYPHS } from '../src/icons/ui-glyphs.js';
import { WIDGET_GLYPHS } from '../src/icons/widget-glyphs.js';
import { Markdown } from '../src/markdown/Markdown.js';
import { css as markdownCss } from '../src/markdown/markdown.css.js';
import { themeCss } from '../src/theme/tokens.js';
import type { WidgetHost } from '../src/widgets/host.js';
import { Widget } from '../src/widgets/Widget.js';
import { css as widgetsCss } from '../src/widgets/widgets.css.js';
import { DOCUMENT, WIDGETS } from './widgets-data.js';

const query = new URLSearchParams(location.search);
const colorScheme = query.get('theme') === 'dark' ? 'dark' : 'light';
const pageCss = `
  :host { display: block; background: var(--ck-bg); color: var(--ck-fg); font: var(--ck-text-md)/1.5 var(--ck-font); }
  .page { display: grid; gap: 32px; max-width: 720px; margin: auto; padding: 24px 16px; }
  .icons { display: flex; flex-wrap: wrap; gap: 12px; }
  .stack { display: grid; gap: 16px; min-width: 0; }
  .page > * { min-width: 0; }
  h2 { margin: 0; font-size: var(--ck-text-sm); font-weight: 500; color: var(--ck-fg-muted); }
`;

const host: WidgetHost = {
  locale: query.get('locale') ?? 'en',
  colorScheme,
  async dispatch(action) {
    console.log('action', JSON.stringify(action));
    await new Promise((done) => setTimeout(done, Number(query.get('delay') ?? 800)));
    if (action.type === 'fail') throw new Error('The server did not accept that.');
  },
  onWarning: (message) => console.warn(message),
};

function Page(): JSX.Element {
  const shown = query.get('show') ?? 'all';
  const isShown = (name: string) => shown === 'all' || shown === name;
  return (
    <div class="page" dir={query.get('dir') === 'rtl' ? 'rtl' : 'ltr'}>
      {isShown('markdown') && <MarkdownSection />}
      {isShown('stream') && <StreamSection />}
      {isShown('icons') && <IconSection />}
      {isShown('widgets') &&
        WIDGETS.map((widget) => (
          <Widget key={JSON.stringify(widget)} widget={widget} itemId="i" host={host} />
        ))}
      {isShown('gallery') && <GallerySection />}
    </div>
  );
}

function MarkdownSection(): JSX.Element {
  const sources = [...DOCUMENT.matchAll(/ source\./g)].map((match, index) => ({
    type: 'annotation' as const,
    index: match.index + match[0].length,
    source: {
      type: 'url' as const,
      url: `https://example.com/${index}`,
      title: `The study behind it, part ${index + 1}`,
      description:
        'What was measured, by whom, and what it means for plans that span several weeks.',
    },
  }));
  const annotations = sources.flatMap((source, index) =>
    index === 1 ? [source, source] : [source],
  );
  return (
    <Markdown
      text={DOCUMENT}
      isStreaming={false}
      annotations={annotations}
      onDeeplink={console.log}
    />
  );
}

/** The document as a model would write it, to look for flicker. */
function StreamSection(): JSX.Element {
  const [length, setLength] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setLength((now) => Math.min(DOCUMENT.length, now + 4)), 20);
    return () => clearInterval(timer);
  }, []);
  return <Markdown text={DOCUMENT.slice(0, length)} isStreaming={length < DOCUMENT.length} />;
}

function IconSection(): JSX.Element {
  const names = [
    ...Object.keys(WIDGET_GLYPHS),
    ...Object.keys(HEADER_GLYPHS),
    ...Object.keys(UI_GLYPHS).map((name) => `ui:${name}`),
    'lucide:rocket',
    'unknown',
  ];
  return (
    <div class="icons">
      {names.map((name) => (
        <span key={name} title={name}>
          <Icon name={name} size={20} />
        </span>
      ))}
    </div>
  );
}

function GallerySection(): JSX.Element {
  const widgets = [...gallery.matchAll(/^## (.+)$[\s\S]*?```json\n([\s\S]*?)```/gm)];
  return (
    <div class="stack">
      {widgets.map(([, name, json = '']) => {
        const node = JSON.parse(json) as { type: string };
        const isRoot = ['Card', 'ListView', 'Basic'].includes(node.type);
        return (
          <section key={name} class="stack">
            <h2>{name}</h2>
            <Widget
              widget={isRoot ? node : ({ type: 'Basic', children: [node] } as { type: string })}
              itemId="g"
              host={host}
            />
          </section>
        );
      })}
    </div>
  );
}

const stage = document.querySelector('#stage');
const shadow = stage?.attachShadow({ mode: 'open' });
if (shadow) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(themeCss({ colorScheme }) + markdownCss + widgetsCss + pageCss);
  shadow.adoptedStyleSheets = [sheet];
  document.body.style.margin = '0';
  render(<Page />, shadow);
}

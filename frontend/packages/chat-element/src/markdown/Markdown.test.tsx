import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Annotation } from '../core/protocol/sources.js';
import { Markdown, type MarkdownProps } from './Markdown.js';

// The formula renderer refuses pages in quirks mode, which the test document claims to be.
Object.defineProperty(document, 'compatMode', { value: 'CSS1Compat' });

let root: HTMLElement;

beforeEach(() => {
  root = document.createElement('div');
  document.body.append(root);
});

afterEach(() => {
  void act(() => render(null, root));
  root.remove();
});

async function show(text: string, props: Partial<MarkdownProps> = {}): Promise<void> {
  await act(() => render(<Markdown text={text} isStreaming={false} {...props} />, root));
}

function element(selector: string): HTMLElement {
  const found = root.querySelector<HTMLElement>(selector);
  if (!found) throw new Error(`no ${selector} in ${root.innerHTML}`);
  return found;
}

describe('Markdown', () => {
  it('shifts headings below those of the page', async () => {
    await show('# One\n\n## Two\n\n###### Six');
    expect([...root.querySelectorAll('h3, h4, h6')].map((heading) => heading.textContent)).toEqual([
      'One',
      'Two',
      'Six',
    ]);
    await show('# One', { headingLevel: 2 });
    expect(element('h2').textContent).toBe('One');
  });

  it('shows raw HTML as text', async () => {
    await show(
      '<img src=x onerror=alert(1)> <script>alert(1)</script>\n\n<div onclick="x">d</div>',
    );
    expect(root.querySelector('img, script, [onclick]')).toBeNull();
    expect(root.textContent).toContain('<script>alert(1)</script>');
  });

  it('opens links in a new tab without handing over the page', async () => {
    await show('[a](https://a.example) [bad](javascript:alert(1)) https://b.example');
    const links = [...root.querySelectorAll('a')];
    expect(links.map((link) => [link.href, link.rel, link.target])).toEqual([
      ['https://a.example/', 'noopener noreferrer', '_blank'],
      ['https://b.example/', 'noopener noreferrer', '_blank'],
    ]);
    expect(root.textContent).toContain('bad');
  });

  it('hands deeplinks to the host', async () => {
    const onDeeplink = vi.fn();
    await show('[open](chatkit-link://task?id=7)', { onDeeplink });
    element('[role=link]').click();
    expect(onDeeplink).toHaveBeenCalledWith('task', { id: '7' });
  });

  it('shows an image of a foreign host as a link', async () => {
    await show('![cat](https://evil.example/cat.png)', { allowedImageDomains: ['good.example'] });
    expect(root.querySelector('img')).toBeNull();
    expect(element('a').textContent).toBe('cat');
    await show('![cat](https://good.example/cat.png)', { allowedImageDomains: ['good.example'] });
    expect(element('img').getAttribute('alt')).toBe('cat');
  });

  it('shows tasks, tables, strikethrough and code', async () => {
    await show(
      '- [x] done\n- [ ] open\n\n| a | b |\n|---|--:|\n| 1 | ~~2~~ |\n\n```js\nlet a;\n```',
    );
    expect([...root.querySelectorAll('input')].map((box) => box.checked)).toEqual([true, false]);
    expect(element('td del').textContent).toBe('2');
    expect(element('pre code').textContent).toBe('let a;');
    expect(element('td.ck-md-align-right').textContent).toBe('2');
  });

  it('colours code and keeps its text', async () => {
    await show('```js\nconst a = "text";\n```');
    await vi.waitFor(() => expect(element('.hljs-keyword').textContent).toBe('const'));
    expect(element('pre code').textContent).toBe('const a = "text";');
  });

  it('shows formulas as MathML, and the source of one that cannot be read', async () => {
    await show('Inline $a^2$ costs $5 and $6. Not $\\frac{1$.');
    await vi.waitFor(() => expect(root.querySelectorAll('math')).toHaveLength(1));
    expect(element('p').textContent).toContain('costs $5 and $6.');
    expect(element('.ck-md-formula--source').textContent).toBe('\\frac{1');
  });

  it('copies code', async () => {
    const writeText = vi.fn().mockResolvedValue(undefined);
    vi.stubGlobal('navigator', { clipboard: { writeText } });
    await show('```\nrun\n```');
    await act(() => element('.ck-md-copy').click());
    expect(writeText).toHaveBeenCalledWith('run');
    await vi.waitFor(() => expect(element('[role=status]').textContent).toBe('Copied'));
    vi.unstubAllGlobals();
  });

  it('keeps the elements of finished blocks while text streams', async () => {
    await show('# One\n\nTwo\n\nThr', { isStreaming: true });
    const before = [...element('.ck-md').children];
    await show('# One\n\nTwo\n\nThree\n\n- fo', { isStreaming: true });
    const after = [...element('.ck-md').children];
    expect(after.slice(0, 3)).toEqual(before);
    expect(after[2]?.textContent).toBe('Three');
  });

  it('draws every prefix of a document', async () => {
    const text =
      '# T\n\n**b** _i_ `c` [l](https://a.example)\n\n- a\n  - [x] b\n\n| a |\n|---|\n| $x$ |\n\n```js\nx\n```\n> q';
    for (let end = 0; end <= text.length; end += 1)
      await show(text.slice(0, end), { isStreaming: true });
    expect(element('blockquote').textContent).toBe('q');
  });
});

describe('annotations', () => {
  const source = (id: string, index: number): Annotation => ({
    type: 'annotation',
    source: { type: 'url', url: `https://${id}.example/page`, title: `Title ${id}` },
    index,
  });

  it('stand at their place and show their sources', async () => {
    const onAnnotationClick = vi.fn();
    const annotations = [source('a', 6), source('b', 6), source('c', 13)];
    await show('First. Second', { annotations, onAnnotationClick });
    const markers = [...root.querySelectorAll<HTMLElement>('.ck-md-marker')];
    expect(markers.map((marker) => marker.getAttribute('aria-label'))).toEqual([
      'Sources: Title a, Title b',
      'Source 3: Title c',
    ]);
    await act(() => markers[0]?.click());
    expect(
      [...root.querySelectorAll('a.ck-md-source')].map((link) => link.getAttribute('href')),
    ).toEqual(['https://a.example/page', 'https://b.example/page']);
    element('a.ck-md-source').addEventListener('click', (event) => event.preventDefault());
    await act(() => element('a.ck-md-source').click());
    expect(onAnnotationClick).toHaveBeenCalledWith(annotations[0]);
    await act(() => {
      document.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }));
    });
    expect(root.querySelector('.ck-md-source')).toBeNull();
  });

  it('call the host at once for one interactive entity', async () => {
    const onAnnotationClick = vi.fn();
    const entity: Annotation = {
      type: 'annotation',
      source: {
        type: 'entity',
        id: 'e',
        title: 'Task',
        inline_label: 'Buy milk',
        interactive: true,
      },
      index: 3,
    };
    await show('See.', { annotations: [entity], onAnnotationClick });
    expect(element('.ck-md-marker').textContent).toBe('Buy milk');
    element('.ck-md-marker').click();
    expect(onAnnotationClick).toHaveBeenCalledWith(entity);
  });
});

import type { FontObject } from '@openai/chatkit';

const loaded = new Set<string>();

/** Makes fonts known to the document: a shadow root cannot declare any. Each one is loaded once. */
export function loadFonts(sources: readonly FontObject[]): void {
  for (const source of sources) {
    const key = JSON.stringify(source);
    if (loaded.has(key)) continue;
    loaded.add(key);
    document.fonts.add(fontFace(source));
  }
}

function fontFace({ family, src, weight, style, display, unicodeRange }: FontObject): FontFace {
  return new FontFace(family, `url(${JSON.stringify(src)})`, {
    display: display ?? 'swap',
    ...(weight !== undefined && { weight: String(weight) }),
    ...(style && { style }),
    ...(unicodeRange && { unicodeRange }),
  });
}

export type LinkTarget =
  | { readonly kind: 'external'; readonly href: string }
  | { readonly kind: 'deeplink'; readonly name: string; readonly data: Record<string, string> }
  | { readonly kind: 'none' };

const SAFE_PROTOCOLS: ReadonlySet<string> = new Set(['http:', 'https:', 'mailto:', 'tel:']);

/** Decides what a link may do: open a safe address, call the host, or nothing at all. */
export function linkTarget(href: string): LinkTarget {
  const url = parseUrl(href);
  if (!url) return { kind: 'none' };
  if (SAFE_PROTOCOLS.has(url.protocol)) return { kind: 'external', href: url.href };
  if (url.protocol !== 'chatkit-link:') return { kind: 'none' };
  const name = decode(href.replace(/^chatkit-link:(?:\/\/)?/i, '').replace(/[/?#].*$/s, ''));
  if (name === '') return { kind: 'none' };
  return { kind: 'deeplink', name, data: Object.fromEntries(url.searchParams) };
}

/**
 * Whether an image may load. Without a list every web image may; with one, only hosts that it names
 * (`example.com`, or `*.example.com` for its subdomains).
 */
export function isImageAllowed(src: string, domains: readonly string[] | undefined): boolean {
  if (/^data:image\/(?:png|jpeg|gif|webp|avif);base64,[a-z0-9+/=]+$/i.test(src)) return true;
  const url = parseUrl(src);
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:')) return false;
  return domains === undefined || domains.some((domain) => matchesDomain(url, domain));
}

function matchesDomain(url: URL, domain: string): boolean {
  const wanted = domain.trim().toLowerCase();
  if (wanted.includes('://')) return parseUrl(wanted)?.origin === url.origin;
  if (wanted.startsWith('*.')) return url.hostname.endsWith(wanted.slice(1));
  return url.hostname === wanted || url.host === wanted;
}

function parseUrl(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

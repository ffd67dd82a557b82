export const HOME = '/tasks';

/**
 * Where to go after the sign-in: only a path of this site, whatever the address bar was made to
 * say. Browsers read `\` as `/` and skip tabs and line breaks, so it is resolved as they do.
 */
export function safeNext(next: string | string[] | null | undefined): string {
  if (typeof next !== 'string' || !next.startsWith('/')) return HOME;
  const base = 'http://here.invalid';
  if (!URL.canParse(next, base)) return HOME;
  const url = new URL(next, base);
  if (url.origin !== base) return HOME;
  // Back to a page for those who are signed out would only lead in a circle.
  if (/^\/(sign-in|sign-up|forgot-password|reset-password|api)(\/|$)/.test(url.pathname))
    return HOME;
  // A path such as /.//host is resolved to //host, which is another site again.
  if (url.pathname.startsWith('//')) return HOME;
  return url.pathname + url.search + url.hash;
}

/** A page's path that keeps where to go afterwards. */
export function withNext(path: string, target: string): string {
  return target === HOME ? path : `${path}?next=${encodeURIComponent(target)}`;
}

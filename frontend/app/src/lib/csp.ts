/*
 * The content security policy. Scripts run only with the nonce of their request, and the browser
 * speaks only to this site and the API.
 */

/**
 * The toasts' library puts its own style sheet into the page when it is loaded, without a nonce:
 * first the empty element, then the text. A test compares the hashes with the installed version.
 */
export const EMPTY_STYLE_HASH = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='";
export const SONNER_STYLE_HASH = "'sha256-StEaX+se6YS7pqjzrzMIA0KaX9zF/8zAhvQXZAe5epY='";

type Origins = { readonly scripts: readonly string[]; readonly frames: readonly string[] };

/** Where the official chat element comes from: its script, and the frame that it opens. */
export const OFFICIAL_ELEMENT: Origins = {
  scripts: ['https://cdn.platform.openai.com'],
  frames: ['https://cdn.platform.openai.com'],
};

export const NO_ELEMENT: Origins = { scripts: [], frames: [] };

export type Policy = {
  readonly nonce: string;
  /** Origins of the API. */
  readonly api: readonly string[];
  /** What the chosen chat element needs from elsewhere; ours needs nothing. */
  readonly element: Origins;
  readonly development: boolean;
  readonly secure: boolean;
};

export function contentSecurityPolicy(policy: Policy): string {
  const { nonce, api, element, development, secure } = policy;
  const directives: Record<string, readonly string[]> = {
    'default-src': ["'none'"],
    'script-src': [
      "'self'",
      `'nonce-${nonce}'`,
      "'strict-dynamic'",
      // React's development build rebuilds server stacks by eval.
      ...(development ? ["'unsafe-eval'"] : []),
      ...element.scripts,
    ],
    // Style attributes are allowed because React writes them into the first HTML; style sheets not.
    'style-src-attr': ["'unsafe-inline'"],
    'style-src': development
      ? ["'self'", "'unsafe-inline'"]
      : ["'self'", `'nonce-${nonce}'`, EMPTY_STYLE_HASH, SONNER_STYLE_HASH],
    'img-src': ["'self'", 'data:', 'blob:', ...api],
    'media-src': ["'self'", 'blob:'],
    'font-src': ["'self'"],
    'connect-src': ["'self'", ...api, ...element.scripts, ...(development ? ['ws:'] : [])],
    'frame-src': element.frames.length > 0 ? element.frames : ["'none'"],
    'manifest-src': ["'self'"],
    'worker-src': ["'self'"],
    'object-src': ["'none'"],
    'base-uri': ["'none'"],
    'form-action': ["'self'"],
    'frame-ancestors': ["'none'"],
  };
  const lines = Object.entries(directives).map(([name, sources]) => `${name} ${sources.join(' ')}`);
  if (secure) lines.push('upgrade-insecure-requests');
  return lines.join('; ');
}

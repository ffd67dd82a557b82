import { type NextRequest, NextResponse } from 'next/server';
import { originsOf, readConfig } from '@/lib/config';
import { contentSecurityPolicy, NO_ELEMENT, OFFICIAL_ELEMENT } from '@/lib/csp';

/** Gives every page its nonce and its security headers. */
export function proxy(request: NextRequest): NextResponse {
  const config = readConfig(process.env);
  const nonce = btoa(crypto.randomUUID());
  const secure = config.baseUrl.startsWith('https:');
  const policy = contentSecurityPolicy({
    nonce,
    api: originsOf(config.apiUrl),
    element: config.chatElement === 'official' ? OFFICIAL_ELEMENT : NO_ELEMENT,
    development: process.env.NODE_ENV === 'development',
    secure,
  });

  // Next.js takes the nonce for its own scripts from the policy in the request.
  const headers = new Headers(request.headers);
  headers.set('x-nonce', nonce);
  headers.set('content-security-policy', policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('content-security-policy', policy);
  response.headers.set('x-content-type-options', 'nosniff');
  response.headers.set('referrer-policy', 'same-origin');
  response.headers.set('cross-origin-opener-policy', 'same-origin');
  response.headers.set('permissions-policy', 'camera=(), geolocation=(), payment=(), usb=()');
  if (secure) response.headers.set('strict-transport-security', 'max-age=31536000');
  return response;
}

export const config = {
  // Built files never change and need none of this.
  matcher: ['/((?!_next/static|icons/|favicon.ico).*)'],
};

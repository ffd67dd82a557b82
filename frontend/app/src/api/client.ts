import createClient, { type Client } from 'openapi-fetch';
import { Http } from './http';
import type { paths } from './schema';
import { goToSignIn } from './session';
import { TokenSource } from './token';

export interface Api {
  http: Http;
  rest: Client<paths>;
  url: string;
}

/** Makes the client of the API at an address. `token` is one to begin with. */
export function createApi(
  apiUrl: string,
  onReached: (reached: boolean) => void,
  token: string | null = null,
): Api {
  // Called through the window, whose method it is.
  const plain: typeof fetch = (input, init) => fetch(input, init);
  const url = '/api/auth/token';
  const tokens = new TokenSource({ fetch: plain, now: Date.now, url, first: token });
  const http = new Http({ fetch: plain, tokens, onReached, onSignedOut: goToSignIn });
  return { http, rest: createClient<paths>({ baseUrl: apiUrl, fetch: http.send }), url: apiUrl };
}

/** Returns the body of an answer; an answer that is none of success was thrown before. */
export function bodyOf<Body>(answer: { data?: Body }): Body {
  if (answer.data === undefined) throw new Error('an answer came without its body');
  return answer.data;
}

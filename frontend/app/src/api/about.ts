import { errorOf, unanswered } from './api-error';
import type { components } from './schema';

/** What the server says of itself; asked without signing in. */
export type About = components['schemas']['About'];

/** Asks the server what answers there. */
export async function fetchAbout(apiUrl: string, signal?: AbortSignal): Promise<About> {
  let response: Response;
  try {
    response = await fetch(`${apiUrl}/api/v1/about`, signal ? { signal } : {});
  } catch (error) {
    throw unanswered(error);
  }
  if (!response.ok) throw await errorOf(response);
  return (await response.json()) as About;
}

import { errorOf, unanswered } from './api-error';

/** What the server says of itself; asked without signing in. */
export interface About {
  name: string;
  version: string;
  model: { provider: string; name: string; demo: boolean };
  attachments?: { max_bytes: number; types: string[] };
}

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

import 'server-only';
import { FIRST_PAGE } from './first-page';
import type { TaskBody } from './model/task';

/** A slow API keeps nobody waiting: after this the browser asks for itself. */
const LONGEST_MS = 400;

/**
 * The first tasks of the list, for the first HTML: a browser far away would need several round trips
 * for them. `null` if the API is slow, down or out of this server's reach.
 */
export async function firstTasks(
  apiUrl: string,
  userId: string,
  token: string,
): Promise<TaskBody[] | null> {
  const query = new URLSearchParams({ ...FIRST_PAGE, limit: String(FIRST_PAGE.limit) });
  try {
    const response = await fetch(`${apiUrl}/api/${encodeURIComponent(userId)}/tasks?${query}`, {
      headers: { authorization: `Bearer ${token}` },
      cache: 'no-store',
      signal: AbortSignal.timeout(LONGEST_MS),
    });
    if (!response.ok) return null;
    const { data } = (await response.json()) as { data: TaskBody[] };
    return data;
  } catch {
    return null;
  }
}

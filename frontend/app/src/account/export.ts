import { errorOf } from '@/api/api-error';
import type { User } from '@/auth/session';
import { accountHttp } from './api';

/** Passed on as it came: what the API adds to it one day is a person's own as well. */
type Kept = { readonly user_id: string; readonly [part: string]: unknown };
export type AccountExport = { readonly account: User; readonly [part: string]: unknown };

/** All that is kept of a person: the account from this side, the rest from the API. */
export async function exportAccount(
  user: User,
  { http, url } = accountHttp(),
): Promise<AccountExport> {
  // Not by `send`, which gives up after a while: all of a person's data may take longer.
  const response = await http.fetch(`${url}/api/${encodeURIComponent(user.id)}/export`);
  if (!response.ok) throw await errorOf(response);
  // It is written while it is read: one that broke off is no JSON, and fails here.
  const { user_id: _, ...kept } = (await response.json()) as Kept;
  return { account: user, ...kept };
}

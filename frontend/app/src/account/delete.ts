import { attempt } from '@/auth/attempt';
import { authClient } from '@/auth/client';
import type { Field } from '@/auth/messages';
import { accountHttp } from './api';
import { failureWords } from './words';

export type Deletion =
  | { readonly ok: true }
  | { readonly ok: false; readonly message: string; readonly field: Field | null };

const NOTHING_GONE = 'Nothing was deleted.';

/**
 * Deletes a person's data and then the account. The password is checked first, because afterwards
 * it is too late; the account goes last, because without it nobody could ask for the rest again.
 */
export async function deleteAccount(
  userId: string,
  password: string,
  { http, url } = accountHttp(),
): Promise<Deletion> {
  const checked = await attempt((fetchOptions) =>
    authClient.$fetch('/check-password', { method: 'POST', body: { password }, ...fetchOptions }),
  );
  if (!checked.ok) return { ok: false, message: checked.message, field: checked.field };

  try {
    const request = new Request(`${url}/api/${encodeURIComponent(userId)}`, { method: 'DELETE' });
    await http.send(request);
  } catch (error) {
    return { ok: false, message: `${NOTHING_GONE} ${failureWords(error)}`, field: null };
  }

  const deleted = await attempt((fetchOptions) =>
    authClient.deleteUser({ password, fetchOptions }),
  );
  if (deleted.ok) return { ok: true };
  return {
    ok: false,
    message: `Your tasks and conversations are deleted, but the account is still there. ${deleted.message}`,
    field: null,
  };
}

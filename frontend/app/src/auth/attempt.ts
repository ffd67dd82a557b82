import { authMessage, type Field } from './messages';

export type Attempt<T> =
  | { readonly ok: true; readonly data: T }
  | {
      readonly ok: false;
      readonly message: string;
      readonly code: string;
      readonly field: Field | null;
    };

type Hooks = { onError: (context: { response: Response }) => void; timeout: number };
type Failure = { code?: string | undefined; message?: string | undefined; status: number };

const PATIENCE = 15_000;

/** One call to the accounts, with its failure in words whatever kind of failure it is. */
export async function attempt<T>(
  call: (hooks: Hooks) => Promise<{ data: T | null; error: Failure | null }>,
): Promise<Attempt<T>> {
  let retryAfter: number | null = null;
  const hooks: Hooks = {
    timeout: PATIENCE,
    onError: ({ response }) => {
      const seconds = Number(response.headers.get('x-retry-after') ?? Number.NaN);
      if (Number.isFinite(seconds)) retryAfter = seconds;
    },
  };
  let failure: Failure = { status: 0 };
  try {
    const { data, error } = await call(hooks);
    if (!error) return { ok: true, data: data as T };
    failure = error;
  } catch {
    // fetch itself failed: no answer at all, which is the failure above.
  }
  return { ok: false, ...authMessage(failure, retryAfter) };
}

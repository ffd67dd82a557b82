import type { components } from './schema';

type Problem = components['schemas']['ProblemDocument'];

/** What went wrong, as far as the page acts differently. */
export type Failure =
  /** The browser has no network. */
  | 'offline'
  /** The server does not answer. */
  | 'unreachable'
  | 'signed-out'
  | 'too-fast'
  /** The thing is not there, or no longer. */
  | 'gone'
  /** Somebody else changed it meanwhile. */
  | 'changed'
  /** A value breaks a rule. */
  | 'invalid'
  /** It cannot be done in the present state. */
  | 'refused'
  /** The server's fault. */
  | 'broken';

/** The one kind of error that the API client throws. Its message is for people: what happened, and what to do. */
export class ApiError extends Error {
  override readonly name = 'ApiError';

  constructor(
    readonly failure: Failure,
    message: string,
    readonly details: {
      status?: number;
      code?: string;
      requestId?: string;
      retryAfterSeconds?: number;
      fields?: readonly { field: string; message: string }[];
    } = {},
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Reads the error of an answer that is none of success. */
export async function errorOf(response: Response): Promise<ApiError> {
  const problem = await readProblem(response);
  const { status } = response;
  const retryAfter = Number(response.headers.get('retry-after'));
  const details = {
    status,
    ...(problem?.code === undefined ? {} : { code: problem.code }),
    ...(problem?.request_id === undefined ? {} : { requestId: problem.request_id }),
    ...(retryAfter > 0 ? { retryAfterSeconds: retryAfter } : {}),
    ...(problem?.errors === undefined ? {} : { fields: problem.errors }),
  };
  return new ApiError(failureOf(status), wordsFor(status, problem, details), details);
}

/** Returns the error of a request that got no answer. */
export function unanswered(cause: unknown): ApiError {
  if (cause instanceof ApiError) return cause;
  const isOffline = typeof navigator !== 'undefined' && navigator.onLine === false;
  return isOffline
    ? new ApiError(
        'offline',
        'You are offline. Check your connection; the page goes on by itself when it is back.',
        {},
        { cause },
      )
    : new ApiError(
        'unreachable',
        'The server does not answer. It is tried again by itself.',
        {},
        { cause },
      );
}

/** Returns any error as one for people. */
export function asApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  const words = 'Something went wrong in this page. Reload it; if it stays, tell the operator.';
  return new ApiError('broken', words, {}, { cause: error });
}

function failureOf(status: number): Failure {
  switch (status) {
    case 401:
      return 'signed-out';
    case 404:
    case 410:
      return 'gone';
    case 412:
      return 'changed';
    case 429:
      return 'too-fast';
    case 400:
    case 413:
    case 415:
    case 422:
      return 'invalid';
    case 502:
    case 503:
    case 504:
      return 'unreachable';
    default:
      return status >= 500 ? 'broken' : 'refused';
  }
}

function wordsFor(status: number, problem: Problem | null, details: ApiError['details']): string {
  if (status === 429) {
    const seconds = details.retryAfterSeconds ?? 1;
    return `That was too fast for the server. Try again in ${seconds} ${seconds === 1 ? 'second' : 'seconds'}.`;
  }
  const [field] = details.fields ?? [];
  if (field) return `The ${field.field.replaceAll('_', ' ')} ${field.message}.`;
  if (status >= 500 && details.requestId) {
    const detail = problem?.detail ?? 'Something went wrong on the server.';
    return `${detail} (Request ${details.requestId})`;
  }
  return problem?.detail ?? `The server answered with an error (${status}). Try again.`;
}

async function readProblem(response: Response): Promise<Problem | null> {
  try {
    if (!response.headers.get('content-type')?.includes('json')) return null;
    const body: unknown = await response.json();
    return typeof body === 'object' && body !== null && 'detail' in body ? (body as Problem) : null;
  } catch {
    // A proxy's page, or a body that broke off: the status has to do.
    return null;
  }
}

import type { BetterAuthPlugin } from 'better-auth';
import { APIError, createAuthEndpoint, sensitiveSessionMiddleware } from 'better-auth/api';
import { z } from 'zod';

const PATH = '/check-password';

/**
 * Lets the page check the password before it deletes a person's tasks, which is done first: with a
 * wrong password nothing at all may be gone. As hard to guess at as the sign-in.
 */
export function passwordCheck() {
  return {
    id: 'password-check',
    endpoints: {
      checkPassword: createAuthEndpoint(
        PATH,
        {
          method: 'POST',
          body: z.object({ password: z.string().min(1).max(128) }),
          use: [sensitiveSessionMiddleware],
        },
        async (ctx) => {
          const { user } = ctx.context.session;
          const account = await ctx.context.internalAdapter.findCredentialAccount(user.id);
          const hash = account?.password;
          if (
            !hash ||
            !(await ctx.context.password.verify({ hash, password: ctx.body.password }))
          ) {
            throw new APIError('BAD_REQUEST', {
              code: 'INVALID_PASSWORD',
              message: 'Invalid password',
            });
          }
          return ctx.json({ status: true });
        },
      ),
    },
    rateLimit: [{ pathMatcher: (path) => path === PATH, window: 10, max: 3 }],
  } satisfies BetterAuthPlugin;
}

import 'server-only';
import { betterAuth } from 'better-auth';
import { nextCookies } from 'better-auth/next-js';
import { jwt } from 'better-auth/plugins';
import { originsOf, readConfig, type ServerConfig } from '@/lib/config';
import { dataDirectory } from './data-directory.mjs';
import { chooseDatabase, openDatabase } from './database.mjs';
import { log } from './log';
import { resetMail, sendMail } from './mail';
import { passwordCheck } from './password-check';
import { PASSWORD_LENGTH } from './password-length';
import { loadSecrets, type Secrets } from './secret';

export const TOKEN_AUDIENCE = 'taskpilot';
const RESET_LINK_SECONDS = 60 * 60;

export type Auth = ReturnType<typeof createAuth>;

/**
 * Made at the first use, not when the module is loaded: a build loads every route, and must need
 * neither a database nor a secret.
 */
let made: Auth | undefined;
export function getAuth(): Auth {
  made ??= createAuth(
    readConfig(process.env),
    loadSecrets(process.env, dataDirectory(process.env)),
    openDatabase(chooseDatabase(process.env)),
  );
  return made;
}

export function createAuth(
  config: ServerConfig,
  secrets: Secrets,
  database: ReturnType<typeof openDatabase>,
) {
  const { smtpUrl } = config;
  return betterAuth({
    appName: 'TaskPilot',
    baseURL: config.baseUrl,
    ...secrets,
    database,
    // Both names of this machine: which of the two a person types should not matter.
    trustedOrigins: originsOf(config.baseUrl),
    telemetry: { enabled: false },
    logger: log,
    emailAndPassword: {
      enabled: true,
      minPasswordLength: PASSWORD_LENGTH.shortest,
      maxPasswordLength: PASSWORD_LENGTH.longest,
      revokeSessionsOnPasswordReset: true,
      resetPasswordTokenExpiresIn: RESET_LINK_SECONDS,
      ...(smtpUrl === null
        ? {}
        : {
            sendResetPassword: async ({ user, token }) => {
              const link = `${config.baseUrl}/reset-password?token=${encodeURIComponent(token)}`;
              await sendMail({ smtpUrl, from: config.mailFrom }, resetMail(user, link));
            },
          }),
    },
    user: { deleteUser: { enabled: true } },
    rateLimit: {
      // Better Auth leaves it off outside production builds; here one switch decides.
      enabled: config.rateLimit && process.env.NODE_ENV === 'production',
      customRules: {
        '/delete-user': { window: 10, max: 3 },
        '/reset-password': { window: 60, max: 5 },
        // Read on every page and for every token: a page in several tabs must not run into it.
        '/get-session': { window: 10, max: 200 },
        '/token': { window: 10, max: 200 },
        '/jwks': false,
      },
    },
    advanced: {
      // server.mjs puts the one address in here that can be trusted.
      ipAddress: { ipAddressHeaders: ['x-forwarded-for'] },
    },
    plugins: [
      passwordCheck(),
      jwt({
        // The page asks for tokens where it needs them; a key that cannot be read must not take
        // the sessions down with it.
        disableSettingJwtHeader: true,
        jwks: { keyPairConfig: { alg: 'EdDSA', crv: 'Ed25519' } },
        jwt: {
          issuer: config.baseUrl,
          audience: TOKEN_AUDIENCE,
          expirationTime: '15m',
          definePayload: ({ user }) => ({ email: user.email, name: user.name }),
        },
      }),
      nextCookies(),
    ],
  });
}

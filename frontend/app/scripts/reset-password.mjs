#!/usr/bin/env node
// For operators of a server without mail: makes the link by which a person chooses a new password.
//   npm run reset-password -- someone@example.com
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { betterAuth } from 'better-auth';
import { chooseDatabase, openDatabase } from '../src/auth/database.mjs';
import { enterApp } from '../src/auth/environment.mjs';

enterApp();
const email = process.argv[2]?.trim();
if (!email || process.argv.length > 3) stop('usage: npm run reset-password -- someone@example.com');

const choice = chooseDatabase(process.env);
if (choice.type === 'sqlite' && !existsSync(choice.file)) {
  stop(`there are no accounts yet: ${choice.file} is not there`);
}
const address =
  process.env.BETTER_AUTH_URL?.trim() ||
  process.env.NEXT_PUBLIC_BASE_URL?.trim() ||
  `http://localhost:${process.env.PORT || 3000}`;

let link = '';
try {
  const auth = betterAuth({
    baseURL: address,
    database: openDatabase(choice),
    telemetry: { enabled: false },
    logger: { disabled: true },
    // The link is looked up in the database, so that nothing here is signed with it.
    secret: randomBytes(32).toString('base64url'),
    emailAndPassword: {
      enabled: true,
      resetPasswordTokenExpiresIn: 60 * 60,
      sendResetPassword: async ({ token }) => {
        link = `${address.replace(/\/+$/, '')}/reset-password?token=${encodeURIComponent(token)}`;
      },
    },
  });
  await auth.api.requestPasswordReset({ body: { email } });
} catch (error) {
  stop(`the link could not be made: ${error instanceof Error ? error.message : error}`);
}
if (!link) stop(`there is no account with the address ${email}`);

console.log(`Hand this link to ${email}. It works once, for one hour:\n\n  ${link}\n`);
process.exit(0);

/**
 * @param {string} reason
 * @returns {never}
 */
function stop(reason) {
  console.error(`reset-password: ${reason}`);
  process.exit(1);
}

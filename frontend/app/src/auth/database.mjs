import { closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { PostgresDialect, SqliteDialect } from 'kysely';
import Database from 'libsql';
import pg from 'pg';
import { dataDirectory } from './data-directory.mjs';

/** Accounts have a schema of their own in PostgreSQL: the API migrates `public`, this side `auth`. */
export const AUTH_SCHEMA = 'auth';

/**
 * PostgreSQL if DATABASE_URL names one. The API's own `sqlite:` addresses are not for accounts:
 * two programs must not migrate one SQLite file, so accounts then have their own file.
 *
 * @param {Readonly<Record<string, string | undefined>>} env
 * @returns {{ type: 'postgres', url: string } | { type: 'sqlite', file: string }}
 */
export function chooseDatabase(env) {
  const url = env.DATABASE_URL?.trim() ?? '';
  if (/^postgres(ql)?:\/\//i.test(url)) return { type: 'postgres', url };
  return { type: 'sqlite', file: join(dataDirectory(env), 'auth.db') };
}

/**
 * What Better Auth calls the database. The explicit form with a dialect is needed: a libsql handle
 * given alone has a property `db` and is taken for something else.
 *
 * @param {ReturnType<typeof chooseDatabase>} choice
 */
export function openDatabase(choice) {
  if (choice.type === 'postgres') {
    const pool = new pg.Pool({ connectionString: choice.url, max: 10 });
    // An idle connection that breaks must not end the process; the next query opens another one.
    pool.on('error', (error) =>
      console.error(`accounts: a database connection broke: ${error.message}`),
    );
    return {
      dialect: new PostgresDialect({ pool }),
      type: /** @type {const} */ ('postgres'),
      transaction: true,
      schemaName: AUTH_SCHEMA,
    };
  }
  mkdirSync(join(choice.file, '..'), { recursive: true, mode: 0o700 });
  // For the owner's eyes only, whoever made the folder; SQLite gives its other files the same mode.
  closeSync(openSync(choice.file, 'a', 0o600));
  const database = new Database(choice.file);
  // In this order: switching to WAL takes a lock, and waits for it only if told to wait.
  database.exec('PRAGMA busy_timeout = 5000');
  database.exec('PRAGMA journal_mode = WAL');
  database.exec('PRAGMA foreign_keys = ON');
  return {
    dialect: new SqliteDialect({ database }),
    type: /** @type {const} */ ('sqlite'),
    transaction: true,
  };
}

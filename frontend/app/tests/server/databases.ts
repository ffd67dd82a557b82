import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { freshDirectory, removeDirectory, type Settings } from './page-server';

/** A database made for one suite, and taken away after it. */
export type OwnDatabase = {
  readonly directory: string;
  readonly settings: Settings;
  readonly remove: () => Promise<void>;
};

const SERVER = process.env.TEST_DATABASE_URL;

/** Both databases; PostgreSQL only where the tests are given one. */
export const DATABASES: readonly (readonly [string, () => Promise<OwnDatabase>])[] = [
  ['SQLite', ownSqlite],
  ...(SERVER ? ([['PostgreSQL', () => ownPostgres(SERVER)]] as const) : []),
];

export async function ownSqlite(): Promise<OwnDatabase> {
  const directory = freshDirectory();
  return {
    directory,
    settings: { DATA_DIR: directory },
    remove: async () => removeDirectory(directory),
  };
}

async function ownPostgres(server: string): Promise<OwnDatabase> {
  const name = `taskpilot_page_${randomBytes(6).toString('hex')}`;
  await execute(server, `CREATE DATABASE ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  const directory = freshDirectory();
  return {
    directory,
    settings: { DATA_DIR: directory, DATABASE_URL: url.href },
    remove: async () => {
      removeDirectory(directory);
      await execute(server, `DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
}

export async function execute(url: string, sql: string): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await client.query(sql);
  } finally {
    await client.end();
  }
}

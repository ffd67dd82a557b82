import { randomBytes } from 'node:crypto';
import pg from 'pg';

/** A PostgreSQL server on which the suite may make databases. */
export const SERVER = process.env.TEST_DATABASE_URL;

/** A database of its own; `remove` takes it away. */
export interface OwnDatabase {
  readonly url: string;
  remove(): Promise<void>;
}

export async function ownDatabase(server: string): Promise<OwnDatabase> {
  const name = `taskpilot_browser_${randomBytes(6).toString('hex')}`;
  await execute(server, `CREATE DATABASE ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, remove: () => execute(server, `DROP DATABASE ${name} WITH (FORCE)`) };
}

async function execute(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

import { describe, expect, it } from 'vitest';
import type { Http } from '@/api/http';
import { exportAccount } from './export';

const user = { id: 'u1', name: 'Ada', email: 'ada@example.com' };
const answering = (response: Response) => ({
  http: { fetch: async () => response } as unknown as Http,
  url: 'http://api.example',
});

describe('exportAccount', () => {
  it('puts the account beside all that the API keeps, also what this page does not know', async () => {
    const kept = {
      user_id: 'u1',
      exported_at: '2026-01-01T00:00:00Z',
      tasks: [{ id: 1 }],
      files: [],
    };
    expect(await exportAccount(user, answering(Response.json(kept)))).toEqual({
      account: user,
      exported_at: kept.exported_at,
      tasks: [{ id: 1 }],
      files: [],
    });
  });

  it('does not take half a document for a whole one', async () => {
    const half = new Response('{"user_id":"u1","tasks":[{"id":1}');
    await expect(exportAccount(user, answering(half))).rejects.toThrow();
  });

  it('fails in words when the API refuses', async () => {
    const refused = Response.json({ detail: 'too fast' }, { status: 429 });
    await expect(exportAccount(user, answering(refused))).rejects.toThrow(/too fast/i);
  });
});

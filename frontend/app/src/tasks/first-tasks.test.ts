import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { firstTasks } from './first-tasks';

const servers: ReturnType<typeof createServer>[] = [];

async function api(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

describe('the tasks in the first HTML', () => {
  it('are read in the name of the user', async () => {
    let asked: unknown[] = [];
    const url = await api((request, response) => {
      asked = [request.url, request.headers.authorization];
      response.end(JSON.stringify({ data: [{ id: 1 }] }));
    });
    expect(await firstTasks(url, 'a/b', 'token')).toEqual([{ id: 1 }]);
    expect(asked).toEqual([
      '/api/a%2Fb/tasks?status=pending&sort=due_at&limit=100',
      'Bearer token',
    ]);
  });

  it('are left to the browser if the API refuses, is slow or is not there', async () => {
    const refusing = await api((_, response) => response.writeHead(503).end());
    expect(await firstTasks(refusing, 'ada', 'token')).toBeNull();
    const silent = await api(() => {});
    const from = performance.now();
    expect(await firstTasks(silent, 'ada', 'token')).toBeNull();
    // Far less than anybody would wait for the page.
    expect(performance.now() - from).toBeLessThan(5_000);
    expect(await firstTasks('http://127.0.0.1:1', 'ada', 'token')).toBeNull();
  });
});

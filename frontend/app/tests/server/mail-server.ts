import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';

/** Takes mail by SMTP and keeps it: as little of the protocol as a sender needs. */
export class MailServer {
  readonly mails: string[] = [];
  private waiting: (() => void)[] = [];

  private constructor(private readonly server: Server) {}

  static async start(): Promise<MailServer> {
    const server = createServer();
    const mailServer = new MailServer(server);
    server.on('connection', (socket) => mailServer.talk(socket));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return mailServer;
  }

  get url(): string {
    const address = this.server.address();
    if (!address || typeof address === 'string') throw new Error('it does not listen');
    return `smtp://127.0.0.1:${address.port}`;
  }

  async next(): Promise<string> {
    if (this.mails.length === 0) await new Promise<void>((resolve) => this.waiting.push(resolve));
    return this.mails.shift() ?? '';
  }

  stop(): void {
    this.server.close();
  }

  private talk(socket: Socket): void {
    let body: string[] | null = null;
    let rest = '';
    socket.write('220 test\r\n');
    socket.setEncoding('utf8').on('data', (piece: string) => {
      const lines = (rest + piece).split('\r\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        if (body && line !== '.') {
          body.push(line);
        } else if (body) {
          this.keep(body.join('\n'));
          body = null;
          socket.write('250 kept\r\n');
        } else if (/^DATA/i.test(line)) {
          body = [];
          socket.write('354 go on\r\n');
        } else if (/^QUIT/i.test(line)) {
          socket.end('221 bye\r\n');
        } else {
          socket.write('250 ok\r\n');
        }
      }
    });
  }

  private keep(mail: string): void {
    // Undoes "quoted-printable", by which long lines are sent.
    const text = mail
      .replace(/=\n/g, '')
      .replace(/=([0-9A-F]{2})/g, (_, hex: string) =>
        String.fromCharCode(Number.parseInt(hex, 16)),
      );
    this.mails.push(text);
    for (const wake of this.waiting.splice(0)) wake();
  }
}

/** Somebody with a browser: keeps cookies, and says where the page was opened. */
export class Visitor {
  private readonly cookies = new Map<string, string>();

  constructor(
    readonly origin: string,
    private readonly extra: Readonly<Record<string, string>> = {},
  ) {}

  get(path: string): Promise<Response> {
    return this.send(path, { method: 'GET' });
  }

  post(path: string, body: unknown = {}): Promise<Response> {
    return this.send(path, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json', origin: this.origin },
    });
  }

  /** As a page of another site would send it from this browser. */
  postFrom(origin: string, path: string, body: unknown = {}): Promise<Response> {
    return this.send(path, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json', origin },
    });
  }

  async signUp(email: string, password: string, name = 'Ada'): Promise<Response> {
    return this.post('/api/auth/sign-up/email', { name, email, password });
  }

  async signIn(email: string, password: string): Promise<Response> {
    return this.post('/api/auth/sign-in/email', { email, password });
  }

  async token(): Promise<string> {
    const response = await this.get('/api/auth/token');
    if (!response.ok) throw new Error(`no token: ${response.status}`);
    return ((await response.json()) as { token: string }).token;
  }

  private async send(path: string, init: RequestInit): Promise<Response> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(this.origin + path, {
      ...init,
      redirect: 'manual',
      headers: { ...this.extra, ...(cookie ? { cookie } : {}), ...init.headers },
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value && !/max-age=0/i.test(line)) this.cookies.set(name, value);
      else this.cookies.delete(name);
    }
    return response;
  }
}

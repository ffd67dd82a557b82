// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SignInForm } from './SignInForm';

// The accounts' client takes hold of `fetch` when it is loaded, so it is replaced before that.
const { server } = vi.hoisted(() => {
  const server = { sent: [] as unknown[], answer: async (): Promise<Response> => new Response() };
  globalThis.fetch = (_, init) => {
    server.sent.push(JSON.parse(String(init?.body)));
    return server.answer();
  };
  return { server };
});

let left: string[];

beforeEach(() => {
  left = [];
  server.sent = [];
  server.answer = async () => Response.json({ user: {} });
  vi.spyOn(window.location, 'assign').mockImplementation((url) => void left.push(String(url)));
});
afterEach(cleanup);

const email = () => screen.getByLabelText<HTMLInputElement>('E-mail');
const password = () => screen.getByLabelText<HTMLInputElement>('Password');

describe('the sign-in', () => {
  it('goes by the keyboard alone, and on to where one wanted to go', async () => {
    render(<SignInForm next="/tasks?view=today" />);
    const user = userEvent.setup();
    await user.click(email());
    await user.keyboard(' ada@example.com {Tab}correct horse{Enter}');
    await vi.waitFor(() => expect(left).toEqual(['/tasks?view=today']));
    expect(server.sent).toEqual([{ email: 'ada@example.com', password: 'correct horse' }]);
  });

  it('asks for what is missing without asking the server, and goes to the first', async () => {
    render(<SignInForm next="/tasks" />);
    await userEvent.click(screen.getByRole('button', { name: 'Sign in' }));
    expect(screen.getByText('Enter your e-mail address.')).toBeTruthy();
    expect(screen.getByText('Enter your password.')).toBeTruthy();
    expect(document.activeElement).toBe(email());
    expect(email().getAttribute('aria-invalid')).toBe('true');
    expect(server.sent).toEqual([]);
  });

  it('keeps what was typed when it fails, and says why', async () => {
    server.answer = async () =>
      Response.json({ code: 'INVALID_EMAIL_OR_PASSWORD', message: 'x' }, { status: 401 });
    render(<SignInForm next="/tasks" />);
    await userEvent.type(email(), 'ada@example.com');
    await userEvent.type(password(), 'wrong{Enter}');
    const alert = await screen.findByRole('alert');
    expect(alert.textContent).toMatch(/do not belong together/);
    expect([email().value, password().value]).toEqual(['ada@example.com', 'wrong']);
    expect(left).toEqual([]);
  });

  it('says so when the server cannot be reached', async () => {
    server.answer = async () => {
      throw new TypeError('Failed to fetch');
    };
    render(<SignInForm next="/tasks" />);
    await userEvent.type(email(), 'ada@example.com');
    await userEvent.type(password(), 'correct horse{Enter}');
    expect((await screen.findByRole('alert')).textContent).toMatch(/cannot be reached/);
  });

  it('sends once however often it is pressed', async () => {
    let finish: (response: Response) => void = () => {};
    server.answer = () => new Promise((resolve) => (finish = resolve));
    const { container } = render(<SignInForm next="/tasks" />);
    await userEvent.type(email(), 'ada@example.com');
    await userEvent.type(password(), 'correct horse');
    const form = container.querySelector('form') as HTMLFormElement;
    fireEvent.submit(form);
    fireEvent.submit(form);
    await vi.waitFor(() => expect(server.sent).toHaveLength(1));
    fireEvent.submit(form);
    finish(Response.json({ user: {} }));
    await vi.waitFor(() => expect(left).toHaveLength(1));
    expect(server.sent).toHaveLength(1);
  });
});

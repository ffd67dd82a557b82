import { createTransport } from 'nodemailer';

export type Mail = { to: string; subject: string; text: string; html: string };

/** Sends one mail. The person waits for it, so it gives up early rather than late. */
export async function sendMail(by: { smtpUrl: string; from: string }, mail: Mail): Promise<void> {
  const transport = createTransport({
    url: by.smtpUrl,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 20_000,
  });
  try {
    await transport.sendMail({ from: by.from, ...mail });
  } catch (error) {
    console.error(`accounts: a mail could not be sent: ${(error as Error).message}`);
    throw error;
  } finally {
    transport.close();
  }
}

export function resetMail(user: { name: string; email: string }, link: string): Mail {
  const greeting = user.name ? `Hello ${user.name},` : 'Hello,';
  const ask = 'Someone, probably you, asked for a new password for TaskPilot. Choose it here:';
  const rest =
    'The link works once, for one hour. If it was not you, do nothing: your password stays as it is.';
  return {
    to: user.email,
    subject: 'Choose a new password for TaskPilot',
    text: `${greeting}\n\n${ask}\n\n${link}\n\n${rest}\n`,
    html: [greeting, ask, `<a href="${escapeHtml(link)}">${escapeHtml(link)}</a>`, rest]
      .map((line, index) => `<p>${index === 2 ? line : escapeHtml(line)}</p>`)
      .join('\n'),
  };
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

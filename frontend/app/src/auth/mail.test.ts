import { describe, expect, it } from 'vitest';
import { resetMail } from './mail';

describe('resetMail', () => {
  it('holds the link as text and to be clicked', () => {
    const link = 'https://tasks.example.com/reset-password?token=a%26b';
    const mail = resetMail({ name: 'Ada', email: 'ada@example.com' }, link);
    expect(mail.to).toBe('ada@example.com');
    expect(mail.text).toContain(link);
    expect(mail.html).toContain(`<a href="${link}">`);
  });

  it('does not let a name write HTML into the mail', () => {
    const mail = resetMail({ name: '<img src=x>', email: 'a@example.com' }, 'https://x.example');
    expect(mail.html).not.toContain('<img');
  });
});

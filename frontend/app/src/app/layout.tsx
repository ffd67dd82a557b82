import './globals.css';
import type { Metadata, Viewport } from 'next';
import { headers } from 'next/headers';
import type { ReactNode } from 'react';
import { CONFIG_ELEMENT_ID, publicConfig, readConfig } from '@/lib/config';
import { inlineJson } from '@/lib/inline-json';
import { NONCE_SCRIPT } from '@/lib/nonce';
import { EARLY_SCRIPT } from '@/tasks/quick-add/early';
import { ThemeColor } from '@/ui/ThemeColor';
import { CANVAS } from '@/ui/theme-colors';
import { THEME_SCRIPT } from '@/ui/theme-script';

export async function generateMetadata(): Promise<Metadata> {
  return {
    metadataBase: new URL(readConfig(process.env).baseUrl),
    title: {
      default: 'TaskPilot: tasks and an assistant that does them with you',
      template: '%s · TaskPilot',
    },
    description:
      'A to-do list beside an assistant you can talk to. It adds, finds, moves and completes tasks while you watch, on a server of your own.',
    applicationName: 'TaskPilot',
    appleWebApp: { capable: true, title: 'TaskPilot', statusBarStyle: 'default' },
    formatDetection: { telephone: false, email: false, address: false },
    icons: {
      icon: [
        { url: '/favicon.ico', sizes: '32x32' },
        { url: '/icons/icon.svg', type: 'image/svg+xml' },
      ],
      apple: '/icons/apple-touch-icon.png',
    },
    openGraph: { siteName: 'TaskPilot', type: 'website', images: ['/icons/icon-512.png'] },
  };
}

export const viewport: Viewport = {
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: CANVAS.light },
    { media: '(prefers-color-scheme: dark)', color: CANVAS.dark },
  ],
  viewportFit: 'cover',
  // The keyboard of a phone makes the page shorter, so that a composer at its foot stays in sight.
  interactiveWidget: 'resizes-content',
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const request = await headers();
  const nonce = request.get('x-nonce') ?? '';
  const config = publicConfig(readConfig(process.env), request.get('host'));
  return (
    // The theme's script changes the attributes before React sees them.
    <html lang="en" data-theme="light" suppressHydrationWarning>
      <head>
        <script
          nonce={nonce}
          suppressHydrationWarning
          // biome-ignore lint/security/noDangerouslySetInnerHtml: constants of this project
          dangerouslySetInnerHTML={{ __html: `${THEME_SCRIPT};${NONCE_SCRIPT};${EARLY_SCRIPT}` }}
        />
        <script
          id={CONFIG_ELEMENT_ID}
          type="application/json"
          // biome-ignore lint/security/noDangerouslySetInnerHtml: escaped by inlineJson
          dangerouslySetInnerHTML={{ __html: inlineJson(config) }}
        />
      </head>
      <body>
        {children}
        <ThemeColor />
      </body>
    </html>
  );
}

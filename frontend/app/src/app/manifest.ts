import type { MetadataRoute } from 'next';
import { CANVAS } from '@/ui/theme-colors';

export default function manifest(): MetadataRoute.Manifest {
  return {
    id: '/',
    name: 'TaskPilot',
    short_name: 'TaskPilot',
    description: 'A to-do list beside an assistant you can talk to.',
    start_url: '/tasks',
    scope: '/',
    display: 'standalone',
    background_color: CANVAS.light,
    theme_color: CANVAS.light,
    icons: [
      { src: '/icons/icon.svg', sizes: 'any', type: 'image/svg+xml' },
      { src: '/icons/icon-192.png', sizes: '192x192', type: 'image/png' },
      { src: '/icons/icon-512.png', sizes: '512x512', type: 'image/png' },
      { src: '/icons/maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
    ],
    shortcuts: [
      { name: 'Tasks', url: '/tasks' },
      { name: 'Assistant', url: '/chatkit' },
    ],
  };
}

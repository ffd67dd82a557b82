import type { MetadataRoute } from 'next';

/** What is behind the way in is somebody's own, and only leads back to it. */
export default function robots(): MetadataRoute.Robots {
  return {
    rules: { userAgent: '*', allow: '/', disallow: ['/api/', '/settings'] },
  };
}

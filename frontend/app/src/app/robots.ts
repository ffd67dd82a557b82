import type { MetadataRoute } from 'next';

/** The way in may be found; what is behind it is somebody's own. */
export default function robots(): MetadataRoute.Robots {
  return {
    rules: { userAgent: '*', allow: '/', disallow: ['/api/', '/tasks', '/chatkit', '/settings'] },
  };
}

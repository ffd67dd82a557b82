import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { NextConfig } from 'next';

const workspace = dirname(dirname(fileURLToPath(import.meta.url)));

const config: NextConfig = {
  // Native code and drivers stay outside the bundle.
  serverExternalPackages: ['libsql', 'pg', 'nodemailer'],
  poweredByHeader: false,
  reactStrictMode: true,
  // The lock file is the workspace's, one folder up; without this Next guesses.
  turbopack: { root: workspace },
  // `next dev` refuses its own scripts to other names of the same machine unless they are listed.
  allowedDevOrigins: ['127.0.0.1', 'localhost'],
  devIndicators: false,
};

export default config;

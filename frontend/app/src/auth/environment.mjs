import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { projectRoot } from './data-directory.mjs';

/**
 * Goes to `frontend/app`, wherever the program was started, and reads the project's `.env`; what is
 * set in the environment already wins over it.
 */
export function enterApp() {
  process.chdir(fileURLToPath(new URL('../..', import.meta.url)));
  const file = join(projectRoot(), '.env');
  if (existsSync(file)) process.loadEnvFile(file);
}

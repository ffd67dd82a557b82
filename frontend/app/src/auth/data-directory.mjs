import { resolve } from 'node:path';

/**
 * The project's root. Every way to start the page runs in `frontend/app`: npm does so by itself,
 * and the scripts change to it.
 */
export function projectRoot() {
  return resolve(process.cwd(), '..', '..');
}

/**
 * Where accounts and the generated secret are kept. A relative DATA_DIR counts from the project's
 * root, so that it means the same folder to every process whatever folder it runs in.
 *
 * @param {Readonly<Record<string, string | undefined>>} env
 */
export function dataDirectory(env) {
  // The bundler would otherwise trace all that could stand there.
  return resolve(/* turbopackIgnore: true */ projectRoot(), env.DATA_DIR || 'data');
}

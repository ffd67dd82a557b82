/** Runs once before the first request: accounts are ready, or the server says why not and ends. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return;
  const { start } = await import('./auth/start');
  await start();
}

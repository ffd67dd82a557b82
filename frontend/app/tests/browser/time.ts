/** A day so many days from now, as the API writes it; the browsers of the suite live in UTC. */
export function inDays(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}

interface WithTemporal {
  readonly Temporal?: { readonly Now: { timeZoneId(): string } };
}

/** The browser's time zone, as `Europe/Berlin`; null if it does not know. */
export function timeZone(): string | null {
  // `Intl` loads all names of days and months first, which holds up a page that is just coming in.
  const zone =
    (globalThis as WithTemporal).Temporal?.Now.timeZoneId() ??
    Intl.DateTimeFormat().resolvedOptions().timeZone;
  return zone && zone !== 'Etc/Unknown' ? zone : null;
}

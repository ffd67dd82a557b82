import { SECTIONS } from './sections';

const SHORT = { ...SECTIONS, sessions: 'Sessions' };

/** Beside the parts where there is room; a phone scrolls. */
export function SettingsNav() {
  return (
    <nav aria-label="Settings" className="hidden lg:block">
      <ul className="sticky top-20 grid gap-0.5">
        {Object.entries(SHORT).map(([id, label]) => (
          <li key={id}>
            <a
              href={`#${id}`}
              className="-ml-3 block rounded-md px-3 py-2 text-sm font-medium text-ink-soft transition-colors duration-100 hover:bg-hover hover:text-ink"
            >
              {label}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

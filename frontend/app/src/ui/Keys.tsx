import { clsx } from 'clsx';

/** Keys to press, written as in "Ctrl+K" or "G T". */
export function Keys({ keys, inverted = false }: { keys: string; inverted?: boolean }) {
  return (
    <kbd className="inline-flex gap-1 font-sans">
      {keys.split(/[+ ]/).map((key, index) => (
        <span
          key={index}
          className={clsx(
            'inline-grid min-w-5 place-items-center rounded-sm px-1.5 text-2xs leading-5',
            inverted ? 'bg-canvas/20' : 'border border-line bg-sunken text-ink-soft',
          )}
        >
          {key}
        </span>
      ))}
    </kbd>
  );
}

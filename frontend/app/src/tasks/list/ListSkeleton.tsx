const WIDTHS = ['62%', '44%', '71%', '38%', '55%', '49%', '66%'];

/** Stands where the tasks will be, with the height of rows. */
export function ListSkeleton() {
  return (
    <div role="status" className="animate-fade-in pt-9">
      <span className="sr-only">Loading your tasks</span>
      {WIDTHS.map((width) => (
        <div key={width} aria-hidden className="flex h-16 items-start gap-3 px-3 pt-3 sm:pl-9">
          <span className="size-5 shrink-0 rounded-full bg-hover" />
          <span className="grid flex-1 gap-2 pt-1">
            <span className="h-3 rounded-full bg-hover" style={{ width }} />
            <span className="h-2.5 w-24 rounded-full bg-hover" />
          </span>
        </div>
      ))}
    </div>
  );
}

/** Stands where the chat will be. */
export function AssistantSkeleton() {
  return (
    <div role="status" className="flex size-full flex-col p-4">
      <span className="sr-only">Loading the assistant</span>
      <div aria-hidden className="flex-1" />
      <div aria-hidden className="h-24 rounded-xl border border-line bg-surface" />
    </div>
  );
}

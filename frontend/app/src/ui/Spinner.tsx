import { LoaderCircle } from 'lucide-react';

export function Spinner({ label = 'Loading', size = 18 }: { label?: string; size?: number }) {
  return (
    <span role="status" className="inline-grid place-items-center">
      <LoaderCircle size={size} aria-hidden className="animate-spin motion-reduce:animate-none" />
      <span className="sr-only">{label}</span>
    </span>
  );
}

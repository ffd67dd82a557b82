import type { About } from '@/api/about';

/** What files of a type are called, for browsers that do not know it by its name. */
const EXTENSIONS: Record<string, string[]> = {
  'image/png': ['.png'],
  'image/jpeg': ['.jpg', '.jpeg'],
  'image/gif': ['.gif'],
  'image/webp': ['.webp'],
  'application/pdf': ['.pdf'],
  'text/plain': ['.txt'],
  'text/markdown': ['.md'],
  'text/csv': ['.csv'],
  'application/json': ['.json'],
};

/** Most files with one message. */
const MOST_FILES = 5;

/** Offers what the server takes; nothing until it has said so. */
export function attachmentOptions(about: About | undefined) {
  const rules = about?.attachments;
  if (!rules || rules.types.length === 0) return { enabled: false };
  return {
    enabled: true,
    maxSize: rules.max_bytes,
    maxCount: MOST_FILES,
    accept: Object.fromEntries(rules.types.map((type) => [type, EXTENSIONS[type] ?? []])),
  };
}

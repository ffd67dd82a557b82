import { type IconNode, icons } from 'lucide';

const SHAPES: Readonly<Record<string, IconNode>> = icons;

/** Finds an icon by the name that Lucide writes in its catalogue, such as `arrow-right`. */
export function findIcon(name: string): IconNode | null {
  const pascalCase = name.replace(/(?:^|-)([a-z0-9])/g, (_, letter: string) =>
    letter.toUpperCase(),
  );
  return Object.hasOwn(SHAPES, pascalCase) ? (SHAPES[pascalCase] ?? null) : null;
}

import type { IconNode } from 'lucide';

/** One drawing, and how it differs from the plain outline. */
export interface Glyph {
  readonly shape: IconNode;
  /**
   * `filled`: a solid shape; `inverted`: a solid outer shape with the rest cut out;
   * `upright`: turned by a quarter; `directional`: mirrored in right-to-left text.
   */
  readonly look?: 'filled' | 'inverted' | 'upright' | 'directional';
}

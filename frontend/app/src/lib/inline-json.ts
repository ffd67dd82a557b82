/**
 * JSON for the inside of a `<script>`: without `<`, which could close the element, and without the
 * line separators that JSON allows and old JavaScript does not.
 */
export function inlineJson(value: unknown): string {
  return JSON.stringify(value)
    .replaceAll('<', '\\u003c')
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029');
}

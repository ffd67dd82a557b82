/** One of each thing that Markdown can do. */
export const MARKDOWN_SAMPLE = `## A heading

Plain text with **bold**, *italic*, ~~gone~~, \`code\`, and a [link](https://example.com).
A [deeplink](chatkit-link://task?id=7) tells the page.

1. First
2. Second
   - nested
   - twice

- [x] Done
- [ ] Not done

> A quotation that is long enough to need more than one line on a telephone, but not on a desk.

| Task | Due | Effort |
|------|:---:|-------:|
| Buy milk | tomorrow | 10 min |
| Write the quarterly report | Friday | 4 h |

\`\`\`ts
export function add(a: number, b: number): number {
  return a + b; // no overflow here
}
\`\`\`

The area is $\\pi r^2$, and

$$
\\int_0^1 x^2\\,dx = \\frac{1}{3}
$$
`;

import { expect, it } from 'vitest';
import { IncrementalParser, type MarkdownBlock } from './incremental.js';

const DOCUMENT = `# A plan for **today**

Use \`snake_case\` and __init__ and snake_case_word, 2 * 3 * 4 = 24, costs $5 or $6.50, a < b > c, C:\\path,
![image](https://a.example/c.png) done, **bold with \`code\` inside** and ***both***, a [link with **bold**](https://a.example "t"),
mail me@a.example, https://a.example/c_d_e, and $t = \\frac{n}{d}$, \\(a+b\\) and $$c$$.

- **Item**: text
- [ ] to do
  > quoted in a list
- \`code\` and \`\`double \` tick\`\` and \`array[0]\`

1. One

   continued

2. Two

| A | B |
|---|--:|
| 1 | **2** |

\`\`\`python
# comment
def f(): pass
\`\`\`

$$
x_1 * y_1
$$

\\[ x^2 + y \\]

---

End.
`;

/** A short marker may show before it is known to be one; anything longer would be seen to flicker. */
const LONGEST_RETRACTION = 2;

it('what has been shown is not taken back, and no block changes its kind', () => {
  const parser = new IncrementalParser();
  let before: readonly MarkdownBlock[] = [];
  for (let end = 1; end <= DOCUMENT.length; end += 1) {
    const typed = DOCUMENT.slice(0, end);
    const after = parser.parse(typed, true);
    const [shown, now] = [textOf(before), textOf(after)];
    expect(shown.length - commonPrefix(shown, now), typed.slice(-20)).toBeLessThanOrEqual(
      LONGEST_RETRACTION,
    );
    expect(kindsOf(after).slice(0, kindsOf(before).length), typed.slice(-20)).toEqual(
      kindsOf(before),
    );
    before = after;
  }
});

function kindsOf(blocks: readonly MarkdownBlock[]): readonly string[] {
  return blocks.flatMap((block) => block.nodes.map((node) => node.type));
}

/** All the words of a tree, in their order. */
function textOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return '';
  if (Array.isArray(value)) return value.map(textOf).join('');
  const node = value as Readonly<Record<string, unknown>>;
  const words = typeof node.value === 'string' ? node.value : '';
  return (
    words +
    ['nodes', 'head', 'rows', 'items', 'children'].map((part) => textOf(node[part])).join('')
  );
}

function commonPrefix(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length += 1;
  return length;
}

export const DOCUMENT = `# A plan for the week

Start with the **three tasks** that are due, then *clear the inbox*; see [the guide](https://example.com) or [open the task](chatkit-link://task?id=7). Short blocks work better than long ones, says one source. Breaks help as well, says another source.

## Steps

1. Call the bank
2. Write the report
   - gather the figures
   - ask \`finance@example.com\`
3. Rest

- [x] Buy milk
- [ ] Send the ~~draft~~ final version

> "Plans are nothing; planning is everything."

\`\`\`rust
/// Marks a task as done.
fn complete(task: &mut Task, now: DateTime<Utc>) -> Result<(), Error> {
    task.done_at = Some(now); // never in the future
    println!("{} is done after {} days", task.title, 42);
    Ok(())
}
\`\`\`

| Task | Owner | Hours | State | Notes that make the table wide |
|:-----|:-----:|------:|-------|-------|
| Report | Aisha | 3.5 | open | Needs the figures of the second quarter first |
| Call | Omar | 0.25 | done | \`+92 21 111\` |

The time left is $t = \\frac{n \\cdot h}{d}$, and over all tasks

$$
T = \\sum_{i=1}^{n} \\frac{h_i}{d_i} \\le \\int_0^1 f(x)\\,dx
$$

### Smaller heading

Raw <b>HTML</b> is text. یہ ایک اردو جملہ ہے۔

---

###### The end
`;

export const WIDGETS: readonly { type: string }[] = [
  card({
    size: 'md',
    status: { text: 'Today', icon: 'calendar' },
    asForm: true,
    confirm: { label: 'Save task', action: { type: 'save', payload: { id: 3 } } },
    cancel: { label: 'Discard', action: { type: 'fail' } },
    children: [
      { type: 'Title', value: 'New task', size: 'lg' },
      {
        type: 'Col',
        gap: 1,
        children: [
          { type: 'Label', value: 'Title', fieldName: 'task.title' },
          { type: 'Input', name: 'task.title', placeholder: 'What is to be done?', required: true },
        ],
      },
      {
        type: 'Row',
        gap: 3,
        align: 'end',
        children: [
          {
            type: 'Col',
            flex: 1,
            gap: 1,
            children: [
              { type: 'Label', value: 'Priority', fieldName: 'task.priority' },
              {
                type: 'Select',
                name: 'task.priority',
                block: true,
                clearable: true,
                defaultValue: 'high',
                options: [
                  { value: 'high', label: 'High', description: 'Before anything else' },
                  { value: 'normal', label: 'Normal' },
                  { value: 'low', label: 'Low', disabled: true },
                ],
              },
            ],
          },
          {
            type: 'Col',
            flex: 1,
            gap: 1,
            children: [
              { type: 'Label', value: 'Due', fieldName: 'task.due' },
              {
                type: 'DatePicker',
                name: 'task.due',
                block: true,
                clearable: true,
                defaultValue: '2026-11-21',
                min: '2026-11-05',
              },
            ],
          },
        ],
      },
      { type: 'Textarea', name: 'task.notes', placeholder: 'Notes', rows: 2, autoResize: true },
      {
        type: 'RadioGroup',
        name: 'task.repeat',
        ariaLabel: 'Repeat',
        required: true,
        options: [
          { value: 'never', label: 'Once' },
          { value: 'daily', label: 'Every day' },
          { value: 'weekly', label: 'Every week' },
        ],
      },
      {
        type: 'Checkbox',
        name: 'task.remind',
        label: 'Remind me an hour before',
        defaultChecked: true,
      },
    ],
  }),
  {
    type: 'ListView',
    limit: 3,
    status: { text: '4 tasks due this week', icon: 'check-circle' },
    children: [
      row('Write the quarterly report', 'Tomorrow', 'danger', 'overdue'),
      row(
        'Call the bank about the standing order that was booked twice last month',
        'Friday',
        'warning',
        'soon',
      ),
      row('Buy milk', 'Saturday', 'success', 'easy'),
      row('Rest', 'Sunday', 'info', 'nice'),
    ],
  } as { type: string },
  card({
    size: 'sm',
    children: [
      {
        type: 'Row',
        children: [
          { type: 'Icon', name: 'sparkle', size: 'lg', color: 'discovery' },
          { type: 'Title', value: 'Focus time', size: 'md' },
          { type: 'Spacer' },
          { type: 'Badge', label: 'New', color: 'discovery', pill: true },
        ],
      },
      {
        type: 'Text',
        value: 'Two hours without messages raise the odds that the report is done on Friday.',
        color: 'secondary',
      },
      { type: 'Divider', flush: true },
      {
        type: 'Row',
        children: [
          {
            type: 'Button',
            label: 'Block time',
            style: 'primary',
            iconStart: 'calendar',
            onClickAction: { type: 'block' },
          },
          {
            type: 'Button',
            label: 'Not now',
            variant: 'ghost',
            onClickAction: { type: 'fail', loadingBehavior: 'container' },
          },
          { type: 'Spacer' },
          {
            type: 'Button',
            iconStart: 'dots-horizontal',
            variant: 'ghost',
            onClickAction: { type: 'more' },
          },
        ],
      },
    ],
  }),
  card({
    size: 'full',
    children: [
      ...(['solid', 'soft', 'outline', 'ghost'] as const).map((variant) => ({
        type: 'Row',
        wrap: 'wrap',
        children: [
          'primary',
          'secondary',
          'info',
          'discovery',
          'success',
          'caution',
          'warning',
          'danger',
        ].map((color) => ({
          type: 'Button',
          label: color,
          color,
          variant,
          size: 'sm',
        })),
      })),
      {
        type: 'Row',
        wrap: 'wrap',
        children: ['secondary', 'success', 'danger', 'warning', 'info', 'discovery'].flatMap(
          (color) =>
            ['solid', 'soft', 'outline'].map((variant) => ({
              type: 'Badge',
              label: color,
              color,
              variant,
            })),
        ),
      },
      {
        type: 'Row',
        wrap: 'wrap',
        align: 'center',
        children: ['3xs', '2xs', 'xs', 'sm', 'md', 'lg', 'xl', '2xl', '3xl'].map((size) => ({
          type: 'Button',
          label: size,
          size,
          pill: true,
        })),
      },
      {
        type: 'Table',
        children: [
          tableRow(['Task', 'Owner', 'Hours'], true),
          tableRow(['Report', 'Aisha', '3.5']),
          tableRow(['Call', 'Omar', '0.25']),
        ],
      },
      {
        type: 'Text',
        value: 'Edit me in place',
        editable: { name: 'title', required: true },
        weight: 'semibold',
      },
      { type: 'Markdown', value: 'Some **bold** words and `code`.' },
    ],
  }),
  card({
    theme: 'dark',
    size: 'sm',
    status: { text: 'Saved' },
    collapsed: true,
    children: [{ type: 'Text', value: 'The other scheme, folded.' }],
  }),
];

function card(properties: Record<string, unknown>): { type: string } {
  return { type: 'Card', ...properties };
}

function row(title: string, day: string, color: string, label: string) {
  return {
    type: 'ListViewItem',
    onClickAction: { type: 'open', payload: { title } },
    children: [
      { type: 'Checkbox', name: 'done', onChangeAction: { type: 'toggle' } },
      {
        type: 'Col',
        flex: 1,
        gap: 0,
        children: [
          { type: 'Text', value: title, weight: 'medium', truncate: true },
          { type: 'Caption', value: day },
        ],
      },
      { type: 'Badge', label, color },
    ],
  };
}

function tableRow(cells: readonly string[], header = false) {
  return {
    type: 'Table.Row',
    header,
    children: cells.map((value, index) => ({
      type: 'Table.Cell',
      ...(index === 2 ? { align: 'end' } : {}),
      children: [{ type: 'Text', value }],
    })),
  };
}

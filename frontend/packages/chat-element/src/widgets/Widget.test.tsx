import { describe, expect, it, vi } from 'vitest';
import { createBench } from './testing.js';

const bench = createBench();
const save = { type: 'save', payload: { id: 1 } };

function card(...children: object[]) {
  return { type: 'Card', children };
}

function form(...children: object[]) {
  return card({
    type: 'Form',
    onSubmitAction: save,
    children: [...children, { type: 'Button', label: 'Send', submit: true }],
  });
}

describe('actions', () => {
  it('carry what the server wrote', async () => {
    await bench.show(
      card({
        type: 'Button',
        label: 'Go',
        onClickAction: { ...save, handler: 'client', streaming: 'false' },
      }),
    );
    await bench.press(bench.button('Go'));
    expect(bench.dispatch).toHaveBeenCalledWith(
      { type: 'save', payload: { id: 1 }, handler: 'client', streaming: false },
      { itemId: 'item_1' },
    );
  });

  it('show a busy button and refuse a second press until the answer', async () => {
    let answer = () => {};
    bench.dispatch.mockReturnValue(new Promise((resolve) => (answer = resolve)));
    await bench.show(card({ type: 'Button', label: 'Go', onClickAction: save }));
    const button = bench.button('Go');
    await bench.press(button);
    await bench.press(button);
    expect(bench.dispatch).toHaveBeenCalledOnce();
    expect(button.getAttribute('aria-busy')).toBe('true');
    answer();
    await vi.waitFor(() => expect(button.getAttribute('aria-busy')).toBe('false'));
  });

  it('make the whole widget inert for `container`', async () => {
    let answer = () => {};
    bench.dispatch.mockReturnValue(new Promise((resolve) => (answer = resolve)));
    await bench.show({ ...card(), confirm: { label: 'Save', action: save } });
    await bench.press(bench.button('Save'));
    expect(bench.find('.ck-w').getAttribute('aria-busy')).toBe('true');
    expect(bench.find('.ck-w-content').inert).toBe(true);
    answer();
    await vi.waitFor(() => expect(bench.find('.ck-w-content').inert).toBe(false));
  });

  it('show nothing for `none`, and every press counts', async () => {
    bench.dispatch.mockReturnValue(new Promise(() => {}));
    await bench.show(
      card({ type: 'Button', label: 'Go', onClickAction: { ...save, loadingBehavior: 'none' } }),
    );
    await bench.press(bench.button('Go'));
    await bench.press(bench.button('Go'));
    expect(bench.dispatch).toHaveBeenCalledTimes(2);
    expect(bench.button('Go').getAttribute('aria-busy')).toBe('false');
  });

  it('show why they failed until the next one', async () => {
    bench.dispatch.mockRejectedValueOnce(new Error('The list is full.'));
    await bench.show(card({ type: 'Button', label: 'Go', onClickAction: save }));
    await bench.press(bench.button('Go'));
    await vi.waitFor(() =>
      expect(bench.find('[role=alert]').textContent).toBe('The list is full.'),
    );
    await bench.press(bench.button('Go'));
    expect(bench.root.querySelector('[role=alert]')).toBeNull();
  });
});

describe('forms', () => {
  it('send their fields with the payload', async () => {
    await bench.show(
      form(
        { type: 'Input', name: 'todo.title', defaultValue: 'Milk' },
        { type: 'Textarea', name: 'todo.notes', defaultValue: 'two' },
        { type: 'Checkbox', name: 'todo.done', label: 'Done' },
        {
          type: 'RadioGroup',
          name: 'size',
          defaultValue: 's',
          options: [
            { value: 's', label: 'S' },
            { value: 'm', label: 'M' },
          ],
        },
        { type: 'Select', name: 'list', options: [{ value: 'a', label: 'A' }] },
        { type: 'DatePicker', name: 'due', defaultValue: '2026-11-21' },
        { type: 'Text', value: 'Name', editable: { name: 'name' } },
        { type: 'Input', name: 'off', defaultValue: 'x', disabled: true },
      ),
    );
    await bench.type(bench.find<HTMLInputElement>('[data-field="todo.title"]'), 'Bread');
    await bench.press(bench.button('Send'));
    expect(bench.dispatch.mock.calls[0]?.[0].payload).toEqual({
      id: 1,
      todo: { title: 'Bread', notes: 'two', done: false },
      size: 's',
      list: null,
      due: '2026-11-21',
      name: 'Name',
    });
  });

  it('wait until they are valid and say what is missing', async () => {
    await bench.show(form({ type: 'Input', name: 'title', required: true }));
    const input = bench.find<HTMLInputElement>('input');
    await bench.press(bench.button('Send'));
    expect(bench.dispatch).not.toHaveBeenCalled();
    expect(input.getAttribute('aria-invalid')).toBe('true');
    expect(document.activeElement).toBe(input);
    await bench.type(input, 'Milk');
    expect(input.getAttribute('aria-invalid')).toBe('false');
    await bench.press(bench.button('Send'));
    expect(bench.dispatch).toHaveBeenCalledOnce();
  });

  it('send the fields of a card that is a form with `confirm`, not with `cancel`', async () => {
    await bench.show({
      ...card({ type: 'Input', name: 'title', defaultValue: 'Milk' }),
      asForm: true,
      confirm: { label: 'Save', action: save },
      cancel: { label: 'Discard', action: { type: 'discard' } },
    });
    await bench.press(bench.button('Discard'));
    expect(bench.dispatch.mock.lastCall?.[0]).not.toHaveProperty('payload');
    await vi.waitFor(() => expect(bench.find('.ck-w-content').inert).toBe(false));
    await bench.press(bench.button('Save'));
    expect(bench.dispatch.mock.lastCall?.[0].payload).toEqual({ id: 1, title: 'Milk' });
  });

  it('keep what was typed when the widget is sent again', async () => {
    const input = { type: 'Input', name: 'title' };
    await bench.show(card(input, { type: 'Text', value: 'before' }));
    await bench.type(bench.find<HTMLInputElement>('input'), 'typed');
    await bench.show(
      card(input, { type: 'Text', value: 'after' }, { type: 'Text', value: 'more' }),
    );
    expect(bench.find<HTMLInputElement>('input').value).toBe('typed');
    await bench.show(card({ ...input, key: 'k' }));
    await bench.type(bench.find<HTMLInputElement>('input'), 'again');
    await bench.show(card({ type: 'Text', value: 'pushed in' }, { ...input, key: 'k' }));
    expect(bench.find<HTMLInputElement>('input').value).toBe('again');
  });

  it('name their fields by label, else by placeholder, else by name', async () => {
    await bench.show(
      card(
        { type: 'Label', value: 'Title', fieldName: 'a' },
        { type: 'Input', name: 'a', placeholder: 'x' },
        { type: 'Input', name: 'b', placeholder: 'Notes' },
        { type: 'Input', name: 'todo.owner' },
      ),
    );
    const inputs = [...bench.root.querySelectorAll('input')];
    expect(inputs[0]?.id).toBe(bench.find<HTMLLabelElement>('label').htmlFor);
    expect(inputs.map((input) => input.getAttribute('aria-label'))).toEqual([
      null,
      'Notes',
      'owner',
    ]);
  });
});

describe('choices', () => {
  it('send their new value by name', async () => {
    await bench.show(
      card({ type: 'Checkbox', name: 'done', label: 'Done', onChangeAction: { type: 'toggle' } }),
    );
    await bench.press(bench.find('input'));
    expect(bench.dispatch.mock.lastCall?.[0].payload).toEqual({ done: true });
  });

  it('take the value that the server answers with', async () => {
    const box = { type: 'Checkbox', name: 'done', onChangeAction: { type: 'toggle' } };
    await bench.show(card({ ...box, defaultChecked: false }));
    await bench.press(bench.find('input'));
    await bench.show(card({ ...box, defaultChecked: false, label: 'x' }));
    expect(bench.find<HTMLInputElement>('input').checked).toBe(true);
    await bench.show(card({ ...box, defaultChecked: true }));
    await bench.show(card({ ...box, defaultChecked: false }));
    expect(bench.find<HTMLInputElement>('input').checked).toBe(false);
  });

  it('are worked by keyboard in a select', async () => {
    const options = [
      { value: 'a', label: 'Apple' },
      { value: 'b', label: 'Banana', disabled: true },
      { value: 'c', label: 'Cherry' },
    ];
    await bench.show(
      card({
        type: 'Select',
        name: 'fruit',
        options,
        onChangeAction: { type: 'pick' },
        clearable: true,
      }),
    );
    const trigger = bench.find<HTMLButtonElement>('.ck-w-picker-button');
    await bench.key(trigger, 'ArrowDown');
    const list = bench.find('[role=listbox]');
    expect(list.getAttribute('aria-activedescendant')).toBe(
      bench.root.querySelectorAll('[role=option]')[0]?.id,
    );
    await bench.key(list, 'ArrowDown');
    await bench.key(list, 'Enter');
    expect(bench.dispatch.mock.lastCall?.[0].payload).toEqual({ fruit: 'c' });
    expect(trigger.textContent).toBe('Cherry');
    expect(bench.root.querySelector('[role=listbox]')).toBeNull();
    await bench.press(bench.button('Clear'));
    expect(bench.dispatch.mock.lastCall?.[0].payload).toEqual({ fruit: null });
  });

  it('are found by typing in a long select', async () => {
    const options = Array.from({ length: 20 }, (_, index) => ({
      value: `${index}`,
      label: `Número ${index}`,
    }));
    await bench.show(card({ type: 'Select', name: 'n', options }));
    await bench.press(bench.find('.ck-w-picker-button'));
    await bench.type(bench.find<HTMLInputElement>('[role=combobox]'), 'numero 17');
    expect(
      [...bench.root.querySelectorAll('[role=option]')].map((option) => option.textContent),
    ).toEqual(['Número 17']);
  });

  it('are days in a date picker, within its bounds', async () => {
    await bench.show(
      card({
        type: 'DatePicker',
        name: 'due',
        defaultValue: '2026-11-21',
        max: '2026-11-25',
        onChangeAction: { type: 'set' },
      }),
    );
    await bench.press(bench.find('.ck-w-picker-button'));
    await vi.waitFor(() => bench.find('[role=grid]'));
    const grid = bench.find('[role=grid]');
    await bench.key(grid, 'ArrowDown');
    expect(bench.find('[role=grid] [tabindex="0"]').textContent).toBe('25');
    await bench.press(bench.find('[role=grid] [tabindex="0"]'));
    expect(bench.dispatch.mock.lastCall?.[0].payload).toEqual({ due: '2026-11-25' });
  });
});

describe('roots', () => {
  it('show the rows of a list up to its limit', async () => {
    const children = ['a', 'b', 'c'].map((value) => ({
      type: 'ListViewItem',
      onClickAction: { type: 'open', payload: { value } },
      children: [{ type: 'Text', value }],
    }));
    await bench.show({ type: 'ListView', limit: 2, children });
    expect(bench.root.querySelectorAll('li')).toHaveLength(2);
    await bench.press(bench.button('Show 1 more'));
    expect(bench.root.querySelectorAll('li')).toHaveLength(3);
    await bench.press(bench.find('li:last-child button'));
    expect(bench.dispatch.mock.lastCall?.[0].payload).toEqual({ value: 'c' });
  });

  it('fold a collapsed card under its status', async () => {
    await bench.show({
      ...card({ type: 'Text', value: 'inside' }),
      collapsed: true,
      status: { text: 'Saved' },
    });
    const toggle = bench.button('Saved');
    expect(toggle.getAttribute('aria-expanded')).toBe('false');
    expect(bench.find(`[id="${toggle.getAttribute('aria-controls')}"]`).hidden).toBe(true);
    await bench.press(toggle);
    expect(bench.find(`[id="${toggle.getAttribute('aria-controls')}"]`).hidden).toBe(false);
  });

  it('may have the other scheme than their surroundings', async () => {
    await bench.show({ ...card(), theme: 'dark' });
    expect(bench.find('.ck-w').style.getPropertyValue('--ck-bg')).not.toBe('');
    expect(bench.find('.ck-w').style.colorScheme).toBe('dark');
  });

  it('speak Urdu where the reader does', async () => {
    await bench.show(card({ type: 'Select', name: 'x', options: [] }), { locale: 'ur-PK' });
    expect(bench.find('.ck-w-picker-button').textContent).toBe('منتخب کریں…');
  });
});

describe('content', () => {
  it('draws tables with a head, and charts as tables', async () => {
    const cell = (value: string) => ({ type: 'Table.Cell', children: [{ type: 'Text', value }] });
    await bench.show(
      card(
        {
          type: 'Table',
          children: [
            { type: 'Table.Row', header: true, children: [cell('Task')] },
            { type: 'Table.Row', children: [cell('Milk')] },
          ],
        },
        {
          type: 'Chart',
          data: [{ day: 'Mon', done: 3 }],
          series: [{ type: 'bar', label: 'Done', dataKey: 'done' }],
          xAxis: 'day',
        },
      ),
    );
    expect(bench.find('thead th').textContent).toBe('Task');
    expect([...bench.root.querySelectorAll('table')].at(-1)?.textContent).toBe(
      'Chart datadayDoneMon3',
    );
  });

  it('loads images of the web only', async () => {
    await bench.show(card({ type: 'Image', src: 'javascript:alert(1)', alt: 'Bad' }));
    expect(bench.root.querySelector('img')).toBeNull();
    await bench.show(card({ type: 'Image', src: 'https://a.example/i.png', alt: 'Good' }));
    expect(bench.find<HTMLImageElement>('img').alt).toBe('Good');
  });

  it('keeps the element of streaming text', async () => {
    await bench.show(card({ type: 'Text', id: 't', value: 'Hel', streaming: true }));
    const before = bench.find('.ck-w-text');
    await bench.show(card({ type: 'Text', id: 't', value: 'Hello', streaming: true }));
    expect(bench.find('.ck-w-text')).toBe(before);
    expect(before.textContent).toBe('Hello');
  });
});

/** The tree that the parser makes and the views draw. It holds no HTML at any point. */

export type InlineNode =
  | { readonly type: 'text'; readonly value: string }
  | {
      readonly type: 'strong' | 'emphasis' | 'strikethrough';
      readonly children: readonly InlineNode[];
    }
  | { readonly type: 'code'; readonly value: string }
  | {
      readonly type: 'link';
      readonly href: string;
      readonly title: string;
      readonly children: readonly InlineNode[];
    }
  | { readonly type: 'image'; readonly src: string; readonly alt: string; readonly title: string }
  | { readonly type: 'math'; readonly value: string; readonly isDisplay: boolean }
  | { readonly type: 'break' }
  | { readonly type: 'marker'; readonly group: number };

export type ColumnAlign = 'left' | 'center' | 'right' | null;

export interface TableCell {
  readonly align: ColumnAlign;
  readonly children: readonly InlineNode[];
}

export interface ListItem {
  /** `null` for an ordinary item, otherwise the state of a task. */
  readonly checked: boolean | null;
  readonly children: readonly BlockNode[];
}

export type BlockNode =
  | {
      readonly type: 'paragraph';
      readonly isTight: boolean;
      readonly children: readonly InlineNode[];
    }
  | { readonly type: 'heading'; readonly level: number; readonly children: readonly InlineNode[] }
  | { readonly type: 'quote'; readonly children: readonly BlockNode[] }
  | {
      readonly type: 'list';
      readonly isOrdered: boolean;
      readonly start: number;
      readonly items: readonly ListItem[];
    }
  | {
      readonly type: 'codeBlock';
      readonly language: string;
      readonly value: string;
      readonly markers: readonly number[];
    }
  | { readonly type: 'mathBlock'; readonly value: string; readonly markers: readonly number[] }
  | {
      readonly type: 'table';
      readonly head: readonly TableCell[];
      readonly rows: readonly (readonly TableCell[])[];
    }
  | { readonly type: 'rule' };

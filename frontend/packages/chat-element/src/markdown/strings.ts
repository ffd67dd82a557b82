import { createContext } from 'preact';
import { useContext } from 'preact/hooks';

/** The few words that Markdown itself needs. */
export interface MarkdownStrings {
  readonly code: string;
  readonly copy: string;
  readonly copied: string;
  readonly copyCode: string;
  readonly table: string;
  readonly taskDone: string;
  readonly taskOpen: string;
  readonly source: string;
  readonly sources: string;
  readonly opensNewTab: string;
}

export const ENGLISH: MarkdownStrings = {
  code: 'Code',
  copy: 'Copy',
  copied: 'Copied',
  copyCode: 'Copy code',
  table: 'Table',
  taskDone: 'Done',
  taskOpen: 'Not done',
  source: 'Source',
  sources: 'Sources',
  opensNewTab: '(opens in a new tab)',
};

export const URDU: MarkdownStrings = {
  code: 'کوڈ',
  copy: 'کاپی کریں',
  copied: 'کاپی ہو گیا',
  copyCode: 'کوڈ کاپی کریں',
  table: 'جدول',
  taskDone: 'مکمل',
  taskOpen: 'نامکمل',
  source: 'ماخذ',
  sources: 'مآخذ',
  opensNewTab: '(نئے ٹیب میں کھلتا ہے)',
};

/** Set above the transcript to change the language; English without it. */
export const MarkdownStringsContext = createContext<MarkdownStrings>(ENGLISH);

export function useMarkdownStrings(): MarkdownStrings {
  return useContext(MarkdownStringsContext);
}

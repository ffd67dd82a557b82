import type { FileSource, UrlSource } from './sources.js';

interface TaskBase {
  readonly status_indicator?: 'none' | 'loading' | 'complete';
  readonly title?: string;
}

export interface CustomTask extends TaskBase {
  readonly type: 'custom';
  readonly icon?: string;
  readonly content?: string;
}

export interface WebSearchTask extends TaskBase {
  readonly type: 'web_search';
  readonly title_query?: string;
  readonly queries?: readonly string[];
  readonly sources?: readonly UrlSource[];
}

export interface ThoughtTask extends TaskBase {
  readonly type: 'thought';
  readonly content: string;
}

export interface FileTask extends TaskBase {
  readonly type: 'file';
  readonly sources?: readonly FileSource[];
}

export interface ImageTask extends TaskBase {
  readonly type: 'image';
}

export type Task = CustomTask | WebSearchTask | ThoughtTask | FileTask | ImageTask;

/** Either words for what was done, or how many seconds it took; words win when both are there. */
export interface WorkflowSummary {
  readonly title?: string;
  readonly icon?: string;
  readonly duration?: number;
}

export interface Workflow {
  readonly type: 'custom' | 'reasoning';
  readonly tasks: readonly Task[];
  readonly summary?: WorkflowSummary;
  readonly expanded?: boolean;
}

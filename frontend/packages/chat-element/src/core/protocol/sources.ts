/** Where a statement came from. Unknown kinds are kept and not shown. */
export type Source = UrlSource | FileSource | EntitySource;

interface SourceBase {
  readonly title: string;
  readonly description?: string;
  readonly timestamp?: string;
  readonly group?: string;
}

export interface UrlSource extends SourceBase {
  readonly type: 'url';
  readonly url: string;
  readonly attribution?: string;
}

export interface FileSource extends SourceBase {
  readonly type: 'file';
  readonly filename: string;
}

export interface EntitySource extends SourceBase {
  readonly type: 'entity';
  readonly id: string;
  readonly icon?: string;
  readonly label?: string;
  readonly inline_label?: string;
  readonly interactive?: boolean;
  readonly data?: Readonly<Record<string, unknown>>;
}

export interface Annotation {
  readonly type: 'annotation';
  readonly source: Source;
  /** Position of the marker, in characters of the text. */
  readonly index?: number;
}

import type { JSX } from 'preact';
import type { DraftAttachment } from '../../core/drafts/draft.js';
import type { Strings } from '../../i18n/strings.js';
import { Icon } from '../../icons/Icon.js';
import type { FileProblem } from '../../options/file-rules.js';
import { shortType } from '../message/AttachmentView.js';
import { IconButton } from '../shared/Button.js';
import { useChat, useStrings, useView } from '../shared/context.js';

/** The files of the draft, and why some were not taken. */
export function ComposerAttachments(): JSX.Element | null {
  const { composer, attachments } = useChat();
  const strings = useStrings();
  const { locale } = useView();
  const chosen = composer.draft.value.attachments;
  const refused = attachments.refused.value;
  const missing = attachments.missing.value;
  return (
    <>
      {missing.length > 0 && (
        <ul class="ck-refused" role="alert">
          {missing.map((name) => (
            <li key={name} dir="auto">
              {strings.fileMissing(name)}
            </li>
          ))}
        </ul>
      )}
      {refused.length > 0 && (
        <ul class="ck-refused" role="alert">
          {refused.map(({ name, problem }) => (
            <li key={name} dir="auto">
              {explain(name, problem, strings, locale)}
            </li>
          ))}
        </ul>
      )}
      {chosen.length > 0 && (
        <ul class="ck-chosen" aria-label={strings.attachments}>
          {chosen.map((one) => (
            <li key={one.key}>
              <Chip one={one} />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function Chip({ one }: { one: DraftAttachment }): JSX.Element {
  const { attachments } = useChat();
  const strings = useStrings();
  return (
    <span class={`ck-file ck-file-${one.status}`} part="attachment">
      <Preview one={one} />
      <span class="ck-file-text">
        <bdi class="ck-file-name">{one.name}</bdi>
        <span class="ck-file-type">
          {one.status === 'failed' ? strings.uploadFailed : shortType(one.name, one.mimeType)}
        </span>
      </span>
      {one.status === 'failed' && (
        <IconButton
          icon="ui:retry"
          iconSize={14}
          label={strings.retryFile(one.name)}
          onClick={() => void attachments.retry(one.key)}
        />
      )}
      <IconButton
        icon="ui:close"
        iconSize={14}
        label={strings.removeFile(one.name)}
        onClick={() => attachments.remove(one)}
      />
      {one.status === 'uploading' && (
        <progress
          class="ck-file-progress"
          max={1}
          value={one.share || undefined}
          aria-label={strings.uploading(one.name, Math.round(one.share * 100))}
        />
      )}
    </span>
  );
}

function Preview({ one }: { one: DraftAttachment }): JSX.Element {
  const uploaded = one.status === 'ready' ? one.attachment : undefined;
  // A server may give any file an address to look at it; only a picture can be shown as one.
  const picture = uploaded?.type === 'image' ? uploaded.preview_url : undefined;
  const source = one.localPreview ?? picture;
  if (source) return <img class="ck-file-preview" src={source} alt="" />;
  return <Icon name={one.mimeType.startsWith('image/') ? 'ui:image' : 'ui:file'} size={20} />;
}

function explain(name: string, problem: FileProblem, strings: Strings, locale: string): string {
  switch (problem.type) {
    case 'too_many':
      return strings.tooManyFiles(problem.limit);
    case 'too_large':
      return strings.fileTooLarge(name, formatBytes(problem.limit, locale));
    case 'not_accepted':
      return strings.fileNotAccepted(name);
  }
}

function formatBytes(bytes: number, locale: string): string {
  const isLarge = bytes >= 1024 * 1024;
  const value = bytes / (isLarge ? 1024 * 1024 : 1024);
  const unit = isLarge ? 'megabyte' : 'kilobyte';
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit,
    maximumFractionDigits: 1,
  }).format(value);
}

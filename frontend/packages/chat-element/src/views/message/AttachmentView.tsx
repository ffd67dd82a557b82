import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Attachment } from '../../core/protocol/items.js';
import { Icon } from '../../icons/Icon.js';

/** A file of a message: a picture as a picture, anything else as a card. */
export function AttachmentView({ attachment }: { attachment: Attachment }): JSX.Element {
  const { name, mime_type: type, preview_url: preview } = attachment;
  const [isBroken, setBroken] = useState(false);
  if (attachment.type === 'image' && preview && !isBroken) {
    return (
      <img
        class="ck-attachment-image"
        src={preview}
        alt={name}
        title={name}
        loading="lazy"
        onError={() => setBroken(true)}
      />
    );
  }
  return (
    <span class="ck-file">
      <Icon name={attachment.type === 'image' ? 'ui:image' : 'ui:file'} size={20} />
      <span class="ck-file-text">
        <bdi class="ck-file-name">{name}</bdi>
        <span class="ck-file-type">{shortType(name, type)}</span>
      </span>
    </span>
  );
}

/** `PDF` says more to people than `application/pdf`. */
export function shortType(name: string, mimeType: string): string {
  const extension = /\.([a-z0-9]{1,5})$/i.exec(name)?.[1];
  return (extension ?? mimeType.split('/').at(-1) ?? mimeType).toUpperCase();
}

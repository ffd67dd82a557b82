import type { JSX } from 'preact';
import type { GeneratedImageItem } from '../../core/protocol/items.js';
import { useStrings } from '../shared/context.js';

interface GeneratedImageProps {
  readonly item: GeneratedImageItem;
  readonly isPending: boolean;
}

/** A picture that is being made, then the picture, in a frame of the same size all along. */
export function GeneratedImage({ item, isPending }: GeneratedImageProps): JSX.Element | null {
  const strings = useStrings();
  const { image, progress } = item;
  if (!image && !isPending) return null;
  return (
    <figure class={`ck-image ${isPending ? 'ck-image-pending' : ''}`} part="generated-image">
      {image && <Picture url={image.url} isFinal={!isPending} />}
      {isPending && (
        <progress
          class="ck-image-progress"
          aria-label={strings.imageProgress}
          {...shareOf(progress)}
        />
      )}
    </figure>
  );
}

function Picture({ url, isFinal }: { url: string; isFinal: boolean }): JSX.Element {
  const strings = useStrings();
  const picture = <img src={url} alt={strings.image} />;
  if (!isFinal || !/^https?:/i.test(url)) return picture;
  return (
    <a href={url} target="_blank" rel="noopener noreferrer" title={strings.openImage}>
      {picture}
    </a>
  );
}

/** Without a value the bar says only that something is going on. */
function shareOf(progress: number | undefined): { value?: number; max: number } {
  return progress === undefined ? { max: 1 } : { value: progress, max: 1 };
}

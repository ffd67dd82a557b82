import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { Icon } from '../../icons/Icon.js';
import { isImageAllowed } from '../../markdown/links.js';
import { Markdown } from '../../markdown/Markdown.js';
import { flag, oneOf, text } from '../node.js';
import { useRuntime } from '../runtime.js';
import { blockStyle, defined } from '../style/box.js';
import { cssColor } from '../style/colors.js';
import { cssFlex } from '../style/values.js';
import type { NodeProps } from './types.js';

export function MarkdownNode({ node }: NodeProps): JSX.Element {
  const { host, isStreaming } = useRuntime();
  return (
    <div class="ck-w-markdown">
      <Markdown
        text={text(node, 'value') ?? ''}
        isStreaming={typeof node.streaming === 'boolean' ? node.streaming : isStreaming}
        headingLevel={4}
        onDeeplink={host.onDeeplink}
      />
    </div>
  );
}

export function Badge({ node }: NodeProps): JSX.Element {
  const color =
    oneOf(node, 'color', ['secondary', 'success', 'danger', 'warning', 'info', 'discovery']) ??
    'secondary';
  const variant = oneOf(node, 'variant', ['solid', 'soft', 'outline']) ?? 'soft';
  const size = oneOf(node, 'size', ['sm', 'md', 'lg']) ?? 'sm';
  const pill = flag(node, 'pill') ? 'ck-w-pill' : '';
  return (
    <span class={`ck-w-badge ck-w-badge-${size} ck-w-${variant} ck-w-color-${color} ${pill}`}>
      {text(node, 'label')}
    </span>
  );
}

const ICON_SIZES = { xs: 12, sm: 14, md: 16, lg: 20, xl: 24, '2xl': 32, '3xl': 40 } as const;

export function IconNode({ node }: NodeProps): JSX.Element {
  const { scheme } = useRuntime();
  const size = oneOf(node, 'size', ['xs', 'sm', 'md', 'lg', 'xl', '2xl', '3xl']) ?? 'md';
  return (
    <span class="ck-w-icon" style={defined({ color: cssColor(node.color, 'text', scheme) })}>
      <Icon name={text(node, 'name') ?? ''} size={ICON_SIZES[size]} />
    </span>
  );
}

const FITS = ['cover', 'contain', 'fill', 'scale-down', 'none'] as const;
const POSITIONS = [
  'top left',
  'top',
  'top right',
  'left',
  'center',
  'right',
  'bottom left',
  'bottom',
  'bottom right',
] as const;

export function Image({ node }: NodeProps): JSX.Element | null {
  const { scheme } = useRuntime();
  const [failedSource, setFailedSource] = useState<string | null>(null);
  const src = text(node, 'src') ?? '';
  const alt = text(node, 'alt') ?? '';
  const names = [
    'ck-w-image',
    flag(node, 'frame') && 'ck-w-frame',
    flag(node, 'flush') && 'ck-w-flush',
  ];
  const style = {
    ...blockStyle(node),
    ...defined({
      flex: cssFlex(node.flex),
      background: cssColor(node.background, 'surface', scheme),
      objectFit: oneOf(node, 'fit', FITS),
      objectPosition: oneOf(node, 'position', POSITIONS),
    }),
  };
  const name = names.filter(Boolean).join(' ');
  if (failedSource === src || !isImageAllowed(src, undefined)) {
    return (
      <span class={`${name} ck-w-image-missing`} style={style}>
        <Icon name="ui:image" size={20} label={alt || undefined} />
      </span>
    );
  }
  return (
    <img
      class={name}
      style={style}
      src={src}
      alt={alt}
      loading="lazy"
      decoding="async"
      referrerpolicy="no-referrer"
      onError={() => setFailedSource(src)}
    />
  );
}

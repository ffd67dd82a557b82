import type { PublicConfig } from '@/lib/config';

const OFFICIAL_SCRIPT = 'https://cdn.platform.openai.com/deployments/chatkit/chatkit.js';

let loading: Promise<void> | null = null;

/** Defines the chat element that is configured: ours from this site, or the official one from its CDN. */
export function loadElement(kind: PublicConfig['chatElement']): Promise<void> {
  loading ??= load(kind).catch((error: unknown) => {
    // The next try begins anew.
    loading = null;
    throw error;
  });
  return loading;
}

async function load(kind: PublicConfig['chatElement']): Promise<void> {
  if (kind === 'own') {
    await import('@taskpilot/chat-element');
    return;
  }
  await addScript(OFFICIAL_SCRIPT);
  await customElements.whenDefined('openai-chatkit');
}

function addScript(src: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = src;
    script.async = true;
    script.onload = () => resolve();
    script.onerror = () => {
      script.remove();
      reject(new Error('the official chat element could not be loaded'));
    };
    document.head.append(script);
  });
}

/** @jsxImportSource react */
import { ChatKit, useChatKit } from '@openai/chatkit-react';
import { StrictMode, useState } from 'react';
import { createRoot } from 'react-dom/client';

type Hook = ReturnType<typeof useChatKit>;

declare global {
  interface Window {
    chat: Hook;
    seen: [name: string, detail: unknown][];
    setGreeting: (greeting: string) => void;
    setMounted: (isMounted: boolean) => void;
  }
}

window.seen = [];
const note = (name: string) => (detail?: unknown) => void window.seen.push([name, detail]);

/** The unmodified wrapper, as an application uses it. */
function Page() {
  const [greeting, setGreeting] = useState('First greeting');
  const [isMounted, setMounted] = useState(true);
  window.setGreeting = setGreeting;
  window.setMounted = setMounted;
  window.chat = useChatKit({
    api: { url: '/chatkit', domainKey: 'local-dev', uploadStrategy: { type: 'two_phase' } },
    initialThread: new URLSearchParams(location.search).get('thread'),
    startScreen: { greeting, prompts: [{ label: 'A prompt', prompt: 'hello from a prompt' }] },
    threadItemActions: { feedback: true, retry: true },
    composer: {
      attachments: { enabled: true },
      tools: [{ id: 'search', label: 'Search', icon: 'globe' }],
      models: [{ id: 'm1', label: 'Model one' }],
    },
    onClientTool: async ({ name, params }) => {
      note('clientTool')({ name, params });
      return { title: document.title };
    },
    widgets: { onAction: async (action, item) => note('widgetAction')({ action, id: item.id }) },
    onReady: note('ready'),
    onError: ({ error }) => note('error')(error.message),
    onEffect: note('effect'),
    onDeeplink: note('deeplink'),
    onResponseStart: note('response.start'),
    onResponseEnd: note('response.end'),
    onThreadChange: note('thread.change'),
    onThreadLoadStart: note('thread.load.start'),
    onThreadLoadEnd: note('thread.load.end'),
    onHistoryOpen: note('history.open'),
    onHistoryClose: note('history.close'),
    onToolChange: note('tool.change'),
  });
  return isMounted ? <ChatKit control={window.chat.control} className="chat" /> : null;
}

const element = '/element/chat-element.js';
const query = new URLSearchParams(location.search);
const load = () => import(/* @vite-ignore */ element);

// As pages have it: the script before React, right after it has drawn the tag, or much later.
const script = query.get('script') ?? 'after';
if (script === 'before') await load();
const root = document.querySelector('#root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <Page />
    </StrictMode>,
  );
}
if (script === 'after') requestAnimationFrame(() => setTimeout(load));
if (script === 'late') setTimeout(load, 1500);

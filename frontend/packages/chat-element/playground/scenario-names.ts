import type { StartScreenPrompt } from '@openai/chatkit';

type Icon = NonNullable<StartScreenPrompt['icon']>;

/** Label, what is sent, icon: one for each thing the scripted server can show. */
export const SCENARIOS: readonly (readonly [string, string, Icon])[] = [
  ['Markdown', 'markdown', 'square-text'],
  ['Reasoning', 'think about my week', 'lightbulb'],
  ['Sources', 'sources please', 'book-open'],
  ['Widgets', 'widgets please', 'cube'],
  ['Questions', 'ask me', 'circle-question'],
  ['Image', 'image of a hill', 'square-image'],
  ['Progress', 'progress', 'bolt'],
  ['Notices', 'notices', 'info'],
  ['Error', 'error', 'bug'],
  ['Lost connection', 'drop', 'globe'],
  ['Client tool', 'tool', 'lab'],
  ['Locked', 'lock', 'keys'],
  ['Closed', 'close', 'check-circle'],
];

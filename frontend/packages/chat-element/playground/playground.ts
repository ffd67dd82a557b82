import type { ChatElement, ChatOptions } from '../src/index.js';
import '../src/index.js';
import { type Control, drawControls, readControls } from './controls.js';
import { SCENARIOS } from './scenario-names.js';

const chat = document.querySelector<ChatElement>('#chat');
const panel = document.querySelector<HTMLElement>('#controls');

/** Whether TaskPilot itself is behind the page too: see `vite.config.ts`. */
declare const HAS_TASKPILOT: boolean;

const CONTROLS: readonly Control[] = [
  ...(HAS_TASKPILOT ? [{ name: 'server', choices: ['scripted', 'TaskPilot'] }] : []),
  { name: 'scheme', choices: ['light', 'dark', 'system'] },
  { name: 'radius', choices: ['pill', 'round', 'soft', 'sharp'] },
  { name: 'density', choices: ['normal', 'compact', 'spacious'] },
  { name: 'baseSize', choices: ['16', '14', '15', '17', '18'] },
  { name: 'accent', choices: ['', '#2563eb', '#0f766e', '#c2410c', '#7c3aed'] },
  { name: 'accentLevel', choices: ['0', '1', '2', '3'] },
  { name: 'hue', choices: ['0', '60', '150', '250', '300'] },
  { name: 'tint', choices: ['0', '2', '4', '6', '9'] },
  { name: 'locale', choices: ['en', 'ur'] },
  { name: 'upload', choices: ['two_phase', 'direct'] },
  { name: 'header', isOn: true },
  { name: 'history', isOn: true },
  { name: 'feedback', isOn: true },
  { name: 'retry', isOn: true },
  { name: 'attachments', isOn: true },
  { name: 'tools', isOn: true },
  { name: 'models', isOn: true },
  { name: 'mentions', isOn: true },
  { name: 'disclaimer', isOn: true },
  { name: 'autoScroll', isOn: true },
];

/** What TaskPilot is asked. */
const REQUESTS: typeof SCENARIOS = [
  ['Add a task', 'Add milk tomorrow at 5', 'plus'],
  ['Show my tasks', 'Show my tasks', 'square-text'],
  ['What can you do?', 'What can you do?', 'circle-question'],
];

const PEOPLE = ['Amina Khan', 'Bilal Ahmed', 'Chiara Rossi', 'David Okafor'];
const PROJECTS = ['Website', 'Quarterly report', 'Garden'];

function options(values: Readonly<Record<string, string>>): ChatOptions {
  const isOn = (name: string) => values[name] === 'on';
  const isProduct = values.server === 'TaskPilot';
  return {
    api: {
      url: isProduct ? '/taskpilot' : '/chatkit',
      uploadStrategy:
        values.upload === 'direct'
          ? { type: 'direct', uploadUrl: '/upload' }
          : { type: 'two_phase' },
    },
    locale: values.locale ?? 'en',
    theme: {
      colorScheme: values.scheme as 'light',
      radius: values.radius as 'pill',
      density: values.density as 'normal',
      typography: { baseSize: Number(values.baseSize) as 16 },
      color: {
        grayscale: { hue: Number(values.hue), tint: Number(values.tint) as 0 },
        ...(values.accent && {
          accent: { primary: values.accent, level: Number(values.accentLevel) as 0 },
        }),
      },
    },
    header: { enabled: isOn('header') },
    history: { enabled: isOn('history') },
    startScreen: {
      prompts: (isProduct ? REQUESTS : SCENARIOS).map(([label, prompt, icon]) => ({
        label,
        prompt,
        icon,
      })),
    },
    threadItemActions: { feedback: isOn('feedback'), retry: isOn('retry') },
    composer: {
      ...(isOn('attachments') && {
        attachments: { enabled: true, maxSize: 5 * 1024 * 1024, maxCount: 4 },
      }),
      ...(isOn('tools') && {
        tools: [
          {
            id: 'search',
            label: 'Search the web',
            shortLabel: 'Search',
            icon: 'globe',
            pinned: true,
          },
          {
            id: 'research',
            label: 'Deep research',
            icon: 'lab',
            placeholderOverride: 'What shall I look into?',
          },
          {
            id: 'draw',
            label: 'Create an image',
            shortLabel: 'Image',
            icon: 'images',
            persistent: true,
          },
        ],
      }),
      ...(isOn('models') && {
        models: [
          { id: 'small', label: 'Small', description: 'Quick answers', default: true },
          { id: 'large', label: 'Large', description: 'Harder questions' },
          { id: 'huge', label: 'Huge', description: 'Not available here', disabled: true },
        ],
      }),
    },
    ...(isOn('mentions') && {
      entities: { onTagSearch: search, showComposerMenu: true, onClick: note('entity') },
    }),
    ...(isOn('disclaimer') && {
      disclaimer: { text: 'Answers may be wrong. [Why?](https://example.com)' },
    }),
    thread: { autoScroll: isOn('autoScroll') },
    widgets: { onAction: async (action) => note('client action')(action) },
    onClientTool: async ({ name, params }) => {
      note(`client tool ${name}`)(params);
      return { title: document.title };
    },
  };
}

async function search(query: string) {
  const all = [
    ...PEOPLE.map((title) => ({
      id: title,
      title,
      group: 'People',
      icon: 'user',
      interactive: true,
    })),
    ...PROJECTS.map((title) => ({ id: title, title, group: 'Projects', icon: 'suitcase' })),
  ];
  return all.filter(({ title }) => title.toLowerCase().includes(query.toLowerCase()));
}

function note(name: string) {
  return (detail: unknown) => {
    const output = panel?.querySelector('output');
    if (output)
      output.textContent = `${name} ${JSON.stringify(detail) ?? ''}\n${output.textContent}`;
  };
}

if (chat && panel) {
  const apply = () => chat.setOptions(options(readControls(panel)));
  drawControls(panel, CONTROLS, new URLSearchParams(location.search), apply);
  document.body.classList.toggle('bare', new URLSearchParams(location.search).has('bare'));
  chat.addEventListener('chatkit.log', (event) => {
    const { name, data } = (event as CustomEvent<{ name: string; data?: object }>).detail;
    note(name)(data);
  });
  apply();
}

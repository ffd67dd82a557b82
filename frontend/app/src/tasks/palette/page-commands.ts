import { CircleHelp, Plus, Search, Settings, Sparkles, Undo2 } from 'lucide-react';
import type { Page } from '../keys/page';
import { VIEW_LABELS } from '../model/views';
import { VIEW_ICONS, VIEW_ORDER } from '../nav/icons';
import { placeOf } from '../view/view-url';
import type { PaletteCommand } from './CommandPalette';

/** What the palette offers beside the tasks. */
export function pageCommands(page: Page): PaletteCommand[] {
  const { place, chat } = page;
  return [
    { name: 'New task', icon: Plus, keys: 'N', run: page.focusNew },
    { name: 'Search', icon: Search, keys: '/', run: page.focusSearch },
    { name: 'Undo', icon: Undo2, keys: 'Z', run: page.undo },
    {
      name: chat.isShown() ? 'Hide the assistant' : 'Show the assistant',
      icon: Sparkles,
      keys: 'C',
      run: chat.toggle,
    },
    ...VIEW_ORDER.map((view) => ({
      name: `Go to ${VIEW_LABELS[view]}`,
      icon: VIEW_ICONS[view],
      keys: `G ${view.charAt(0).toUpperCase()}`,
      run: () => place.go(placeOf({ view }, place.filter.sort)),
    })),
    {
      name: 'Keyboard shortcuts',
      icon: CircleHelp,
      keys: '?',
      run: () => page.setLayer('help'),
    },
    { name: 'Settings', icon: Settings, run: () => page.visit('/settings') },
  ];
}

import type { LucideIcon } from 'lucide-react';
import { AlarmClock, CalendarDays, CalendarRange, CircleCheck, Inbox } from 'lucide-react';
import type { View } from '../model/views';

export const VIEW_ICONS: Record<View, LucideIcon> = {
  all: Inbox,
  today: CalendarDays,
  upcoming: CalendarRange,
  overdue: AlarmClock,
  done: CircleCheck,
};

/** The order in which views are offered. */
export const VIEW_ORDER: readonly View[] = ['all', 'today', 'upcoming', 'overdue', 'done'];

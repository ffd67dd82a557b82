import type { Priority } from '../model/task';

export const PRIORITY_LABELS: Record<Priority, string> = {
  high: 'High',
  medium: 'Medium',
  low: 'Low',
  none: 'No priority',
};

export const PRIORITY_COLOURS: Record<Priority, string> = {
  high: 'text-danger-text!',
  medium: 'text-warning!',
  low: 'text-accent-text!',
  none: '',
};

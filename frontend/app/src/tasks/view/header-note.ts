import type { Loading } from '../data/task-store';
import type { Filter } from '../model/views';
import { count } from '../model/wording';

/** What stands beside the name of a view. */
export function headerNote(loading: Loading, shown: number, { query }: Filter): string {
  if (loading.kind === 'first' || loading.kind === 'failed') return '';
  if (loading.kind === 'more') return `${count(shown, 'task')}, loading more`;
  if (query !== '') return count(shown, 'match', 'matches');
  return shown === 0 ? '' : count(shown, 'task');
}

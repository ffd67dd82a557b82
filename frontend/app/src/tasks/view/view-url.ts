import { SORTS, type Sort } from '../model/sort';
import { type Filter, VIEWS, type View } from '../model/views';

/** What the address says: which tasks are shown, and which one is open. */
export interface Place {
  readonly filter: Filter;
  readonly open: number | null;
}

/** What nothing in the address stands for. */
export const DEFAULT_VIEW: View = 'all';
export const DEFAULT_SORT: Sort = 'due';

/** Reads an address; what it does not know is left out, so that old links still lead somewhere. */
export function readPlace(params: URLSearchParams): Place {
  const view = VIEWS.find((known) => known === params.get('view')) ?? DEFAULT_VIEW;
  const sort = SORTS.find((known) => known === params.get('sort')) ?? DEFAULT_SORT;
  const open = Number(params.get('task'));
  return {
    filter: {
      view,
      sort,
      list: params.get('list') || null,
      tag: params.get('tag') || null,
      query: params.get('q') ?? '',
    },
    open: Number.isInteger(open) && open > 0 ? open : null,
  };
}

/** Writes a place as an address, without what is the default. */
export function placeUrl({ filter, open }: Place): string {
  const params = new URLSearchParams();
  if (filter.view !== DEFAULT_VIEW) params.set('view', filter.view);
  if (filter.list !== null) params.set('list', filter.list);
  if (filter.tag !== null) params.set('tag', filter.tag);
  if (filter.query !== '') params.set('q', filter.query);
  if (filter.sort !== DEFAULT_SORT) params.set('sort', filter.sort);
  if (open !== null && open > 0) params.set('task', String(open));
  const text = params.toString();
  return text === '' ? '/tasks' : `/tasks?${text}`;
}

/** Returns the place of a view, list or tag, as the navigation leads there. */
export function placeOf(part: Partial<Filter>, sort: Sort): Place {
  const filter = { view: DEFAULT_VIEW, list: null, tag: null, query: '', sort, ...part };
  return { filter, open: null };
}

/** How the list is read first, by the browser or for it: the open tasks, the next ones to do in front. */
export const FIRST_PAGE = { status: 'pending', sort: 'due_at', limit: 100 } as const;

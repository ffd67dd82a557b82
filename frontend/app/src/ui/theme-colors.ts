/** The token `--canvas` in both themes, for the browser's own bars. */
export const CANVAS = { light: '#fafafb', dark: '#121217' } as const;

/** Whether the person's device asks for dark. */
export const darkSchemeQuery = matchMedia('(prefers-color-scheme: dark)');

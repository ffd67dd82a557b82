/** In characters; the page says so before the server has to. */
export const PASSWORD_LENGTH = { shortest: 8, longest: 128 };

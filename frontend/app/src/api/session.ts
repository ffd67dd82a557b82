/** Sends the user to the sign-in, and back to the same place afterwards. Drafts are kept by those who hold them. */
export function goToSignIn(): void {
  const { pathname, search } = window.location;
  if (pathname.startsWith('/sign-in')) return;
  window.location.assign(`/sign-in?next=${encodeURIComponent(pathname + search)}`);
}

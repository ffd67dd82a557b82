'use client';

import { createAuthClient } from 'better-auth/client';

/** Speaks to this site's own `/api/auth`. */
export const authClient = createAuthClient();

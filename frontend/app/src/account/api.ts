import { createApi } from '@/api/client';
import type { Http } from '@/api/http';
import { getConfig } from '@/lib/config';

/** Requests to the API from the settings, where nothing else watches the connection. */
export function accountHttp(): { http: Http; url: string } {
  return createApi(getConfig().apiUrl, () => {});
}

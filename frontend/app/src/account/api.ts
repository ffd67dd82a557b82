import { createApi } from '@/api/client';
import type { Http } from '@/api/http';
import { getConfig } from '@/lib/config';

/** Requests to the API from the settings. They are answered on the spot, so nothing waits for a connection. */
export function accountHttp(): { http: Http; url: string } {
  return createApi(getConfig().apiUrl, () => {});
}

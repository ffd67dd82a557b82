import { ChatKitRequestError } from '../core/client/errors.js';
import type { Transfer } from '../core/client/uploads.js';

/** Sends bytes by XMLHttpRequest, the only way to hear how far an upload is. */
export function sendByXhr(transfer: Transfer): Promise<Response> {
  return new Promise((resolve, reject) => {
    const xhr = new XMLHttpRequest();
    const { signal } = transfer;
    const abort = () => xhr.abort();
    signal.addEventListener('abort', abort, { once: true });
    xhr.open(transfer.method, transfer.url);
    for (const [name, value] of Object.entries(transfer.headers)) xhr.setRequestHeader(name, value);
    xhr.upload.onprogress = ({ loaded, total }) => {
      if (total > 0) transfer.onProgress(loaded / total);
    };
    xhr.onload = () => resolve(responseOf(xhr));
    xhr.onerror = () =>
      reject(new ChatKitRequestError('connection', 'The file could not be sent to the server.'));
    xhr.onabort = () => reject(new DOMException('The upload was cancelled.', 'AbortError'));
    xhr.onloadend = () => signal.removeEventListener('abort', abort);
    xhr.send(transfer.body);
  });
}

function responseOf(xhr: XMLHttpRequest): Response {
  // Statuses without a body must not be given one, not even an empty one.
  const hasBody = xhr.status !== 204 && xhr.status !== 205;
  const type = xhr.getResponseHeader('content-type');
  return new Response(hasBody ? xhr.responseText : null, {
    status: xhr.status,
    ...(type && { headers: { 'Content-Type': type } }),
  });
}

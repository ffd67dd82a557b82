import type { FileUploadStrategy } from '@openai/chatkit';
import type { Attachment } from '../protocol/items.js';
import type { ChatKitClient } from './chatkit-client.js';
import { ChatKitRequestError, failureOf } from './errors.js';
import { authorizedFetch } from './transport.js';

/** One transfer of a file's bytes. */
export interface Transfer {
  readonly url: string;
  readonly method: 'POST' | 'PUT';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: FormData | File;
  readonly signal: AbortSignal;
  readonly onProgress: (share: number) => void;
}

/** Sends bytes and says how far it is, which `fetch` cannot. */
export type SendWithProgress = (transfer: Transfer) => Promise<Response>;

export interface UploadContext {
  readonly client: ChatKitClient;
  readonly strategy: FileUploadStrategy;
  /** True if the page gave its own `fetch`, which may add what the server needs to let us in. */
  readonly hasOwnFetch: boolean;
  readonly sendWithProgress: SendWithProgress;
}

export interface UploadOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (share: number) => void;
}

/** Uploads a file; what comes back can be referred to in a message. */
export function uploadFile(
  context: UploadContext,
  file: File,
  options: UploadOptions,
): Promise<Attachment> {
  const { strategy } = context;
  return strategy.type === 'direct'
    ? uploadDirectly(context, strategy.uploadUrl, file, options)
    : uploadInTwoPhases(context, file, options);
}

async function uploadDirectly(
  context: UploadContext,
  url: string,
  file: File,
  options: UploadOptions,
): Promise<Attachment> {
  const response = await transfer(context, {
    url,
    method: 'POST',
    headers: {},
    body: asForm(file),
    ...options,
  });
  return (await response.json()) as Attachment;
}

async function uploadInTwoPhases(
  context: UploadContext,
  file: File,
  options: UploadOptions,
): Promise<Attachment> {
  const attachment = await context.client.request(
    'attachments.create',
    { name: file.name, size: file.size, mime_type: mimeTypeOf(file) },
    { signal: options.signal },
  );
  const { upload_descriptor: target, ...uploaded } = attachment;
  if (!target) {
    throw new ChatKitRequestError('malformed', 'The server did not say where to upload the file.');
  }
  await transfer(context, {
    url: target.url,
    method: target.method,
    headers: target.headers,
    body: target.method === 'POST' ? asForm(file) : file,
    ...options,
  });
  return uploaded;
}

async function transfer(context: UploadContext, request: Transfer): Promise<Response> {
  const response = needsApiFetch(context, request)
    ? await sendByApiFetch(context, request)
    : await context.sendWithProgress(request);
  if (!response.ok) throw await failureOf(response);
  return response;
}

/**
 * Bytes that go to our own server pass the door that the page's `fetch` or the client secret
 * opens. Bytes that go elsewhere, as to a bucket with a signed address, must not carry either.
 */
function needsApiFetch(
  { client, hasOwnFetch }: UploadContext,
  { url, headers }: Transfer,
): boolean {
  const isAtHome = originOf(url) === originOf(client.config.url);
  const hasOwnHeaders = Object.keys(headers).length > 0;
  return isAtHome && !hasOwnHeaders && (hasOwnFetch || client.config.secrets !== undefined);
}

async function sendByApiFetch(context: UploadContext, request: Transfer): Promise<Response> {
  const { url, method, headers, body, signal } = request;
  const type = body instanceof File ? { 'Content-Type': mimeTypeOf(body) } : {};
  return authorizedFetch(context.client.config, url, {
    method,
    headers: { ...type, ...headers },
    body,
    signal,
  });
}

function asForm(file: File): FormData {
  const form = new FormData();
  form.append('file', file, file.name);
  return form;
}

export function mimeTypeOf(file: File): string {
  return file.type || 'application/octet-stream';
}

function originOf(url: string): string {
  return new URL(url, globalThis.location?.href ?? 'http://localhost').origin;
}

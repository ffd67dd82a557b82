import type { Browser, Page } from 'playwright-core';

interface Frame {
  /** A JPEG picture, in base64. */
  readonly picture: string;
  /** Seconds since the first one. */
  readonly at: number;
}

/** Pictures of a page, whenever it changes, until `stop`. */
export class Recording {
  private readonly frames: Frame[] = [];
  private first: number | null = null;

  private constructor(private readonly end: () => Promise<void>) {}

  static async start(page: Page): Promise<Recording> {
    const devtools = await page.context().newCDPSession(page);
    const recording = new Recording(async () => {
      await devtools.send('Page.stopScreencast');
      await devtools.detach();
    });
    devtools.on('Page.screencastFrame', ({ data, metadata, sessionId }) => {
      recording.add(data, metadata.timestamp ?? 0);
      void devtools.send('Page.screencastFrameAck', { sessionId }).catch(() => {});
    });
    await devtools.send('Page.startScreencast', { format: 'jpeg', quality: 92 });
    return recording;
  }

  /** Ends it, and lets the browser make a WebM of it: no other program is needed. */
  async stop(browser: Browser, size: { width: number; height: number }): Promise<Buffer> {
    await this.end();
    const page = await browser.newPage();
    const video = await page.evaluate(encode, { frames: this.frames, ...size });
    await page.close();
    return Buffer.from(video, 'base64');
  }

  private add(picture: string, timestamp: number): void {
    this.first ??= timestamp;
    this.frames.push({ picture, at: timestamp - this.first });
  }
}

/** Runs in the browser: plays the pictures on a canvas, and records that. */
async function encode({
  frames,
  width,
  height,
}: {
  frames: readonly Frame[];
  width: number;
  height: number;
}): Promise<string> {
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  const context = canvas.getContext('2d');
  const recorder = new MediaRecorder(canvas.captureStream(25), {
    mimeType: 'video/webm;codecs=vp9',
    videoBitsPerSecond: 2_000_000,
  });
  const parts: Blob[] = [];
  recorder.addEventListener('dataavailable', ({ data }) => parts.push(data));
  const draw = async ({ picture }: Frame) => {
    const bytes = Uint8Array.from(atob(picture), (letter) => letter.charCodeAt(0));
    context?.drawImage(await createImageBitmap(new Blob([bytes])), 0, 0, width, height);
  };
  const wait = (seconds: number) => new Promise((done) => setTimeout(done, seconds * 1_000));

  const [opening] = frames;
  if (!opening) throw new Error('nothing was recorded');
  await draw(opening);
  recorder.start();
  const from = performance.now();
  for (const frame of frames) {
    await wait(frame.at - (performance.now() - from) / 1_000);
    await draw(frame);
  }
  const stopped = new Promise((done) => recorder.addEventListener('stop', done));
  // The last picture stays for a moment.
  await wait(1.5);
  recorder.stop();
  await stopped;
  const bytes = new Uint8Array(await new Blob(parts).arrayBuffer());
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

import { type Api, createApi } from '@/api/client';
import { Connection } from '@/api/connection';
import { type LiveFrame, LiveStream } from '@/api/events';
import { goToSignIn } from '@/api/session';
import { getConfig } from '@/lib/config';
import type { LiveChange } from '../model/state';
import { type TaskBody, taskFromBody } from '../model/task';
import { notices } from '../notices';
import { Highlights } from './highlights';
import { Perseverance } from './perseverance';
import { TaskCommands } from './task-commands';
import { TaskLoader } from './task-loader';
import { TaskRequests } from './task-requests';
import { TaskStore } from './task-store';

/** How long the list waits for the live stream, so that it needs to be read only once. */
const STREAM_FIRST_MS = 1_500;
/** How long everything goes on after the last page that needs it was left. */
const LINGER_MS = 5_000;

/** What comes with the page, so that the browser need not ask for it. */
export interface Start {
  /** A fresh token of the API. */
  readonly token: string | null;
  /** The first tasks; `null` if they could not be had in time. */
  readonly tasks: Promise<TaskBody[] | null> | null;
}

/** A user's tasks in the browser, kept true by the live stream, for as long as any page shows them. */
export class Workspace {
  readonly connection = new Connection();
  readonly store = new TaskStore();
  readonly highlights = new Highlights();
  readonly api: Api;
  readonly commands: TaskCommands;
  private readonly loader: TaskLoader;
  private live: LiveStream | null = null;
  private readonly conversationListeners = new Set<(id: number) => void>();
  private users = 0;
  private ending: ReturnType<typeof setTimeout> | null = null;
  private loadedAt: 'never' | 'before-stream' | 'with-stream' = 'never';

  constructor(
    readonly userId: string,
    start: Start,
  ) {
    const onReached = (reached: boolean) => {
      if (reached) this.live?.nudge();
    };
    this.api = createApi(getConfig().apiUrl, onReached, start.token);
    const requests = new TaskRequests(this.api, userId);
    const { store, connection } = this;
    const perseverance = new Perseverance({ requests, store, connection });
    this.loader = new TaskLoader({ requests, store });
    this.commands = new TaskCommands({
      requests,
      store,
      perseverance,
      notices: notices((step) => void this.commands.undo(step)),
    });
    void start.tasks?.then((tasks) => this.showFirst(tasks));
  }

  /** Whether any page shows them by now. */
  get isOpen(): boolean {
    return this.live !== null;
  }

  /** Keeps the tasks true until the returned function is called. */
  readonly use = (): (() => void) => {
    this.users += 1;
    if (this.ending !== null) clearTimeout(this.ending);
    this.ending = null;
    if (!this.live) this.begin();
    return () => {
      this.users -= 1;
      if (this.users === 0) this.ending = setTimeout(() => this.end(), LINGER_MS);
    };
  };

  /** Tries at once what waits to be tried again. */
  retry(): void {
    this.live?.retryNow();
    if (this.store.get().loading.kind === 'failed') this.loader.load();
  }

  /** Calls back with the number of each conversation that changes. */
  onConversation(listener: (id: number) => void): () => void {
    this.conversationListeners.add(listener);
    return () => this.conversationListeners.delete(listener);
  }

  private begin(): void {
    this.live = new LiveStream({
      url: `${this.api.url}/api/${encodeURIComponent(this.userId)}/events`,
      fetch: this.api.http.fetch,
      onFrames: (frames) => this.hear(frames),
      onState: (state) => {
        this.connection.set(state);
        // Then reading will fail as well, and say so.
        if (state === 'down' || state === 'offline') this.loadOnce();
      },
      onOpen: (complete) => this.opened(complete),
      onSignedOut: goToSignIn,
    });
    const { live } = this;
    // The page is drawn first.
    setTimeout(() => {
      if (this.live === live) live.start();
    });
    setTimeout(() => this.loadOnce(), STREAM_FIRST_MS);
  }

  /** Shows what came with the page, until the list is read in full. */
  private showFirst(tasks: readonly TaskBody[] | null): void {
    if (tasks === null || this.store.get().loading.kind !== 'first') return;
    // Read before this page was there: whatever was heard since is newer.
    this.store.dispatch({
      kind: 'received',
      since: 0,
      tasks: tasks.map(taskFromBody),
      removed: [],
    });
    this.store.setLoading({ kind: 'more' });
  }

  private loadOnce(): void {
    if (this.loadedAt !== 'never' || !this.live) return;
    this.loadedAt = 'before-stream';
    this.loader.load();
  }

  private end(): void {
    this.live?.stop();
    this.live = null;
    this.loader.stop();
    this.loadedAt = 'never';
  }

  private opened(complete: boolean): void {
    // What was read before the stream was open may have changed unseen in between.
    if (complete && this.loadedAt === 'with-stream') return;
    this.loadedAt = 'with-stream';
    this.loader.load();
  }

  private hear(frames: readonly LiveFrame[]): void {
    const changes: LiveChange[] = [];
    for (const frame of frames) {
      if (frame.type === 'task.changed') {
        changes.push({ kind: 'changed', task: taskFromBody(frame.task) });
      } else if (frame.type === 'task.deleted') {
        changes.push({ kind: 'removed', id: frame.task_id });
      } else if (frame.type === 'conversation.changed') {
        for (const listener of this.conversationListeners) listener(frame.conversation.id);
      }
    }
    if (changes.length > 0) this.store.dispatch({ kind: 'live', changes });
  }
}

let opened: Workspace | null = null;

/** The user's workspace; the same one on every page, begun with what came with the first. */
export function openWorkspace(userId: string, start: Start): Workspace {
  if (opened?.userId !== userId) opened = new Workspace(userId, start);
  return opened;
}

import type { Task } from '@/tasks/model/task';
import { entityOf } from './task-entities';

/** What the chat element offers once it is there. */
export interface Composer {
  setComposerValue(value: { content: ComposerContent[] }): Promise<void>;
  focusComposer(): Promise<void>;
  setThreadId(threadId: string | null): Promise<void>;
}

export type ComposerContent =
  | { type: 'input_text'; text: string }
  | {
      type: 'input_tag';
      id: string;
      text: string;
      group: string;
      interactive: boolean;
      data: Record<string, string>;
    };

/** Lets the list speak to the assistant, whether it is there already or still on its way. */
export class AssistantBridge {
  private composer: Composer | null = null;
  private waiting: ((composer: Composer) => void) | null = null;

  connect(composer: Composer): void {
    this.composer = composer;
    this.waiting?.(composer);
    this.waiting = null;
  }

  disconnect(): void {
    this.composer = null;
  }

  /** Puts tasks into the composer as tags, for a question about them. */
  ask(tasks: readonly Task[]): void {
    const content: ComposerContent[] = tasks
      .filter(({ id }) => id > 0)
      .flatMap((task) => {
        const { id, title, group, interactive, data } = entityOf(task);
        return [
          { type: 'input_tag' as const, id, text: title, group, interactive, data },
          { type: 'input_text' as const, text: ' ' },
        ];
      });
    this.run((composer) => {
      void composer.setComposerValue({ content }).then(() => composer.focusComposer());
    });
  }

  /** Opens a thread, or a new one. Refused, and so without effect, while an answer comes. */
  open(threadId: string | null): void {
    this.run((composer) => {
      void composer.setThreadId(threadId).then(
        () => composer.focusComposer(),
        () => {},
      );
    });
  }

  focus(): void {
    this.run((composer) => void composer.focusComposer());
  }

  private run(action: (composer: Composer) => void): void {
    if (this.composer) action(this.composer);
    else this.waiting = action;
  }
}

import type { StartScreenPrompt } from '@openai/chatkit';
import type { JSX } from 'preact';
import { fromContent, toContent } from '../../core/drafts/tagged-text.js';
import type { UserContent } from '../../core/protocol/items.js';
import { Icon } from '../../icons/Icon.js';
import { useChat, useStrings } from '../shared/context.js';

/** The view of a new thread: a greeting, and prompts that are sent when chosen. */
export function StartScreen(): JSX.Element {
  const chat = useChat();
  const strings = useStrings();
  const { greeting, prompts } = chat.currentOptions.value.startScreen;
  return (
    <div class="ck-start" part="start-screen">
      <h3 class="ck-greeting" dir="auto">
        {greeting ?? strings.greeting}
      </h3>
      {prompts.length > 0 && (
        <ul class="ck-prompts">
          {prompts.map((prompt) => (
            <li key={prompt.label}>
              <button
                type="button"
                class="ck-prompt"
                part="start-prompt"
                onClick={() => void chat.sendPrepared({ content: contentOfPrompt(prompt) })}
              >
                {prompt.icon && <Icon name={prompt.icon} size={18} />}
                <span dir="auto">{prompt.label}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** Tags of a page may lack what the server insists on; going through a draft fills it in. */
function contentOfPrompt({ prompt }: StartScreenPrompt): readonly UserContent[] {
  if (typeof prompt === 'string') return [{ type: 'input_text', text: prompt }];
  return toContent(fromContent(prompt as readonly UserContent[]));
}

import type { JSX } from 'preact';
import type { StructuredInputItem } from '../../core/protocol/items.js';
import { useStrings } from '../shared/context.js';

/** Questions with what was answered to them. */
export function AnsweredQuestions({ item }: { item: StructuredInputItem }): JSX.Element {
  const strings = useStrings();
  return (
    <dl class="ck-answers" part="structured-input">
      {item.inputs.map(({ id, question, answer }) => (
        <div key={id}>
          <dt dir="auto">{question}</dt>
          <dd dir="auto">
            {answer && !answer.skipped && answer.values.length > 0
              ? answer.values.join(', ')
              : strings.skipped}
          </dd>
        </div>
      ))}
    </dl>
  );
}

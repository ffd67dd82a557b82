import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { submitAnswers } from '../../chat/turns.js';
import type { StructuredAnswer, StructuredInputItem } from '../../core/protocol/items.js';
import { TextButton } from '../shared/Button.js';
import { useChat, useStrings } from '../shared/context.js';
import { Question } from './Question.js';

type Answers = Readonly<Record<string, StructuredAnswer>>;

/** Questions of the assistant's, one after the other, in the place of the composer. */
export function StructuredInput({ item }: { item: StructuredInputItem }): JSX.Element | null {
  const chat = useChat();
  const strings = useStrings();
  const [answers, setAnswers] = useState<Answers>({});
  const [step, setStep] = useState(0);
  const heading = useRef<HTMLHeadingElement>(null);
  const question = item.inputs[step];
  useEffect(() => {
    if (step > 0) heading.current?.focus();
  }, [step]);
  if (!question) return null;

  const submit = (status: 'answered' | 'skipped', given: Answers) => {
    const { conversation } = chat;
    chat.composer.requestFocus();
    submitAnswers(conversation.value, item.id, { status, answers: given }).catch((error) => {
      chat.sendFailure.value = error;
    });
  };
  const answer = (given: StructuredAnswer) => {
    const all = { ...answers, [question.id]: given };
    setAnswers(all);
    if (step < item.inputs.length - 1) setStep(step + 1);
    else submit('answered', all);
  };

  return (
    <section class="ck-composer ck-questions" part="structured-input">
      <header>
        {item.inputs.length > 1 && (
          <p class="ck-question-count">{strings.questionOf(step + 1, item.inputs.length)}</p>
        )}
        <h3 ref={heading} tabIndex={-1} dir="auto">
          {question.question}
        </h3>
      </header>
      <Question
        key={question.id}
        question={question}
        given={answers[question.id]}
        isLast={step === item.inputs.length - 1}
        onAnswer={(values) => answer({ values, skipped: false })}
        onSkip={() => answer({ values: [], skipped: true })}
        extra={
          <>
            {step > 0 && <TextButton onClick={() => setStep(step - 1)}>{strings.back}</TextButton>}
            {item.inputs.length > 1 && (
              <TextButton onClick={() => submit('skipped', {})}>{strings.skipAll}</TextButton>
            )}
          </>
        }
      />
    </section>
  );
}

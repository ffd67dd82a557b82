import type { ComponentChildren, JSX } from 'preact';
import { useId, useState } from 'preact/hooks';
import type {
  FreeformQuestion,
  MultipleChoiceQuestion,
  StructuredAnswer,
  StructuredQuestion,
} from '../../core/protocol/items.js';
import { TextButton } from '../shared/Button.js';
import { useStrings } from '../shared/context.js';

interface QuestionProps {
  readonly question: StructuredQuestion;
  /** An answer from before, when the person has come back. */
  readonly given: StructuredAnswer | undefined;
  readonly isLast: boolean;
  readonly onAnswer: (values: readonly string[]) => void;
  readonly onSkip: () => void;
  readonly extra: ComponentChildren;
}

/** One question. Its options are suggestions: another answer is always possible. */
export function Question(props: QuestionProps): JSX.Element {
  const { question, given, isLast, onAnswer, onSkip, extra } = props;
  const strings = useStrings();
  const options = question.type === 'multiple_choice' ? question.options.map((o) => o.value) : [];
  const before = given?.values ?? [];
  const [chosen, setChosen] = useState<readonly string[]>(
    before.filter((v) => options.includes(v)),
  );
  const [own, setOwn] = useState(before.find((value) => !options.includes(value)) ?? '');
  const values = own.trim() ? [...chosen, own.trim()] : chosen;
  return (
    <form
      class="ck-question"
      onSubmit={(event) => {
        event.preventDefault();
        if (values.length > 0) onAnswer(values);
      }}
    >
      {question.type === 'multiple_choice' ? (
        <Choices
          question={question}
          chosen={chosen}
          own={own}
          onChoose={(next) => {
            setChosen(next);
            if (!question.multiple) setOwn('');
          }}
          onOwn={(text) => {
            setOwn(text);
            if (!question.multiple && text.trim()) setChosen([]);
          }}
        />
      ) : (
        <Freeform question={question} text={own} onText={setOwn} />
      )}
      <footer>
        {extra}
        <span class="ck-space" />
        <TextButton onClick={onSkip}>{strings.skip}</TextButton>
        <TextButton variant="primary" type="submit" disabled={values.length === 0}>
          {isLast ? strings.submit : strings.next}
        </TextButton>
      </footer>
    </form>
  );
}

interface ChoicesProps {
  readonly question: MultipleChoiceQuestion;
  readonly chosen: readonly string[];
  readonly own: string;
  readonly onChoose: (chosen: readonly string[]) => void;
  readonly onOwn: (text: string) => void;
}

function Choices({ question, chosen, own, onChoose, onOwn }: ChoicesProps): JSX.Element {
  const strings = useStrings();
  const name = useId();
  const { multiple = false, options } = question;
  const toggle = (value: string, isOn: boolean) => {
    if (!multiple) return onChoose([value]);
    onChoose(isOn ? [...chosen, value] : chosen.filter((one) => one !== value));
  };
  return (
    <fieldset class="ck-options">
      <legend class={multiple ? 'ck-question-hint' : 'ck-hidden'}>
        {multiple ? strings.chooseAny : question.question}
      </legend>
      {options.map(({ value }) => (
        <label key={value} class="ck-option">
          <input
            type={multiple ? 'checkbox' : 'radio'}
            name={name}
            checked={chosen.includes(value)}
            onChange={({ currentTarget }) => toggle(value, currentTarget.checked)}
          />
          <span dir="auto">{value}</span>
        </label>
      ))}
      <input
        class="ck-field"
        type="text"
        dir="auto"
        value={own}
        placeholder={strings.otherAnswer}
        aria-label={strings.otherAnswer}
        onInput={({ currentTarget }) => onOwn(currentTarget.value)}
      />
    </fieldset>
  );
}

interface FreeformProps {
  readonly question: FreeformQuestion;
  readonly text: string;
  readonly onText: (text: string) => void;
}

function Freeform({ question, text, onText }: FreeformProps): JSX.Element {
  const strings = useStrings();
  const id = useId();
  return (
    <>
      {question.description && (
        <p id={id} class="ck-question-hint" dir="auto">
          {question.description}
        </p>
      )}
      <textarea
        class="ck-field"
        rows={3}
        dir="auto"
        value={text}
        aria-label={strings.yourAnswer}
        aria-describedby={question.description ? id : undefined}
        onInput={({ currentTarget }) => onText(currentTarget.value)}
      />
    </>
  );
}

import { CodeLine } from '@/ui/CodeLine';

/** What the demo model is, and how the operator puts a real one in its place. */
export function ConnectModel() {
  return (
    <div className="mt-5 rounded-md border border-warning-line bg-warning-soft px-4 py-4 text-sm sm:px-5">
      <h3 className="font-semibold">The demo model answers</h3>
      <p className="mt-1 max-w-xl text-ink-soft">
        It works by rules, without a network: it can add, find, change and complete tasks, but it
        does not understand free speech. To have a real model answer, put one of these into the file{' '}
        <code className="font-mono text-xs">.env</code> in TaskPilot&rsquo;s folder and start the
        server again.
      </p>
      <dl className="mt-3 grid max-w-xl gap-3">
        <Choice name="OpenAI" line="OPENAI_API_KEY=your-key" />
        <Choice name="OpenRouter" line="OPENROUTER_API_KEY=your-key" />
        <Choice
          name="A model on your own machine: Ollama, vLLM, llama.cpp"
          line="OPENAI_BASE_URL=http://localhost:11434/v1"
        />
      </dl>
    </div>
  );
}

function Choice({ name, line }: { name: string; line: string }) {
  return (
    <div>
      <dt className="text-ink-soft">{name}</dt>
      <dd>
        <CodeLine code={line} />
      </dd>
    </div>
  );
}

"""The cases by OpenAI's Agents SDK: the twin of crates/agent-runner/examples/replay.rs."""

from agents import (
    Agent,
    GuardrailFunctionOutput,
    InputGuardrailTripwireTriggered,
    ItemHelpers,
    MaxTurnsExceeded,
    OpenAIResponsesModel,
    OutputGuardrailTripwireTriggered,
    Runner,
    SQLiteSession,
    function_tool,
    handoff,
    input_guardrail,
    output_guardrail,
    set_tracing_disabled,
)
from agents.exceptions import AgentsException
from agents.extensions.handoff_filters import remove_all_tools
from openai import AsyncOpenAI
from pydantic import BaseModel

# Traces would go to OpenAI.
set_tracing_disabled(True)


class Weather(BaseModel):
    city: str
    degrees: int


@function_tool
def echo(text: str) -> str:
    """Says it again."""
    return f"echo: {text}"


@function_tool
def fail() -> str:
    """Fails."""
    raise ValueError("it is out of order")


@function_tool(needs_approval=True)
def delete() -> str:
    """Deletes."""
    return "deleted"


def verdict(text):
    return GuardrailFunctionOutput(output_info=None, tripwire_triggered="bad" in str(text))


@input_guardrail(run_in_parallel=False)
def no_bad_question(context, agent, question):
    return verdict(question)


@output_guardrail
def no_bad_answer(context, agent, output):
    return verdict(output)


def helper(case, model):
    other = Agent(name="other", instructions="Know.", model=model)
    tools = [echo, fail, delete]
    if case["inner"]:
        tools.append(other.as_tool("ask_other", "Asks the other one."))
    filters = {"whole": None, "filtered": remove_all_tools}
    return Agent(
        name="helper",
        instructions="Help.",
        model=model,
        tools=tools,
        handoffs=[handoff(other, input_filter=filters[case["handoff"]])] if case["handoff"] else [],
        input_guardrails=[no_bad_question] if case["guardrail"] == "input" else [],
        output_guardrails=[no_bad_answer] if case["guardrail"] == "output" else [],
        output_type=Weather if case["form"] else None,
    )


async def play(case, base_url):
    """Has the runs of a case; returns what came of each."""
    client = AsyncOpenAI(base_url=base_url, api_key="none", max_retries=0)
    agent, session = helper(case, OpenAIResponsesModel(model="sim", openai_client=client)), SQLiteSession("case")
    return [await play_run(agent, text, case, session) for text in case["runs"]]


async def play_run(agent, text, case, session):
    waited, how, output = False, "completed", None
    try:
        result = await Runner.run(agent, text, max_turns=case["max_turns"], session=session)
        while result.interruptions:
            waited, state = True, result.to_state()
            for item in result.interruptions:
                state.approve(item) if case["decision"] == "approve" else state.reject(item)
            result = await Runner.run(agent, state, max_turns=case["max_turns"], session=session)
        items, output = result.new_items, result.final_output
    except AgentsException as error:
        items, how = error.run_data.new_items if error.run_data else [], ended(error)
    if isinstance(output, BaseModel):
        output = output.model_dump()
    items = [line(item.to_input_item()) for item in items if item.type != "tool_approval_item"]
    return {"items": items, "ended": {"how": how, "waited": waited, "output": output}}


def ended(error):
    if isinstance(error, MaxTurnsExceeded):
        return "max turns"
    if isinstance(error, InputGuardrailTripwireTriggered | OutputGuardrailTripwireTriggered):
        return "guardrail"
    return "error"


def line(item):
    """Returns an item in the form that both sides print; also for what a model was asked."""
    match item.get("type", "message"):
        case "message":
            content = item["content"]
            text = content if isinstance(content, str) else "".join(part.get("text", "") for part in content)
            return {item["role"]: text}
        case "function_call":
            return {"call": item["name"], "arguments": item["arguments"]}
        case "function_call_output":
            return {"output": item["output"]}
        case other:
            return {"other": other}

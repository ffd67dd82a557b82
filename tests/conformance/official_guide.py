"""The official SDK's server with an agent: the twin of crates/chatkit-agent/examples/agent_server.rs."""

import asyncio
import json

from agents import (
    Agent,
    GuardrailFunctionOutput,
    OpenAIChatCompletionsModel,
    OpenAIResponsesModel,
    RunContextWrapper,
    Runner,
    StopAtTools,
    function_tool,
    output_guardrail,
    set_tracing_disabled,
)
from chatkit.agents import AgentContext, ClientToolCall, simple_to_agent_input, stream_agent_response
from chatkit.server import ChatKitServer
from chatkit.types import ClientEffectEvent, CustomTask, ProgressUpdateEvent, Workflow
from chatkit.widgets import Card, Text
from openai import AsyncOpenAI

# Traces would go to OpenAI.
set_tracing_disabled(True)

INSTRUCTIONS = "You are a friendly guide. Use the tools where they help, and be brief."
MODELS = {"responses": OpenAIResponsesModel, "chat": OpenAIChatCompletionsModel}
HISTORY = 50

Context = RunContextWrapper[AgentContext]


async def settle():
    """Has the SDK pass on what was said and shown so far: it loses some of it when a run fails, and else lets it race
    with what tools show. All of it waits for turns of the event loop alone, so time does not matter.
    """
    for _ in range(100):
        await asyncio.sleep(0)


def unhurried(model):
    class Unhurried(model):
        async def stream_response(self, *arguments, **named):
            async for event in super().stream_response(*arguments, **named):
                yield event
                await settle()

    return Unhurried


def not_found(context, error):
    return compact({"error": {"code": "unknown_city", "message": str(error)}})


def compact(value):
    """Answers as ours does, in JSON; the SDK would in Python."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"))


@function_tool(failure_error_function=not_found)
async def get_weather(context: Context, city: str) -> str:
    """Tells the weather in a city."""
    await context.context.stream(ProgressUpdateEvent(text=f"Looking at the sky over {city} …"))
    if city == "Atlantis":
        raise ValueError("There is no such city.")
    return compact({"city": city, "sky": "clear", "degrees": 21})


@function_tool
async def show_card(context: Context, text: str) -> str:
    """Shows a card with a text."""
    await context.context.stream_widget(Card(children=[Text(value=text)]), copy_text=text)
    await context.context.stream(ClientEffectEvent(name="card.shown"))
    return "shown"


@function_tool
async def research(context: Context, topics: list[str]) -> str:
    """Looks topics up, one by one."""
    chat = context.context
    await chat.start_workflow(Workflow(type="custom", tasks=[]))
    for place, topic in enumerate(topics):
        await chat.add_workflow_task(CustomTask(title=topic, status_indicator="loading"))
        # Else the SDK sends the task as it is by then, and forgets that the workflow ended before it was sent.
        await settle()
        await chat.update_workflow_task(CustomTask(title=topic, status_indicator="complete"), place)
    await chat.end_workflow()
    return compact({"read": topics})


@function_tool
async def open_page(context: Context, name: str) -> None:
    """Opens a page of the application."""
    context.context.client_tool_call = ClientToolCall(name="open_page", arguments={"name": name})


@output_guardrail
async def discretion(context, agent, text) -> GuardrailFunctionOutput:
    return GuardrailFunctionOutput(output_info=None, tripwire_triggered="sesame" in str(text))


class Guide(ChatKitServer):
    def __init__(self, store, base_url, api):
        super().__init__(store)
        client = AsyncOpenAI(base_url=base_url, api_key="any")
        self.agent = Agent[AgentContext](
            name="guide",
            instructions=INSTRUCTIONS,
            model=unhurried(MODELS[api])(model="sim", openai_client=client),
            tools=[get_weather, show_card, research, open_page],
            output_guardrails=[discretion],
            tool_use_behavior=StopAtTools(stop_at_tool_names=["open_page"]),
        )

    async def respond(self, thread, input_user_message, context):
        page = await self.store.load_thread_items(thread.id, None, HISTORY, "desc", context)
        agent_input = await simple_to_agent_input(page.data[::-1])
        chat = AgentContext(thread=thread, store=self.store, request_context=context)
        result = Runner.run_streamed(self.agent, agent_input, context=chat)
        async for event in stream_agent_response(chat, result):
            yield event

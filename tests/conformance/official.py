"""The official SDK's server, doing what its messages say: the twin of crates/chatkit/examples/conformance.rs."""

import json
import logging
import os
import traceback

from chatkit.server import ChatKitServer, StreamingResult, stream_widget
from chatkit.store import NotFoundError, Store
from chatkit.types import (
    Page,
    ProgressUpdateEvent,
    SyncCustomActionResponse,
    ThreadMetadata,
    ThreadStatus,
    ThreadStreamEvent,
    TranscriptionResult,
)
from chatkit.errors import CustomStreamError
from chatkit.widgets import WidgetRoot
from pydantic import TypeAdapter

EVENT = TypeAdapter(ThreadStreamEvent)
STATUS = TypeAdapter(ThreadStatus)
WIDGET = TypeAdapter(WidgetRoot)


if "CONFORMANCE_TRACE" not in os.environ:
    # Faults are part of the conversations.
    logging.disable(logging.CRITICAL)


class MemoryStore(Store):
    """Keeps everything in the order in which it came."""

    def __init__(self):
        self.threads, self.items, self.attachments = {}, {}, {}

    async def load_thread(self, thread_id, context):
        if thread_id not in self.threads:
            raise NotFoundError(thread_id)
        return self.threads[thread_id].model_copy(deep=True)

    async def save_thread(self, thread, context):
        kept = thread.model_dump(exclude={"items"})
        self.threads[thread.id] = ThreadMetadata.model_validate(kept)
        self.items.setdefault(thread.id, {})

    def _page(self, rows, limit, after, order):
        rows = list(rows) if order == "asc" else list(rows)[::-1]
        ids = [row.id for row in rows]
        begin = ids.index(after) + 1 if after else 0
        part = rows[begin : begin + limit]
        has_more = begin + limit < len(rows)
        return Page(data=part, has_more=has_more, after=part[-1].id if has_more else None)

    async def load_threads(self, limit, after, order, context):
        return self._page(self.threads.values(), limit, after, order)

    async def load_thread_items(self, thread_id, after, limit, order, context):
        return self._page(self.items.get(thread_id, {}).values(), limit, after, order)

    async def add_thread_item(self, thread_id, item, context):
        self.items[thread_id][item.id] = item

    async def save_item(self, thread_id, item, context):
        self.items[thread_id][item.id] = item

    async def load_item(self, thread_id, item_id, context):
        if item_id not in self.items.get(thread_id, {}):
            raise NotFoundError(item_id)
        return self.items[thread_id][item_id]

    async def delete_thread(self, thread_id, context):
        self.threads.pop(thread_id, None)
        self.items.pop(thread_id, None)

    async def delete_thread_item(self, thread_id, item_id, context):
        self.items[thread_id].pop(item_id, None)

    async def save_attachment(self, attachment, context):
        self.attachments[attachment.id] = attachment

    async def load_attachment(self, attachment_id, context):
        if attachment_id not in self.attachments:
            raise NotFoundError(attachment_id)
        return self.attachments[attachment_id]

    async def delete_attachment(self, attachment_id, context):
        self.attachments.pop(attachment_id, None)


class Official(ChatKitServer):
    async def respond(self, thread, input_user_message, context):
        if input_user_message is None:
            yield ProgressUpdateEvent(text="continued")
            return
        steps = json.loads("".join(part.text for part in input_user_message.content))
        for step in steps:
            for name, value in step.items():
                async for event in self._take(name, value, thread, context):
                    yield event

    async def _take(self, name, value, thread, context):
        if name == "event":
            if "item" in value:
                value["item"]["thread_id"] = thread.id
                value["item"]["created_at"] = "2026-01-01T00:00:00Z"
            yield EVENT.validate_python(value)
        elif name == "title":
            thread.title = value
        elif name == "status":
            thread.status = STATUS.validate_python(value)
        elif name == "metadata":
            thread.metadata["note"] = value
        elif name == "widget":

            async def states():
                for state in value:
                    yield WIDGET.validate_python(state)

            make_id = lambda kind: self.store.generate_item_id(kind, thread, context)
            async for event in stream_widget(thread, states(), generate_id=make_id):
                yield event
        elif name == "custom_error":
            raise CustomStreamError(value)
        else:
            raise RuntimeError(f"no step {name}")

    async def action(self, thread, action, sender, context):
        yield ProgressUpdateEvent(text=f"{action.type} {str(sender is not None).lower()}")

    async def sync_action(self, thread, action, sender, context):
        if sender is None:
            return SyncCustomActionResponse()
        item = sender.model_copy(update={"copy_text": action.type})
        await self.store.save_item(thread.id, item, context)
        return SyncCustomActionResponse(updated_item=item)

    async def add_feedback(self, thread_id, item_ids, feedback, context):
        pass

    async def transcribe(self, audio_input, context):
        return TranscriptionResult(text=f"{len(audio_input.data)} bytes of {audio_input.media_type}")


class OfficialClient:
    """Speaks to it in process, as its users' web frameworks do."""

    def __init__(self, server):
        self.server = server

    async def ask(self, request):
        """Returns the events or the document; None for a fault that the SDK leaves to the web framework."""
        try:
            result = await self.server.process(json.dumps(request).encode(), {})
            if not isinstance(result, StreamingResult):
                return json.loads(result.json)
            events = []
            async for chunk in result:
                events += [json.loads(line[6:]) for line in chunk.decode().split("\n\n") if line]
            return events
        except Exception:
            if "CONFORMANCE_TRACE" in os.environ:
                traceback.print_exc()
            return None

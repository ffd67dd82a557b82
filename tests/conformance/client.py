"""Speaks to our server, and reads all that it says with the official types."""

import asyncio
import json
import re
import urllib.error
import urllib.request

from chatkit.types import AttachmentCreateParams  # noqa: F401  (fails early on another version)
from chatkit.types import Page, Thread, ThreadItem, ThreadStreamEvent
from pydantic import TypeAdapter

EVENT, ITEM, ITEMS, THREAD, THREADS = (TypeAdapter(kind) for kind in (ThreadStreamEvent, ThreadItem, Page[ThreadItem], Thread, Page[Thread]))


class OurClient:
    def __init__(self, address):
        self.url = f"http://{address}/chatkit"

    async def ask(self, request):
        return await asyncio.to_thread(self._ask, request)

    def _ask(self, request):
        body = json.dumps(request).encode()
        try:
            with urllib.request.urlopen(urllib.request.Request(self.url, body), timeout=30) as response:
                text, kind = response.read().decode(), response.headers["content-type"]
        except urllib.error.HTTPError as error:
            raise SystemExit(f"{request['type']}: {error.code} {error.read().decode()}")
        if kind != "text/event-stream":
            return parsed(request["type"], json.loads(text))
        frames = [frame for frame in text.split("\n\n") if frame and not frame.startswith(":")]
        assert all(frame.startswith("data: ") and "\n" not in frame for frame in frames), frames
        events = [json.loads(frame[6:]) for frame in frames]
        for event in events:
            EVENT.validate_python(event)
        return events


def parsed(kind, document):
    """Reads a document with the official types."""
    if kind in ("threads.get_by_id", "threads.update"):
        THREAD.validate_python(document)
    elif kind == "threads.list":
        THREADS.validate_python(document)
    elif kind == "items.list":
        ITEMS.validate_python(document)
    elif document.get("updated_item"):
        ITEM.validate_python(document["updated_item"])
    return document


async def converse(client, requests):
    """Has one conversation, and returns the answers."""
    thread, items, answers = None, [], []
    for request in requests:
        text = json.dumps(request).replace("$thread", thread or "")
        text = re.sub(r"\$item:(\d+)", lambda number: items[int(number[1])], text)
        answer = await client.ask(json.loads(text))
        answers.append(answer)
        for event in answer if isinstance(answer, list) else []:
            if event["type"] == "thread.created":
                thread = event["thread"]["id"]
            if event["type"] == "thread.item.done" and "hidden" not in event["item"]["type"]:
                items.append(event["item"]["id"])
    return answers

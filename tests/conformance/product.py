"""Reads everything that the product's own ChatKit endpoint says with the official types. Usage: product.py BINARY"""

import json
import os
import re
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request

from chatkit.types import Page, Thread, ThreadItem, ThreadStreamEvent
from chatkit.widgets import StrictWidgetComponent, WidgetRoot
from pydantic import TypeAdapter

EVENT, ITEM, ITEMS, THREAD, THREADS, ROOT = (
    TypeAdapter(kind) for kind in (ThreadStreamEvent, ThreadItem, Page[ThreadItem], Thread, Page[Thread], WidgetRoot)
)
COMPONENT = TypeAdapter(StrictWidgetComponent)
DOCUMENTS = {"threads.get_by_id": THREAD, "threads.update": THREAD, "threads.list": THREADS, "items.list": ITEMS}


class Product:
    """The product on a database of its own, answering by the built-in demo model."""

    def __init__(self, binary, folder):
        environment = {"PATH": os.environ["PATH"], "BIND": "127.0.0.1:0", "DATABASE_URL": f"sqlite://{folder}/test.db", "RATE_LIMIT_PER_MINUTE": "0"}
        self.process = subprocess.Popen([binary, "serve", "--dev"], cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        printed = ""
        while "Content-Type" not in printed:
            line = self.process.stdout.readline()
            assert line, printed
            printed += line
        self.base = re.search(r"http://127\.0\.0\.1:\d+", printed)[0]
        self.token = re.search(r"Bearer ([^']+)'", printed)[1]
        self.seen = {"events": 0, "documents": 0, "widgets": 0}

    def post(self, path, body, token=None):
        headers = {"Authorization": f"Bearer {token or self.token}", "Content-Type": "application/json"}
        request = urllib.request.Request(self.base + path, json.dumps(body).encode(), headers)
        with urllib.request.urlopen(request, timeout=30) as response:
            return response.headers["content-type"], response.read().decode()

    def ask(self, request, **params):
        content_type, text = self.post("/api/v1/chatkit", {"type": request, "params": params})
        if content_type != "text/event-stream":
            return self.read_document(request, json.loads(text))
        events = [json.loads(frame[6:]) for frame in text.split("\n\n") if frame.startswith("data: ")]
        for event in events:
            EVENT.validate_python(event)
            self.seen["events"] += 1
            self.read_item(event.get("item"))
        return events

    def read_document(self, kind, document):
        self.seen["documents"] += 1
        if kind in DOCUMENTS:
            DOCUMENTS[kind].validate_python(document)
        for item in [document.get("updated_item"), *document.get("data", []), *document.get("items", {}).get("data", [])]:
            self.read_item(item)
        return document

    def read_item(self, item):
        if not item or "thread_id" not in item:
            return
        ITEM.validate_python(item)
        if item["type"] == "widget":
            self.seen["widgets"] += 1
            read = ROOT.validate_python(item["widget"])
            # The official root `Basic` is loose by design; what stands in it is not.
            loose = item["widget"]["type"] == "Basic"
            for node in [COMPONENT.validate_python(child) for child in item["widget"]["children"]] if loose else [read]:
                strict(node)

    def say(self, text, thread=None):
        message = {"content": [{"type": "input_text", "text": text}], "attachments": [], "inference_options": {}}
        if thread:
            return self.ask("threads.add_user_message", thread_id=thread, input=message)
        return self.ask("threads.create", input=message)


def strict(node):
    """Fails if the official types know a component only loosely."""
    assert type(node).__name__ != "DynamicWidgetComponent", node
    children = getattr(node, "children", None) or []
    for child in children if isinstance(children, list) else [children]:
        strict(child)


def actions(node):
    """Finds what can be clicked in a widget, by label."""
    if isinstance(node, dict):
        if "onClickAction" in node and "label" in node:
            yield node["label"], node["onClickAction"]
        for side in ("confirm", "cancel"):
            if side in node:
                yield node[side]["label"], node[side]["action"]
        for child in node.get("children", []):
            yield from actions(child)


def converse(product):
    events = product.say("add milk tomorrow at 5, add bread and add oat milk")
    thread = events[0]["thread"]["id"]
    product.say("what is on my list?", thread)
    product.say("complete milk", thread)
    product.say("delete bread", thread)
    product.say("delete all tasks", thread)
    items = product.ask("items.list", thread_id=thread, limit=100, order="asc")["data"]
    clicked = 0
    for item in items:
        if item["type"] != "widget":
            continue
        for label, action in actions(item["widget"]):
            if action["handler"] == "client":
                continue
            params = {"thread_id": thread, "item_id": item["id"], "action": {"type": action["type"], "payload": action["payload"]}}
            # What streams is checked by its types alone: the approval that was given first counts, the others say so.
            if action.get("streaming", True):
                product.ask("threads.custom_action", **params)
                continue
            try:
                product.ask("threads.sync_custom_action", **params)
                clicked += 1
            except urllib.error.HTTPError as error:
                problem = json.load(error)
                assert error.code == 409 and problem["detail"].endswith("."), (label, problem)
    assert clicked > 3, clicked
    undo = next(action for item in items if item["type"] == "widget" for label, action in actions(item["widget"]) if label == "Undo")
    product.ask("threads.custom_action", thread_id=thread, item_id=None, action={"type": undo["type"], "payload": undo["payload"]})
    product.ask("threads.retry_after_item", thread_id=thread, item_id=items[0]["id"])
    product.ask("items.feedback", thread_id=thread, item_ids=[items[0]["id"]], kind="positive")
    product.ask("threads.update", thread_id=thread, title="Shopping")
    product.ask("threads.get_by_id", thread_id=thread)
    product.ask("threads.list", limit=1, order="desc")
    begun = json.loads(product.post("/api/me/chat", {"message": "add eggs"})[1])
    product.ask("threads.get_by_id", thread_id=f"thr_{begun['conversation_id']}")
    session = json.loads(product.post("/api/v1/chatkit/sessions", {})[1])
    assert set(session) == {"client_secret", "session_id", "expires_at"}, session
    product.post("/api/v1/chatkit", {"type": "threads.list", "params": {}}, session["client_secret"])
    product.ask("threads.delete", thread_id=thread)


with tempfile.TemporaryDirectory() as folder:
    product = Product(os.path.abspath(sys.argv[1]), folder)
    try:
        converse(product)
    finally:
        product.process.terminate()
        product.process.wait(timeout=30)
    print("product:", ", ".join(f"{count} {what}" for what, count in product.seen.items()), "read with the official types")

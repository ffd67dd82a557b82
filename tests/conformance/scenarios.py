"""The conversations that both servers have: lists of requests, with names for the ids that come back.

`$thread` is the thread of the conversation, `$item:N` its N-th item by age, hidden ones not counted.
"""

import json


def message(*steps):
    text = json.dumps(list(steps), ensure_ascii=False)
    return {
        "content": [{"type": "input_text", "text": text}],
        "attachments": [],
        "quoted_text": "",
        "inference_options": {},
    }


def create(*steps):
    return {"type": "threads.create", "params": {"input": message(*steps)}}


def add(*steps):
    return {"type": "threads.add_user_message", "params": {"thread_id": "$thread", "input": message(*steps)}}


def ask(request, /, **params):
    return {"type": request, "params": params}


def item(kind, id, **fields):
    return {"id": id, "type": kind, **fields}


def event(kind, **fields):
    return {"event": {"type": kind, **fields}}


def updated(id, kind, **fields):
    return event("thread.item.updated", item_id=id, update={"type": kind, **fields})


def text(value, *annotations):
    return {"annotations": list(annotations), "text": value, "type": "output_text"}


URL = {"type": "url", "title": "Example", "url": "https://example.com/", "attribution": "Example"}
FILE = {"type": "file", "title": "F", "filename": "f.txt"}
ENTITY = {"type": "entity", "id": "e", "title": "E", "icon": "star", "interactive": True, "data": {"n": None}}


def annotation(source, index=None):
    return {"type": "annotation", "source": source} | ({} if index is None else {"index": index})


MESSAGE = [
    event("thread.item.added", item=item("assistant_message", "m1", content=[])),
    updated("m1", "assistant_message.content_part.added", content_index=0, content=text("")),
    updated("m1", "assistant_message.content_part.text_delta", content_index=0, delta="Grüße, "),
    updated("m1", "assistant_message.content_part.text_delta", content_index=0, delta="\u2028world\n"),
    updated("m1", "assistant_message.content_part.annotation_added", content_index=0, annotation_index=0, annotation=annotation(URL, 3)),
    updated("m1", "assistant_message.content_part.done", content_index=0, content=text("Grüße, \u2028world\n", annotation(URL, 3))),
    event("thread.item.done", item=item("assistant_message", "m1", content=[text("Grüße, \u2028world\n", annotation(URL, 3), annotation(FILE), annotation(ENTITY))])),
]

TASKS = [
    {"type": "custom", "status_indicator": "loading", "title": "Look", "icon": "search", "content": "**x**"},
    {"type": "web_search", "status_indicator": "none", "title": "Search", "title_query": "q", "queries": ["q"], "sources": [URL]},
    {"type": "thought", "status_indicator": "none", "title": "Hm", "content": "…"},
    {"type": "file", "status_indicator": "none", "title": "Read", "sources": [FILE]},
    {"type": "image", "title": "Draw", "status_indicator": "complete"},
]

WORKFLOW = [
    event("thread.item.added", item=item("workflow", "w1", workflow={"type": "custom", "tasks": [], "expanded": True})),
    *(updated("w1", "workflow.task.added", task_index=i, task=task) for i, task in enumerate(TASKS)),
    updated("w1", "workflow.task.updated", task_index=0, task=TASKS[0] | {"status_indicator": "complete"}),
    event("thread.item.done", item=item("workflow", "w1", workflow={"type": "custom", "tasks": TASKS, "summary": {"title": "Done", "icon": "check"}, "expanded": False})),
    event("thread.item.done", item=item("workflow", "w2", workflow={"type": "reasoning", "tasks": [], "summary": {"duration": 3}, "expanded": False})),
    event("thread.item.done", item=item("task", "t1", task=TASKS[1])),
]

IMAGE = [
    event("thread.item.added", item=item("generated_image", "g1")),
    updated("g1", "generated_image.updated", image={"id": "i", "url": "data:image/png;base64,AA"}, progress=0.5),
    updated("g1", "generated_image.updated", image={"id": "i", "url": "data:image/png;base64,AA"}),
    event("thread.item.done", item=item("generated_image", "g1", image={"id": "i", "url": "https://example.com/i.png"})),
]

OTHERS = [
    event("progress_update", text="working", icon="lucide:cog"),
    event("progress_update", text="still"),
    event("client_effect", name="tasks.changed", data={"ids": [1, None]}),
    event("client_effect", name="nothing"),
    event("notice", level="info", message="m"),
    event("notice", level="danger", message="**m**", title="t"),
    event("error", code="custom", message="not the end", allow_retry=True),
    event("thread.item.done", item=item("end_of_turn", "e1")),
]


def streaming(value, is_streaming):
    return {"type": "Card", "children": [{"type": "Text", "id": "t", "value": value, "streaming": is_streaming}]}


def titled(value):
    return {"type": "Card", "children": [{"type": "Title", "id": "t", "value": value}]}


CALL = item("client_tool_call", "c1", status="pending", call_id="call_1", name="look", arguments={"at": None, "n": 1})
CHOICE = {"type": "multiple_choice", "id": "a", "question": "Which?", "options": [{"value": "x"}, {"value": "y"}], "multiple": False}
QUESTIONS = item(
    "structured_input",
    "q1",
    status="pending",
    inputs=[CHOICE, CHOICE | {"id": "b", "multiple": True}, {"type": "freeform", "id": "c", "question": "Why?", "description": "d"}, CHOICE | {"id": "d"}],
)


def done(thing):
    return event("thread.item.done", item=thing)


def card(id, copy_text=None):
    widget = {"type": "Card", "children": [{"type": "Text", "value": "x"}]}
    return item("widget", id, widget=widget) | ({"copy_text": copy_text} if copy_text else {})


SCENARIOS = {
    "message": [create(*MESSAGE), add(*MESSAGE[-1:]), ask("items.list", thread_id="$thread"), ask("threads.get_by_id", thread_id="$thread")],
    "workflow": [create(*WORKFLOW), ask("items.list", thread_id="$thread", order="asc", limit="2")],
    "image": [create(*IMAGE)],
    "others": [create(*OTHERS)],
    "replace_and_remove": [
        create(done(card("x1")), event("thread.item.replaced", item=card("x1", "copied")), done(card("x2")), event("thread.item.removed", item_id="x2")),
        ask("items.list", thread_id="$thread"),
    ],
    "thread_changes": [
        create({"title": "First"}, event("progress_update", text="one"), {"metadata": {"a": 1}}, event("progress_update", text="two"), {"status": {"type": "locked", "reason": "paid"}}),
        ask("threads.list"),
        ask("threads.update", thread_id="$thread", title="Second"),
        ask("threads.get_by_id", thread_id="$thread"),
        ask("threads.delete", thread_id="$thread"),
        ask("threads.list", limit=5, order="asc"),
    ],
    "hidden": [create(done(item("hidden_context_item", "h1", content={"n": None})), done(card("x1"))), ask("items.list", thread_id="$thread")],
    "hidden_added": [create(event("thread.item.added", item=item("hidden_context_item", "h1", content="psst")), done(item("hidden_context_item", "h1", content="psst")))],
    "widget_stream": [create({"widget": [streaming("", True), streaming("Hel", True), streaming("Hello", True), streaming("Hello", False)]})],
    "widget_replaced": [create({"widget": [titled("a"), titled("ab"), streaming("x", True), streaming("xy", False)]})],
    "unnamed_text": [create({"widget": [{"type": "Card", "children": [{"type": "Text", "value": v}]} for v in ["a", "ab"]]})],
    "errors": [create(event("progress_update", text="x"), {"custom_error": "Out of paper."}), add({"crash": 1}), add(event("progress_update", text="well again"))],
    "client_tool": [
        create(done(CALL)),
        ask("threads.add_client_tool_output", thread_id="$thread", result={"seen": None}),
        ask("items.list", thread_id="$thread"),
    ],
    "structured_input": [
        create(done(QUESTIONS)),
        ask(
            "threads.add_structured_input",
            thread_id="$thread",
            item_id="$item:1",
            input={"answers": {"a": {"values": ["x", "y"]}, "b": {"values": ["x", "z"], "skipped": False}, "c": {"values": [], "skipped": True}, "zz": {"values": ["?"]}}},
        ),
        ask("items.list", thread_id="$thread"),
    ],
    "structured_input_skipped": [
        create(done(QUESTIONS)),
        ask("threads.add_structured_input", thread_id="$thread", item_id="$item:1", input={"status": "skipped"}),
    ],
    "retry": [
        create(done(card("x1"))),
        add(done(card("x2"))),
        ask("threads.retry_after_item", thread_id="$thread", item_id="$item:0"),
        ask("items.list", thread_id="$thread"),
    ],
    "retry_unknown": [create(), ask("threads.retry_after_item", thread_id="$thread", item_id="nowhere")],
    "actions": [
        create(done(card("x1"))),
        ask("threads.custom_action", thread_id="$thread", item_id="$item:1", action={"type": "go", "payload": {"n": None}}),
        ask("threads.custom_action", thread_id="$thread", item_id=None, action={"type": "go"}),
        ask("threads.sync_custom_action", thread_id="$thread", item_id="$item:1", action={"type": "copy"}),
        ask("threads.sync_custom_action", thread_id="$thread", action={"type": "copy"}),
        ask("items.list", thread_id="$thread"),
        ask("items.feedback", thread_id="$thread", item_ids=["x1"], kind="positive"),
    ],
    "not_a_widget": [create(), ask("threads.custom_action", thread_id="$thread", item_id="$item:0", action={"type": "go"})],
    "transcribe": [ask("input.transcribe", audio_base64="aGVsbG8=", mime_type="audio/webm;codecs=opus")],
    "paging": [
        create(*(done(card(f"x{i}")) for i in range(5))),
        ask("items.list", thread_id="$thread", limit=2, order="asc"),
        ask("items.list", thread_id="$thread", limit=2, order="asc", after="$item:1"),
        ask("items.list", thread_id="$thread", limit=2, after="$item:2"),
        ask("items.list", thread_id="$thread", limit=6),
        ask("items.list", thread_id="$thread", limit=0),
    ],
}
SCENARIOS["faults_before"] = [ask("threads.add_user_message", thread_id="nowhere", input=message()), ask("threads.add_client_tool_output", thread_id="nowhere", result=1)]

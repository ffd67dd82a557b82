"""Compares our server with the official one: see README.md. Usage: conformance.py ADDRESS"""

import asyncio
import json
import pathlib
import re
import sys

from chatkit.widgets import WidgetRoot
from pydantic import TypeAdapter

from client import OurClient, converse
from difference import difference
from official import MemoryStore, Official, OfficialClient
from scenarios import SCENARIOS

ROOT = TypeAdapter(WidgetRoot)

# Where ours is meant to differ: the scenario, and what ours says instead. README.md gives the reasons.
DIFFERENCES = {
    "hidden_added": lambda ours, theirs: [e for e in theirs[0] if "hidden" not in e.get("item", {}).get("type", "")] == ours[0],
    "faults_before": lambda ours, theirs: all(answer[-1]["type"] == "error" for answer in ours),
    "unnamed_text": lambda ours, theirs: "widget.root.updated" in json.dumps(ours) and "widget.root.updated" not in json.dumps(theirs),
    "not_a_widget": lambda ours, theirs: [e | {"code": "stream.error", "message": None} for e in ours[1]] == [e | {"message": None} for e in theirs[1]],
    "retry_unknown": lambda ours, theirs: ours[1][-1]["type"] == "error" and theirs[1] == [],
}


def normal(answers):
    """Names ids by the order in which they appear, and leaves times out."""
    text = json.dumps(answers, sort_keys=True, ensure_ascii=False)
    text = re.sub(r'"created_at": "[^"]*"', '"created_at": "*"', text)
    names = {}
    name = lambda id: names.setdefault(id[0], f"id{len(names)}")
    text = re.sub(r"\b(?:thr|msg|tc|wf|tsk)_[0-9a-f]{8,32}\b", name, text)
    # 4 and 4.0 are the same number.
    return json.loads(text, parse_float=lambda number: int(float(number)) if float(number).is_integer() else float(number))


def gallery():
    """Reads every widget of our gallery with the official types."""
    page = pathlib.Path(__file__).parents[2] / "crates/chatkit/docs/widgets.md"
    blocks = re.findall(r"## (\S+)\n.*?```json\n(.*?)```", page.read_text(), re.S)
    for name, block in blocks:
        widget = json.loads(block)
        if name == "ListViewItem":
            root = {"type": "ListView", "children": [widget]}
        elif name in ("Card", "ListView", "Basic"):
            root = widget
        else:
            root = {"type": "Card", "children": [widget]}
        read = ROOT.validate_python(root)
        strict = type(read if root is widget else read.children[0]).__name__
        known = name.startswith("Table") or strict != "DynamicWidgetComponent"
        yield name, known, strict


async def main():
    ours, theirs = OurClient(sys.argv[1]), OfficialClient(Official(MemoryStore()))
    passed, failed = 0, []
    for name, requests in SCENARIOS.items():
        try:
            one, other = normal(await converse(ours, requests)), normal(await converse(theirs, requests))
        except Exception as error:
            failed.append(f"{name}: {error!r}"[:1500])
            continue
        same = DIFFERENCES[name](one, other) if name in DIFFERENCES else one == other
        if name in DIFFERENCES and one == other:
            failed.append(f"{name}: no longer differs; take it off the list")
        elif same:
            passed += 1
        else:
            failed.append(f"{name}:\n{difference(one, other)}")
    for name, known, strict in gallery():
        passed += known
        if not known:
            failed.append(f"widget {name} is read as {strict}")
    print("\n".join(failed))
    print(f"conformance: {passed} passed, {len(failed)} failed")
    sys.exit(bool(failed))


asyncio.run(main())

"""What the model reads: what the simulator was asked by a server."""

import json
import re
import urllib.request

# Ids, and what says nothing to the model.
LEFT_OUT = {"id", "call_id", "status", "annotations", "logprobs"}


class Reading:
    """Reads the requests of one simulator, in parts."""

    def __init__(self, base_url):
        self.url, self.seen = base_url.removesuffix("/v1") + "/requests", 0

    def next(self):
        """Returns what was asked since the last time."""
        with urllib.request.urlopen(self.url, timeout=30) as response:
            requests = json.load(response)
        new, self.seen = requests[self.seen :], len(requests)
        return [[plain(item) for item in request["body"]["input"]] for request in new]


def plain(item):
    """Returns an item of the input in one of the ways of saying it."""
    item = {key: value for key, value in item.items() if key not in LEFT_OUT}
    content = item.get("content")
    if isinstance(content, str):
        item["content"] = [{"type": "text", "text": content}]
    elif content:
        item["content"] = [plain_part(part) for part in content]
    for part in item.get("content", []):
        part["text"] = sorted_widget(part.get("text"))
    return item


def plain_part(part):
    part = {key: value for key, value in part.items() if key not in LEFT_OUT}
    return part | {"type": "text"} if "text" in part else part


def sorted_widget(text):
    """Puts the members of a widget in order; the SDK writes them anew, ours keeps them as they came."""
    widget = re.fullmatch(r"(The following graphical UI widget) \(id: \w+\) (was displayed to the user:)(.*)", text or "", re.S)
    return f"{widget[1]} {widget[2]}{json.dumps(json.loads(widget[3]), sort_keys=True)}" if widget else text

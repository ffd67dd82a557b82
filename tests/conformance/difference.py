"""Shows where two lists of answers differ: an event is a line, and so is an item of a list."""

import difflib
import json


def difference(ours, theirs):
    changed = difflib.unified_diff(list(lines(theirs)), list(lines(ours)), "official", "ours", lineterm="", n=1)
    return "\n".join(list(changed)[:60])


def lines(answers):
    for answer in answers:
        is_page = isinstance(answer, dict) and "data" in answer
        for part in answer["data"] if is_page else answer if isinstance(answer, list) else [answer]:
            yield json.dumps(part, ensure_ascii=False, sort_keys=True)

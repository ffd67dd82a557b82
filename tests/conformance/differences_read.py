"""Where our model is meant to read something else than the official one; as in differences.py, for lists of requests."""


def without(requests, is_left_out):
    return [[item for item in request if not is_left_out(item)] for request in requests]


def thoughts_are_not_sent(ours, theirs):
    return ours, without(theirs, lambda item: item["type"] == "reasoning")


def wrong_calls_are_explained(ours, theirs):
    is_call = lambda item: item["type"].startswith("function_call")
    return without(ours, is_call), without(theirs, is_call)


def wrong_calls_go_on(ours, theirs):
    return ours[: len(theirs)], theirs


def silence_is_asked_again(ours, theirs):
    return [one for one, before in zip(ours, [None, *ours]) if one != before], theirs


def kept_is_read(ours, theirs):
    said = {"type": "message", "role": "assistant", "content": [{"type": "text", "text": "So far "}]}
    return without(ours, lambda item: item == said), theirs

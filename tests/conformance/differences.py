"""Where a run of ours is meant to differ from the official one's; README.md gives the reasons.

Each takes what both said, ours first, and returns it without the difference. One that finds nothing to take away is to
be taken off its conversation.
"""

BUSY = {"type": "progress_update", "text": "The model is busy; asking again …"}
FAULT = {"type": "error", "code": "stream.error", "allow_retry": True}


def changed(answers, change, newest_first=False):
    """Changes each event, and each item of a list; None drops it."""
    step = -1 if newest_first else 1
    each = lambda values: [new for value in values[::step] if (new := change(value)) is not None][::step]
    result = [each(answer) if isinstance(answer, list) else answer | {"data": each(answer["data"])} for answer in answers[::step]]
    return result[::step]


def dropped(answers, is_dropped):
    return changed(answers, lambda it: None if is_dropped(it) else it)


def id_of(it):
    """Returns the id of the item that an event is about, or of an item."""
    return it.get("item_id") or it.get("item", it).get("id")


def update_of(it):
    return it.get("update", {"type": ""})


def place_of(it):
    """Returns which task an event is about, if it is about one."""
    is_task = update_of(it)["type"].startswith("workflow.task")
    return (it["item_id"], it["update"]["task_index"]) if is_task else None


def said_before_faults(answers):
    """Returns the ids of messages that an error follows at once."""
    pairs = [pair for answer in answers if isinstance(answer, list) for pair in zip(answer, answer[1:])]
    return {id_of(one) for one, next in pairs if next["type"] == "error" and one.get("item", {}).get("type") == "assistant_message"}


def thought_not_repeated(ours, theirs):
    told = {}

    def is_repeated(it):
        place = place_of(it)
        before, told[place] = told.get(place), update_of(it).get("task")
        return place and before == told[place]

    return ours, dropped(theirs, is_repeated)


def later_thoughts_grow(ours, theirs):
    done = set()

    def last_alone(it):
        place = place_of(it)
        if not place or place[1] == 0 or it["update"]["task"]["type"] != "thought":
            return it
        if place in done:
            return None
        done.add(place)
        return it | {"update": it["update"] | {"type": "workflow.task.added"}}

    return changed(ours, last_alone, newest_first=True), theirs


def thoughts_end_with_the_turn(ours, theirs):
    return thoughts_alone(ours), thoughts_alone(theirs)


def thoughts_alone(answers):
    """Returns the answers without workflows, and what was thought in the end."""
    workflows, thoughts = set(), []

    def is_workflow(it):
        item = it.get("item", it)
        if item["type"] != "workflow":
            return id_of(it) in workflows
        workflows.add(item["id"])
        if item is it:
            thoughts.extend(task["content"] for task in item["workflow"]["tasks"])
        return True

    return dropped(answers, is_workflow) + ["\n\n".join(thoughts)]


def thoughts_are_kept(ours, theirs):
    def is_kept(it):
        item = it.get("item", it)
        return item["type"] == "workflow" and item["workflow"]["type"] == "reasoning" and it["type"] != "thread.item.added"

    return dropped(ours, is_kept), theirs


def faults_are_told(ours, theirs):
    is_told = lambda it: it["type"] == "error" and it["code"] == "custom" and it["message"]
    return changed(ours, lambda it: FAULT if is_told(it) else it), theirs


def silence_is_told(ours, theirs):
    return dropped(ours, lambda it: it["type"] == "error" and it["message"].startswith("The model answered nothing.")), theirs


def retries_are_told(ours, theirs):
    return dropped(ours, lambda it: it == BUSY), theirs


def said_is_kept(ours, theirs):
    kept = said_before_faults(ours)
    is_end = lambda it: it["type"] != "thread.item.added" and update_of(it)["type"] in ("", "assistant_message.content_part.done")
    return dropped(ours, lambda it: id_of(it) in kept and is_end(it)), theirs


def refusals_grow(ours, theirs):
    refused = said_before_faults(ours)
    steps = ("assistant_message.content_part.text_delta", "assistant_message.content_part.done")
    return dropped(ours, lambda it: id_of(it) in refused and update_of(it)["type"] in steps), theirs


def cut_is_no_fault(ours, theirs):
    return ours, dropped(theirs, lambda it: it == FAULT)


def wrong_calls_are_forgiven(ours, theirs):
    said = id_of(ours[0][-1])
    assert said and theirs[0][-1] == FAULT, (ours, theirs)
    return dropped(ours, lambda it: id_of(it) == said), dropped(theirs, lambda it: it == FAULT)


def citations_stay(ours, theirs):
    def uncited(it):
        if update_of(it)["type"] != "assistant_message.content_part.done":
            return it
        return it | {"update": it["update"] | {"content": it["update"]["content"] | {"annotations": []}}}

    return changed(ours, uncited), theirs


def unknown_progress_is_not_told(ours, theirs):
    def untold(it):
        if update_of(it)["type"] != "generated_image.updated":
            return it
        return it | {"update": {key: value for key, value in it["update"].items() if (key, value) != ("progress", 0)}}

    return ours, changed(theirs, untold)


def is_removal(it):
    return it["type"] == "thread.item.removed"


def taken_back_at_once(ours, theirs):
    removed = {id_of(it) for answer in theirs if isinstance(answer, list) for it in answer if is_removal(it)}

    def is_end(it):
        done = it["type"] == "thread.item.done" and it["item"]["type"] == "assistant_message"
        return id_of(it) in removed and (done or update_of(it)["type"] == "assistant_message.content_part.done")

    return ours, dropped(theirs, is_end)


def shown_alone_is_removed(ours, theirs):
    def in_order(answer):
        shown = [id_of(it) for it in answer if "item" in it]
        kept = [it for it in answer if not is_removal(it) or id_of(it) in shown]
        removals = iter(sorted(filter(is_removal, kept), key=lambda it: shown.index(id_of(it))))
        return [next(removals) if is_removal(it) else it for it in kept]

    return ours, [in_order(answer) if isinstance(answer, list) else answer for answer in theirs]


def parts_end(ours, theirs):
    return dropped(ours, lambda it: update_of(it)["type"] == "assistant_message.content_part.done"), theirs


def citations_are_told(ours, theirs):
    return dropped(ours, lambda it: update_of(it)["type"] == "assistant_message.content_part.annotation_added"), theirs


def ids_are_unique(ours, theirs):
    """Has ours forget as theirs does: all messages have one id, and the last of it is kept where the first was."""
    messages = {id_of(it) for answer in ours if isinstance(answer, list) for it in answer if it.get("item", it)["type"] == "assistant_message"}

    def same(it):
        if id_of(it) not in messages:
            return it
        if "item_id" in it:
            return it | {"item_id": "same"}
        return it | {"item": it["item"] | {"id": "same"}} if "item" in it else it | {"id": "same"}

    kept = lambda page: page | {"data": list({item["id"]: item for item in page["data"]}.values())}
    return [answer if isinstance(answer, list) else kept(answer) for answer in changed(ours, same)], theirs

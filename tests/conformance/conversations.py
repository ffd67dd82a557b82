"""The conversations that both agents have: what the model answers, and what the person asks.

Replies are those of `apps/model-sim`. Each conversation plays its own: its name is in what the person says.
"""

from dataclasses import dataclass

from differences import (
    citations_are_told,
    citations_stay,
    cut_is_no_fault,
    faults_are_told,
    ids_are_unique,
    later_thoughts_grow,
    parts_end,
    refusals_grow,
    retries_are_told,
    said_is_kept,
    shown_alone_is_removed,
    silence_is_told,
    taken_back_at_once,
    thought_not_repeated,
    thoughts_are_kept,
    thoughts_end_with_the_turn,
    unknown_progress_is_not_told,
    wrong_calls_are_forgiven,
)
from differences_read import (
    kept_is_read,
    silence_is_asked_again,
    thoughts_are_not_sent,
    wrong_calls_are_explained,
    wrong_calls_go_on,
)
from scenarios import ask


@dataclass
class Conversation:
    replies: list
    # Texts are what the person says; anything else is a request as it is.
    says: list
    # How ours is meant to differ.
    differs: tuple = ()

    def script(self, name):
        """Returns the replies as the simulator reads them."""
        return [{"when": f"[{name}]"} | reply for reply in self.replies]

    def requests(self, name):
        requests, kind = [], "threads.create"
        for said in self.says:
            if not isinstance(said, str):
                requests.append(said)
                continue
            content = [{"type": "input_text", "text": f"[{name}] {said}"}]
            message = {"content": content, "attachments": [], "quoted_text": "", "inference_options": {}}
            thread = {} if kind == "threads.create" else {"thread_id": "$thread"}
            requests.append(ask(kind, input=message, **thread))
            kind = "threads.add_user_message"
        return requests + [ask("items.list", thread_id="$thread", order="asc", limit=100)]


def call(tool, **arguments):
    return {"name": tool, "arguments": arguments}


def cited(text, *annotations, **fields):
    return {"text": text, "annotations": list(annotations), **fields}


URL = {"source": {"type": "url", "url": "https://crab.example/", "title": "Crabs"}, "start": 0, "end": 5}
FILE = {"source": {"type": "file", "file_id": "file_1", "filename": "a.txt"}, "end": 8}
CONTAINED = {"source": {"type": "container_file", "container_id": "c", "file_id": "f", "filename": "b.csv"}, "start": 7, "end": 12}
NAMELESS = {"source": {"type": "file", "file_id": "file_2", "filename": ""}, "end": 3}

OPENED = ask("threads.add_client_tool_output", thread_id="$thread", result={"opened": True, "title": "Größe"})
WEATHER = {"tool_calls": [call("get_weather", city="Paris")]}
OPEN = {"tool_calls": [call("open_page", name="settings")]}
WELL = {"text": "All is well again."}


def fault(kind, /, **fields):
    return {"fault": {"kind": kind, **fields}}


CONVERSATIONS = {
    "text": Conversation([{"text": "Hello there, traveller."}], ["Greet me."]),
    "odd_pieces": Conversation(
        [{"text": 'Grüße 👩‍👩‍👧 e\u0301 \u2028 "q" \\ \r\n\n\t</script> \u0000.', "piece_chars": 1}],
        ["Be odd."],
    ),
    "markdown": Conversation([{"text": "# A\n\n- b\n- c\n\n```rust\nfn main() {}\n```\n", "piece_chars": 7}], ["Write."]),
    "several_turns": Conversation([{"text": "One."}, {"text": "Two."}, {"text": "Three."}], ["First.", "Second.", "Third."]),
    "thoughts": Conversation([{"reasoning": "They ask for the answer.", "text": "42."}], ["Think."], (thought_not_repeated,)),
    "several_thoughts": Conversation([{"reasoning": "First this.\n\nThen that.", "text": "Both."}], ["Think twice."], (thought_not_repeated, later_thoughts_grow)),
    "thoughts_and_tools": Conversation(
        [{"reasoning": "I must look."} | WEATHER, {"reasoning": "It is clear.", "text": "Sunny."}], ["Think and look."], (thought_not_repeated, later_thoughts_grow)),
    "thoughts_and_steps": Conversation(
        [{"reasoning": "I must read.", "tool_calls": [call("research", topics=["crabs"])]}, {"text": "Read."}], ["Think and read."], (thought_not_repeated, thoughts_are_kept)),
    "tool": Conversation([WEATHER, {"text": "Clear, 21 degrees."}], ["Weather?"]),
    "text_and_tool": Conversation([{"text": "Let me see."} | WEATHER, {"text": "Clear."}], ["Weather?"]),
    "parallel_tools": Conversation(
        [{"tool_calls": [call("get_weather", city=city) for city in ("Paris", "Rome", "Oslo")]}, {"text": "Clear everywhere."}],
        ["Weather in three cities?"],
    ),
    "another_answer": Conversation(
        [{"text": "One."}, {"text": "Another."}],
        ["Answer.", ask("threads.retry_after_item", thread_id="$thread", item_id="$item:0")],
    ),
    "rounds": Conversation(
        [
            {"text": "First the weather."} | WEATHER,
            {"tool_calls": [call("research", topics=["crabs", "shells"])]},
            {"text": "Now a card.", "tool_calls": [call("show_card", text="Crabs like it.")]},
            {"tool_calls": [call("get_weather", city="Rome"), call("show_card", text="So do shells.")]},
            {"text": "That is all."},
            {"text": "You are welcome."},
        ],
        ["Tell me of crabs.", "Thanks."],
    ),
    "failing_tool": Conversation([{"tool_calls": [call("get_weather", city="Atlantis")]}, {"text": "No such city."}], ["Weather?"]),
    "bad_arguments": Conversation([{"tool_calls": [{"name": "get_weather", "arguments": '{"city": '}]}, {"text": "Sorry."}], ["Weather?"]),
    "unknown_tool": Conversation([{"tool_calls": [call("teleport")]}, {"text": "I cannot."}], ["Teleport me."], (wrong_calls_are_forgiven,)),
    "client_tool": Conversation([OPEN, {"text": "It is open."}], ["Open the settings.", OPENED]),
    "client_tool_beside": Conversation(
        [{"text": "One moment.", "tool_calls": WEATHER["tool_calls"] + OPEN["tool_calls"]}, {"text": "Done."}], ["Open and look.", OPENED]
    ),
    "client_tool_unanswered": Conversation([OPEN, {"text": "As you like."}], ["Open the settings.", "Never mind."]),
    "thoughts_and_client_tool": Conversation(
        [{"reasoning": "They want it open."} | OPEN, {"reasoning": "It is open.", "text": "There."}], ["Open it.", OPENED], (thoughts_end_with_the_turn,)),
    "citations": Conversation([cited("Crabs. Shells.", URL, FILE, CONTAINED)], ["Tell me, with sources."], (citations_stay,)),
    "citation_without_a_name": Conversation([cited("Crabs. Shells.", NAMELESS, URL)], ["Tell me, with sources."], (citations_stay,)),
    "citations_late": Conversation([cited("Grüße, 🦀!", FILE | {"end": 99}, piece_chars=3)], ["Tell me, with sources."], (citations_stay,)),
    "image": Conversation([{"image": {"base64": "QUJD", "partial": ["QQ==", "QUI="]}, "text": "A crab."}], ["Draw a crab."], (unknown_progress_is_not_told,)),
    "refusal": Conversation([{"refusal": "I will not."}, WELL], ["Be evil.", "Then be good."], (refusals_grow, faults_are_told)),
    "taken_back": Conversation([{"text": "Open, sesame!"}, WELL], ["What is the word?", "And now?"], (taken_back_at_once, faults_are_told)),
    "taken_back_after_tools": Conversation(
        [{"reasoning": "They want it.", "tool_calls": [call("show_card", text="x")]}, {"text": "Open, sesame!"}, WELL],
        ["What is the word?", "And now?"],
        (thought_not_repeated, taken_back_at_once, shown_alone_is_removed, faults_are_told),
    ),
    "cut_by_length": Conversation([{"text": "To be, or", "finish": "length"}, WELL], ["Recite.", "Again."], (cut_is_no_fault,)),
    "cut_by_filter": Conversation([{"text": "To be, or", "finish": "content_filter"}, WELL], ["Recite.", "Again."], (faults_are_told,)),
    "nothing_said": Conversation([{"when": "[nothing_said] Say", "times": 0}, WELL], ["Say nothing.", "Again."], (silence_is_told,)),
    "busy_once": Conversation([fault("status", status=503), WELL], ["Hello?"], (retries_are_told,)),
    "down": Conversation([fault("status", status=500) | {"times": 3}, WELL], ["Hello?", "Again."], (retries_are_told, faults_are_told)),
    "wrong_key": Conversation([fault("status", status=401), WELL], ["Hello?", "Again."]),
    "broken_off": Conversation([{"text": "So far so"} | fault("cut_after_events", events=6), WELL], ["Hello?", "Again."], (said_is_kept, faults_are_told)),
    "ended_early": Conversation([{"text": "So far so"} | fault("end_after_events", events=6), WELL], ["Hello?", "Again."], (said_is_kept, faults_are_told)),
    "failed_midway": Conversation([{"text": "So far so"} | fault("error_after_events", events=6), WELL], ["Hello?", "Again."], (said_is_kept, faults_are_told)),
    "broken_off_after_a_tool": Conversation(
        [{"text": "Let me see."} | WEATHER, {"text": "So far so"} | fault("cut_after_events", events=6), WELL], ["Weather?", "Again."], (said_is_kept, faults_are_told)),
    "endless": Conversation([WEATHER | {"times": 10}, WELL], ["Weather?", "Again."], (faults_are_told,)),
}

# What both can do over Chat Completions, and how ours differs there. The SDK cannot go on with a thread there: what its
# own converter makes of an answer is no message to its model.
OVER_CHAT = {
    "text": (parts_end,),
    "odd_pieces": (parts_end,),
    "markdown": (parts_end,),
    "thoughts": (parts_end,),
    "tool": (parts_end,),
    "text_and_tool": (parts_end, ids_are_unique),
    "parallel_tools": (parts_end,),
    "failing_tool": (parts_end,),
    "bad_arguments": (parts_end,),
    "unknown_tool": (wrong_calls_are_forgiven,),
    "citations": (parts_end, citations_are_told),
    "busy_once": (parts_end, retries_are_told),
}

# Where our model is meant to read something else.
READ_OTHERWISE = {
    "taken_back_after_tools": (thoughts_are_not_sent,),
    "thoughts_and_tools": (thoughts_are_not_sent,),
    "thoughts_and_steps": (thoughts_are_not_sent,),
    "bad_arguments": (wrong_calls_are_explained,),
    "unknown_tool": (wrong_calls_go_on,),
    "nothing_said": (silence_is_asked_again,),
    "broken_off": (kept_is_read,),
    "ended_early": (kept_is_read,),
    "failed_midway": (kept_is_read,),
    "broken_off_after_a_tool": (kept_is_read,),
}

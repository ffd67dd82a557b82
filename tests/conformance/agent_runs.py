"""Plays scripts of a model through our agent and the official one: see README.md.

Usage: agent_runs.py SIMULATOR SERVER [CONVERSATION ...]
"""

import asyncio
import contextlib
import json
import os
import re
import subprocess
import sys
import tempfile

from client import OurClient, converse
from conversations import CONVERSATIONS, OVER_CHAT, READ_OTHERWISE
from difference import difference
from official import MemoryStore, OfficialClient
from official_guide import Guide
from reading import Reading

DIFFERENCES = {"responses": {name: each.differs for name, each in CONVERSATIONS.items()}, "chat": OVER_CHAT}

NAMED = {"id", "thread_id", "item_id", "call_id", "after"}
TIMES = {"created_at", "duration"}


def normal(value, names):
    """Names ids by the order in which they appear, and leaves times out."""
    if isinstance(value, list):
        return [normal(each, names) for each in value]
    if not isinstance(value, dict):
        return value
    name = lambda id: id and names.setdefault(id, f"id{len(names)}")
    change = lambda key, each: "*" if key in TIMES else name(each) if key in NAMED else normal(each, names)
    return {key: change(key, value[key]) for key in sorted(value)}


@contextlib.contextmanager
def running(*command, **environment):
    """Starts a program; yields the loopback address that it prints first."""
    environment["PATH"] = os.environ["PATH"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment)
    try:
        yield re.search(r"127\.0\.0\.1:\d+", process.stdout.readline())[0]
    finally:
        process.terminate()
        process.wait(timeout=30)


@contextlib.contextmanager
def simulator(binary, script):
    with running(binary, "--listen", "127.0.0.1:0", "--behaviour", "script", "--script", script) as address:
        yield f"http://{address}/v1"


def wrong_between(both, differences, normal):
    """Returns how two servers differ, nothing if it is by the differences alone."""
    for differ in differences:
        before, both = both, differ(*both)
        if list(before) == list(both):
            return f"{differ.__name__}: no longer differs; take it off the list"
    one, other = map(normal, both)
    return "" if one == other else difference(one, other)


async def play(api, simulator_binary, server, script, names):
    """Has conversations over an API; yields the name of each, and what is wrong with it."""
    # One simulator each, because a reply is used up by who gets it.
    with simulator(simulator_binary, script) as for_ours, simulator(simulator_binary, script) as for_theirs:
        with running(server, PORT="0", OPENAI_API=api, OPENAI_BASE_URL=for_ours, OPENAI_MODEL="sim") as address:
            ours, theirs = OurClient(address), OfficialClient(Guide(MemoryStore(), for_theirs, api))
            our_reading, their_reading = Reading(for_ours), Reading(for_theirs)
            for name, differences in DIFFERENCES[api].items():
                if names and name not in names:
                    continue
                requests = CONVERSATIONS[name].requests(name)
                said = await asyncio.gather(converse(ours, requests), converse(theirs, requests))
                yield f"{api} {name}", wrong_between(said, differences, lambda answers: normal(answers, {}))
                # Chat Completions are the model client's business: what is read is the same.
                if api == "responses":
                    read = our_reading.next(), their_reading.next()
                    yield f"{name}, as the model reads it", wrong_between(read, READ_OTHERWISE.get(name, ()), list)


async def main(simulator_binary, server, *names):
    script = {"replies": [reply for name, each in CONVERSATIONS.items() for reply in each.script(name)]}
    passed = failed = 0
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump(script, file)
        file.flush()
        for api in DIFFERENCES:
            async for name, wrong in play(api, os.path.abspath(simulator_binary), os.path.abspath(server), file.name, names):
                passed, failed = passed + (not wrong), failed + bool(wrong)
                if wrong:
                    print(f"{name}:\n{wrong}")
    print(f"agent runs: {passed} passed, {failed} failed")
    sys.exit(bool(failed))


asyncio.run(main(*sys.argv[1:]))

"""Plays the same cases through our runner and OpenAI's SDK, and compares: see README.md.

Usage: replay.py SIMULATOR REPLAY [CASE ...]
"""

import asyncio
import contextlib
import difflib
import json
import os
import re
import subprocess
import sys
import tempfile
import urllib.request

import official
from cases import CASES

# Of each case: why ours differs, and the lines that do; those of the SDK begin with a minus, ours with a plus.
with open(os.path.join(os.path.dirname(__file__), "differences.json")) as file:
    DIFFERENCES = json.load(file)


@contextlib.contextmanager
def simulator(binary, replies):
    """Starts a provider that answers with `replies`; yields its base URL."""
    with tempfile.NamedTemporaryFile("w", suffix=".json") as script:
        json.dump({"replies": replies}, script)
        script.flush()
        command = [binary, "--listen", "127.0.0.1:0", "--behaviour", "script", "--script", script.name]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        try:
            yield "http://" + re.search(r"127\.0\.0\.1:\d+", process.stdout.readline())[0] + "/v1"
        finally:
            process.terminate()
            process.wait(timeout=30)


def asked(base_url):
    """Returns what the model was asked, as lines."""
    with urllib.request.urlopen(base_url.removesuffix("/v1") + "/requests", timeout=30) as response:
        requests = [request["body"] for request in json.load(response)]
    for number, body in enumerate(requests, 1):
        items = body["input"]
        items = [{"role": "user", "content": items}] if isinstance(items, str) else items
        yield f"request {number}, told {body.get('instructions')!r}"
        yield from (f"  reads {text(official.line(item))}" for item in items)


def lines(results, base_url):
    """Returns all that came of a case, as lines."""
    for number, result in enumerate(results, 1):
        yield from (f"run {number} adds {text(item)}" for item in result["items"])
        yield f"run {number} ends {text(result['ended'])}"
    yield from asked(base_url)


def text(value):
    if "output" in value:
        value = value | {"output": read(value["output"])}
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def read(output):
    """Returns an output by its value, if it is JSON: how that is spaced says nothing."""
    try:
        return json.loads(output)
    except (TypeError, ValueError):
        return output


def play_ours(binary, case, base_url):
    environment = os.environ | {"OPENAI_BASE_URL": base_url, "OPENAI_API": "responses", "OPENAI_MODEL": "sim"}
    done = subprocess.run([binary, text(case.described())], env=environment, capture_output=True, text=True, timeout=60)
    if done.returncode:
        raise RuntimeError(done.stderr)
    return json.loads(done.stdout)


def changes(theirs, ours):
    """Returns the lines that only one side has, with a sign before each."""
    return [line for line in difflib.ndiff(theirs, ours) if line[0] in "-+"]


async def compare(simulator_binary, replay, case):
    with simulator(simulator_binary, case.replies) as base_url:
        theirs = list(lines(await official.play(case.described(), base_url), base_url))
    with simulator(simulator_binary, case.replies) as base_url:
        ours = list(lines(play_ours(replay, case, base_url), base_url))
    return changes(theirs, ours)


async def main(simulator_binary, replay, *names):
    failed = 0
    for name in names or CASES:
        case = CASES[name]
        found = await compare(simulator_binary, replay, case)
        differs = DIFFERENCES.get(name, {})
        expected = [line for part in differs.values() for line in part]
        if sorted(found) != sorted(expected):
            failed += 1
            print(f"{name}: - is the SDK, + is ours, and this is not on the list:")
            print("\n".join(difflib.ndiff(expected, found)) if expected else "\n".join(found))
        for reason in differs:
            print(f"{name}: {reason}")
    print(f"{len(names or CASES) - failed} passed, {failed} failed")
    sys.exit(bool(failed))


asyncio.run(main(*sys.argv[1:]))

"""What is played."""

from dataclasses import dataclass, field


def call(name, arguments=None):
    return {"name": name, "arguments": {} if arguments is None else arguments}


def calls(*all):
    return {"tool_calls": list(all)}


def says(text):
    return {"text": text}


@dataclass
class Case:
    replies: list
    runs: list = field(default_factory=lambda: ["hi"])
    max_turns: int = 10
    handoff: str | None = None
    inner: bool = False
    guardrail: str | None = None
    form: bool = False
    decision: str | None = None

    def described(self):
        return {key: value for key, value in vars(self).items() if key != "replies"}


ECHO = call("echo", {"text": "x"})

CASES = {
    "text": Case([says("Hello.")]),
    "one tool": Case([calls(ECHO), says("Done.")]),
    "text beside a call": Case([{"text": "Let me see.", **calls(ECHO)}, says("Done.")]),
    "parallel tools": Case([calls(ECHO, call("echo", {"text": "y"})), says("Done.")]),
    "tools over two turns": Case([calls(ECHO), calls(ECHO), says("Done.")]),
    "a tool that fails": Case([calls(call("fail")), says("Done.")]),
    "an unknown tool": Case([calls(call("nothing")), says("Done.")]),
    "malformed arguments": Case([calls(call("echo", '{"text": ')), says("Done.")]),
    "arguments that do not fit": Case([calls(call("echo", {"word": "x"})), says("Done.")]),
    "max turns": Case([calls(ECHO), calls(ECHO), says("Done.")], max_turns=2),
    "handoff": Case([calls(call("transfer_to_other")), says("I know.")], handoff="whole"),
    "handoff beside a tool": Case([calls(ECHO, call("transfer_to_other")), says("I know.")], handoff="whole"),
    "handoff, filtered": Case([calls(ECHO), calls(call("transfer_to_other")), says("I know.")], handoff="filtered"),
    "two handoffs at once": Case(
        [calls(call("transfer_to_other"), call("transfer_to_other")), says("I know.")], handoff="whole"
    ),
    "an agent as a tool": Case([calls(call("ask_other", {"input": "why?"})), says("So."), says("Done.")], inner=True),
    "input guardrail passes": Case([says("Hello.")], guardrail="input"),
    "input guardrail trips": Case([says("Hello.")], runs=["bad"], guardrail="input"),
    "output guardrail passes": Case([calls(ECHO), says("Hello.")], guardrail="output"),
    "output guardrail trips": Case([calls(ECHO), says("A bad word.")], guardrail="output"),
    "structured output": Case([says('{"city": "Bergen", "degrees": 7}')], form=True),
    "structured output after a tool": Case([calls(ECHO), says('{"city": "Bergen", "degrees": 7}')], form=True),
    "structured output that does not fit": Case(
        [says('{"city": "Bergen"}'), says('{"city": "Bergen", "degrees": 7}')], form=True
    ),
    "approved": Case([calls(call("delete")), says("Done.")], decision="approve"),
    "approved beside a tool": Case([calls(ECHO, call("delete")), says("Done.")], decision="approve"),
    "rejected": Case([calls(call("delete")), says("Done.")], decision="reject"),
    "a session over two runs": Case([calls(ECHO), says("Done."), says("Again.")], runs=["hi", "and?"]),
}

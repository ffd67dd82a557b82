#!/usr/bin/env bash
# Plays the same cases through our agent runner and OpenAI's Agents SDK: see tests/sdk/README.md.
# Ends with 3 if this machine has no Python 3 with venv, or its packages cannot be fetched.
set -euo pipefail
cd "$(dirname "$0")/.."
target=${CARGO_TARGET_DIR:-target}
venv=$target/sdk/venv
command -v python3 >/dev/null || { echo "no python3" >&2; exit 3; }
if ! cmp --silent tests/sdk/requirements.txt "$venv/requirements.txt"; then
  rm -rf "$venv"
  python3 -m venv "$venv" >/dev/null 2>&1 || { echo "python3 has no venv" >&2; exit 3; }
  "$venv/bin/pip" install --quiet --disable-pip-version-check -r tests/sdk/requirements.txt || exit 3
  cp tests/sdk/requirements.txt "$venv/requirements.txt"
fi
cargo build --quiet --package taskpilot-agent-runner --example replay
cargo build --quiet --package taskpilot-model-sim
"$venv/bin/python" tests/sdk/replay.py "$target/debug/model-sim" "$target/debug/examples/replay" "$@"

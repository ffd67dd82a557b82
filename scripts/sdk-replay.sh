#!/usr/bin/env bash
# Plays the same cases through our agent runner and OpenAI's Agents SDK: see tests/sdk/README.md.
# Ends with 3 if this machine has no Python 3 with venv, or its packages cannot be fetched.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/python.sh
target=${CARGO_TARGET_DIR:-target}
venv=$target/sdk/venv
make_venv "$venv" tests/sdk/requirements.txt
# As scripts/conformance.sh does.
cargo build --quiet --workspace --bins --examples
"$venv/bin/python" tests/sdk/replay.py "$target/debug/model-sim" "$target/debug/examples/replay" "$@"

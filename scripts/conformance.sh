#!/usr/bin/env bash
# Compares our ChatKit server with the official Python one: see tests/conformance/README.md.
# Ends with 3 if this machine has no Python 3 with venv, or its packages cannot be fetched.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/python.sh
target=${CARGO_TARGET_DIR:-target}
venv=$target/conformance/venv
make_venv "$venv" tests/conformance/requirements.txt
# All at once, as the tests have built them: for one package alone Cargo chooses other features of what it depends on,
# and builds that again.
cargo build --quiet --workspace --bins --examples
coproc SERVER { exec "$target/debug/examples/conformance"; }
server=$SERVER_PID
trap 'kill "$server" 2>/dev/null || true' EXIT
read -r address <&"${SERVER[0]}"
"$venv/bin/python" tests/conformance/conformance.py "$address"
"$venv/bin/python" tests/conformance/agent_runs.py "$target/debug/model-sim" "$target/debug/examples/agent_server"
"$venv/bin/python" tests/conformance/product.py "$target/debug/taskpilot"
"$venv/bin/python" tests/conformance/buckets.py "$target/debug/taskpilot"

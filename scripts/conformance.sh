#!/usr/bin/env bash
# Compares our ChatKit server with the official Python one: see tests/conformance/README.md.
# Ends with 3 if this machine has no Python 3 with venv, or its packages cannot be fetched.
set -euo pipefail
cd "$(dirname "$0")/.."
target=${CARGO_TARGET_DIR:-target}
venv=$target/conformance/venv
command -v python3 >/dev/null || { echo "no python3" >&2; exit 3; }
if ! cmp --silent tests/conformance/requirements.txt "$venv/requirements.txt"; then
  rm -rf "$venv"
  if ! python3 -m venv "$venv" >/dev/null 2>&1; then
    [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null 2>&1 || { echo "python3 has no venv" >&2; exit 3; }
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3-venv; } >/dev/null 2>&1 || true
    python3 -m venv "$venv" || exit 3
  fi
  "$venv/bin/pip" install --quiet --disable-pip-version-check -r tests/conformance/requirements.txt || exit 3
  cp tests/conformance/requirements.txt "$venv/requirements.txt"
fi
cargo build --quiet --package taskpilot-chatkit --example conformance
cargo build --quiet --package taskpilot-chatkit-agent --example agent_server
cargo build --quiet --package taskpilot-model-sim
cargo build --quiet --package taskpilot
coproc SERVER { exec "$target/debug/examples/conformance"; }
server=$SERVER_PID
trap 'kill "$server" 2>/dev/null || true' EXIT
read -r address <&"${SERVER[0]}"
"$venv/bin/python" tests/conformance/conformance.py "$address"
"$venv/bin/python" tests/conformance/agent_runs.py "$target/debug/model-sim" "$target/debug/examples/agent_server"
"$venv/bin/python" tests/conformance/product.py "$target/debug/taskpilot"
"$venv/bin/python" tests/conformance/buckets.py "$target/debug/taskpilot"

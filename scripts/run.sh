#!/usr/bin/env bash
# Builds and starts TaskPilot for trying it out; Ctrl-C stops it.
set -euo pipefail
cd "$(dirname "$0")/.."
command -v cargo >/dev/null || { echo "TaskPilot needs Rust: install it with rustup, then run this again." >&2; exit 1; }
command -v cc >/dev/null || { echo "TaskPilot needs a C compiler (on Debian: apt-get install build-essential)." >&2; exit 1; }
echo "Building TaskPilot (the first time takes a few minutes) ..."
cargo build --quiet --package taskpilot
exec "${CARGO_TARGET_DIR:-target}/debug/taskpilot" serve --dev "$@"

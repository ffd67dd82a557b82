#!/usr/bin/env bash
# Builds and starts the API alone, with a token for trying it out; Ctrl-C stops it.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/needs.sh
needs_rust
echo "Building TaskPilot (the first time takes a few minutes) ..."
cargo build --quiet --package taskpilot
exec "${CARGO_TARGET_DIR:-target}/debug/taskpilot" serve --dev "$@"

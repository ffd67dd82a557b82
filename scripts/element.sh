#!/usr/bin/env bash
# The chat element's playground, with scripted answers and with TaskPilot itself behind it; Ctrl-C stops both.
set -euo pipefail
cd "$(dirname "$0")/.."
cargo build --quiet --package taskpilot
TASKPILOT=$(cd "${CARGO_TARGET_DIR:-target}" && pwd)/debug/taskpilot
export TASKPILOT
cd frontend
. ../scripts/node-modules.sh
install_packages
exec npm run --silent playground

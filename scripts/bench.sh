#!/usr/bin/env bash
# Criterion for the hot paths, then the load driver; prints a report. Arguments go to the load driver.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/postgres.sh
trap stop_postgres EXIT
find_postgres || echo "Without PostgreSQL: $POSTGRES_MISSING" >&2
cargo build --release --package taskpilot --package taskpilot-model-sim --package taskpilot-bench
for bench in model-client:decode storage:writes; do
  cargo bench --package "taskpilot-${bench%%:*}" --bench "${bench##*:}" -- --quick --noplot
done
cargo bench --package taskpilot --bench encode -- --quick --noplot
"${CARGO_TARGET_DIR:-target}/release/taskpilot-bench" load --binaries "${CARGO_TARGET_DIR:-target}/release" "$@"

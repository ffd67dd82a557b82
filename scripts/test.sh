#!/usr/bin/env bash
# Everything that must hold: formatting, lints, tests on SQLite and PostgreSQL, in Chromium, docs.
# What this machine cannot run is named at the end; with CI set that is a failure.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/postgres.sh

not_run=()
step() { printf '\n== %s\n' "$*"; }

leave_out() {
  [ -z "${CI:-}" ] || { echo "Not run: $1" >&2; exit 1; }
  not_run+=("$1")
}

# Runs a part that ends with 3 if this machine lacks what it needs.
optional() {
  local name=$1 status=0
  shift
  "$@" || status=$?
  [ "$status" -ne 3 ] || { leave_out "$name"; return 0; }
  [ "$status" -eq 0 ] || exit "$status"
}

trap stop_postgres EXIT

step "Formatting"
cargo fmt --all --check
cargo fmt --manifest-path fuzz/Cargo.toml --check
cargo fmt --manifest-path tests/public-api/Cargo.toml --check

step "Lints"
cargo clippy --workspace --all-targets -- -D warnings

step "Tests"
if find_postgres; then
  echo "PostgreSQL tests run on ${TEST_DATABASE_URL##*@}"
else
  leave_out "the PostgreSQL tests ($POSTGRES_MISSING)"
fi
INSTA_UPDATE=no cargo test --workspace

step "The oldest compiler promised"
optional "the check with the oldest compiler (it needs rustup with that one)" scripts/msrv.sh

step "Public API of the library crates"
optional "the public API (its format is that of the oldest compiler)" scripts/public-api.sh

step "Conformance with the official ChatKit server"
optional "the conformance suite (it needs python3 with venv, and PyPI)" scripts/conformance.sh

step "Beside OpenAI's Agents SDK"
optional "the replay beside OpenAI's SDK (it needs python3 with venv, and PyPI)" scripts/sdk-replay.sh

step "Frontend"
scripts/frontend.sh

step "In the browser"
optional "the browser suites (they need Chromium)" scripts/browser.sh

step "Fuzzing"
optional "the fuzz targets (they need a C++ compiler, and crates.io)" scripts/fuzz.sh

step "Docs"
RUSTDOCFLAGS="-D warnings" cargo doc --quiet --workspace --no-deps --document-private-items

step "Done"
if [ ${#not_run[@]} -gt 0 ]; then
  echo "All that ran passed. Not run on this machine: ${not_run[*]}"
else
  echo "Everything ran and passed."
fi

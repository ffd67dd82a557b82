#!/usr/bin/env bash
# Everything that must hold: formatting, lints, tests on SQLite and PostgreSQL, docs.
# What this machine cannot run is named at the end; with CI set that is a failure.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/postgres.sh

not_run=()
step() { printf '\n== %s\n' "$*"; }

trap stop_postgres EXIT

step "Formatting"
cargo fmt --all --check
cargo fmt --manifest-path fuzz/Cargo.toml --check

step "Lints"
cargo clippy --workspace --all-targets -- -D warnings

step "Tests"
if find_postgres; then
  echo "PostgreSQL tests run on ${TEST_DATABASE_URL##*@}"
else
  not_run+=("the PostgreSQL tests ($POSTGRES_MISSING)")
  [ -z "${CI:-}" ] || { echo "Not run: ${not_run[*]}" >&2; exit 1; }
fi
INSTA_UPDATE=no cargo test --workspace

step "Conformance with the official ChatKit server"
conformance=0
scripts/conformance.sh || conformance=$?
if [ "$conformance" -eq 3 ]; then
  not_run+=("the conformance suite (it needs python3 with venv, and PyPI)")
  [ -z "${CI:-}" ] || { echo "Not run: ${not_run[*]}" >&2; exit 1; }
elif [ "$conformance" -ne 0 ]; then
  exit "$conformance"
fi

step "Fuzzing"
fuzzing=0
scripts/fuzz.sh || fuzzing=$?
if [ "$fuzzing" -eq 3 ]; then
  not_run+=("the fuzz targets (they need a C++ compiler, and crates.io)")
  [ -z "${CI:-}" ] || { echo "Not run: ${not_run[*]}" >&2; exit 1; }
elif [ "$fuzzing" -ne 0 ]; then
  exit "$fuzzing"
fi

step "Docs"
RUSTDOCFLAGS="-D warnings" cargo doc --quiet --workspace --no-deps --document-private-items

step "Done"
if [ ${#not_run[@]} -gt 0 ]; then
  echo "All that ran passed. Not run on this machine: ${not_run[*]}"
else
  echo "Everything ran and passed."
fi

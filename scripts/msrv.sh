#!/usr/bin/env bash
# Checks that the crates build with the oldest compiler they promise (`rust-version`).
# Ends with 3 if this machine does not have it.
set -euo pipefail
cd "$(dirname "$0")/.."
version=$(sed -n 's/^rust-version = "\(.*\)"/\1/p' Cargo.toml)
if rustc --version | grep -q "^rustc $version\."; then
  echo "The compiler of this machine is the oldest one promised, $version: the tests are the check."
  exit 0
fi
rustup run "$version" rustc --version >/dev/null 2>&1 || { echo "no Rust $version" >&2; exit 3; }
CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-target}/msrv rustup run "$version" cargo check --quiet --workspace

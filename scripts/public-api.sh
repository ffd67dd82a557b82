#!/usr/bin/env bash
# Compares the public API of the library crates with the one that is written down: see tests/public-api/README.md.
# UPDATE=1 writes it down anew. Ends with 3 if this is not the compiler whose format is read.
set -euo pipefail
cd "$(dirname "$0")/.."
crates=(model-client agent-runner chatkit chatkit-agent)
target=${CARGO_TARGET_DIR:-$PWD/target}
version=$(sed -n 's/^rust-version = "\(.*\)"/\1/p' Cargo.toml)
if ! rustc --version | grep -q "^rustc $version\."; then
  echo "rustc is not $version" >&2
  exit 3
fi

# Only rustdoc may use what is not stable: the other crates would be built again.
mkdir -p "$target/public-api"
rustdoc=$target/public-api/rustdoc
printf '#!/bin/sh\nRUSTC_BOOTSTRAP=1 exec rustdoc "$@"\n' >"$rustdoc"
chmod +x "$rustdoc"

CARGO_TARGET_DIR=$target/public-api cargo build --quiet --locked --manifest-path tests/public-api/Cargo.toml
changed=0
for crate in "${crates[@]}"; do
  RUSTDOC=$rustdoc cargo rustdoc --quiet --package "taskpilot-$crate" --lib --all-features -- \
    -Z unstable-options --output-format json --cap-lints allow
  found=$target/public-api/$crate.txt
  "$target/public-api/debug/taskpilot-public-api" "$target/doc/taskpilot_${crate//-/_}.json" >"$found"
  written=tests/public-api/snapshots/$crate.txt
  if [ -n "${UPDATE:-}" ]; then
    cp "$found" "$written"
  elif ! diff --unified=0 "$written" "$found"; then
    changed=1
  fi
done
[ "$changed" -eq 0 ] || { echo "The public API has changed. If it is meant to: UPDATE=1 scripts/public-api.sh" >&2; exit 1; }

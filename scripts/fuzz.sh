#!/usr/bin/env bash
# Fuzzes each target, or those that are named, FUZZ_SECONDS (10) long: see fuzz/README.md.
# Ends with 3 if this machine has no C++ compiler for libFuzzer, or the crates cannot be fetched.
set -euo pipefail
cd "$(dirname "$0")/../fuzz"
seconds=${FUZZ_SECONDS:-10}
targets=("$@")
[ $# -gt 0 ] || targets=(request sse widget_diff)
# Flags from outside would replace those that ask for coverage.
unset RUSTFLAGS CARGO_ENCODED_RUSTFLAGS CARGO_BUILD_TARGET CARGO_BUILD_RUSTFLAGS
command -v "${CXX:-c++}" >/dev/null || { echo "Not fuzzed: no C++ compiler to build libFuzzer with" >&2; exit 3; }
cargo fetch --quiet --locked || { echo "Not fuzzed: the crates cannot be fetched" >&2; exit 3; }
cargo build --quiet --locked --release --bins
for target in "${targets[@]}"; do
  mkdir -p "corpus/$target" "artifacts/$target"
  log=artifacts/$target/log
  # New inputs go to the first folder; the seeds are only read.
  if ! cargo run --quiet --locked --release --bin "$target" -- "corpus/$target" "seeds/$target" \
    -dict=chatkit.dict -max_len=4096 -timeout=10 -max_total_time="$seconds" \
    -artifact_prefix="artifacts/$target/" >"$log" 2>&1; then
    tail -n 40 "$log" >&2
    echo "$target: failed; what it failed on is in fuzz/artifacts/$target" >&2
    exit 1
  fi
  echo "$target: $(grep -E '^Done' "$log"), $(grep -oE 'cov: [0-9]+' "$log" | tail -n 1)"
done

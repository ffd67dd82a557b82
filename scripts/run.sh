#!/usr/bin/env bash
# Builds and starts TaskPilot, API and page; Ctrl-C stops both. Arguments go to the API.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/needs.sh
. scripts/node-modules.sh
needs_rust
needs_node

# Whoever moves one of the two need not tell the other.
if [ -n "${PORT:-}" ]; then
  page=${BETTER_AUTH_URL:-http://localhost:$PORT}
  export AUTH_ISSUER=${AUTH_ISSUER:-$page} AUTH_JWKS_URL=${AUTH_JWKS_URL:-$page/api/auth/jwks}
  export CORS_ALLOWED_ORIGINS=${CORS_ALLOWED_ORIGINS:-$page,http://127.0.0.1:$PORT}
fi
if [ -n "${BIND:-}" ]; then
  export NEXT_PUBLIC_API_URL=${NEXT_PUBLIC_API_URL:-http://localhost:${BIND##*:}}
fi

echo "Building TaskPilot (the first time takes a few minutes) ..."
cargo build --quiet --package taskpilot &
api_build=$!
(cd frontend && install_packages && build_page) || { kill "$api_build" 2>/dev/null || true; exit 1; }
wait "$api_build"

running=()
stop() {
  trap - EXIT INT TERM
  kill "${running[@]}" 2>/dev/null || true
  wait "${running[@]}" 2>/dev/null || true
}
trap stop EXIT
trap 'exit 0' INT TERM

RUST_LOG=${RUST_LOG:-warn} "${CARGO_TARGET_DIR:-target}/debug/taskpilot" serve "$@" &
running+=($!)
node frontend/app/server.mjs &
running+=($!)
# Whichever ends first has said why; without it the other is of no use.
wait -n "${running[@]}"
exit 1

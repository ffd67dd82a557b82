#!/usr/bin/env bash
# Writes docs/configuration.md and docs/openapi.json as the code has them; tests keep them equal.
set -euo pipefail
cd "$(dirname "$0")/.."
UPDATE_DOCS=1 cargo test --quiet --package taskpilot --test it -- configuration:: the_description_is_what_the_server_serves
git diff --stat -- docs/configuration.md docs/openapi.json || true

#!/usr/bin/env bash
# The chat element: types and lint, unit tests, and a build within its budget.
set -euo pipefail
cd "$(dirname "$0")/../frontend"
# What is installed as the lock file says is not installed again.
if ! cmp -s package-lock.json node_modules/.installed-lock; then
  npm ci --no-audit --no-fund --ignore-scripts
  cp package-lock.json node_modules/.installed-lock
fi
npm run --silent check
npm test --silent
npm run --silent build

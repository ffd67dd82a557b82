#!/usr/bin/env bash
# The frontend: types and lint, unit tests, builds within their budgets, and the page's server as people start it.
set -euo pipefail
cd "$(dirname "$0")/../frontend"
. ../scripts/node-modules.sh
install_packages
# The page's types need those of the element, which its build writes.
npm run --silent build --workspace packages/chat-element
npm run --silent check
npm test --silent
npm run --silent build --workspace app
npm run --silent test:server --workspace app

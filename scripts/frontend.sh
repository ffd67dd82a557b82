#!/usr/bin/env bash
# The frontend: types and lint, unit tests, builds within their budgets, and the page's server as people start it.
set -euo pipefail
cd "$(dirname "$0")/../frontend"
. ../scripts/node-modules.sh
install_packages
npm run --silent check
npm test --silent
npm run --silent build
npm run --silent test:server --workspace app

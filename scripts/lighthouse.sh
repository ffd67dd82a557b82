#!/usr/bin/env bash
# Scores of the page by Lighthouse, with what `cargo build` and scripts/frontend.sh have built; prints a table.
# Ends with 3 if this machine has no Chromium. LIGHTHOUSE_RUNS is how often each page is measured; arguments go to vitest.
set -euo pipefail
cd "$(dirname "$0")/../frontend"
. ../scripts/node-modules.sh
. ../scripts/chromium.sh
find_chromium || { echo "Not run: $CHROMIUM_MISSING" >&2; exit 3; }
install_packages
# No dependency: it weighs more than all the others, and only this needs it. 13 demands a newer Node.js.
LIGHTHOUSE=lighthouse@12.8.2
npm exec --yes --package "$LIGHTHOUSE" -- npm run --silent lighthouse --workspace app -- "$@"

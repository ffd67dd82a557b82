#!/usr/bin/env bash
# The browser suites, in Chromium, with what scripts/conformance.sh and scripts/frontend.sh have built.
# Ends with 3 if this machine has no Chromium. Arguments go to vitest.
set -euo pipefail
cd "$(dirname "$0")/../frontend"
. ../scripts/node-modules.sh
. ../scripts/chromium.sh
find_chromium || { echo "Not run: $CHROMIUM_MISSING" >&2; exit 3; }
install_packages
npm run --silent test:browser -- "$@"

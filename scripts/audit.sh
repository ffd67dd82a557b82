#!/usr/bin/env bash
# cargo-deny: bans, licences and sources always; advisories where their database can be fetched.
set -euo pipefail
cd "$(dirname "$0")/.."
version=0.20.2
if ! cargo deny --version 2>/dev/null | grep -q "$version"; then
  echo "Installing cargo-deny $version ..."
  cargo install --quiet --locked cargo-deny@$version
fi
cargo deny --workspace check bans licenses sources
if cargo deny --workspace fetch db >/dev/null 2>&1; then
  cargo deny --workspace check advisories
else
  echo "Advisories were not checked: their database cannot be fetched from here."
fi

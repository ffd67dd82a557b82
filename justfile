# One command each. `npx -y rust-just <recipe>` works without installing just.

set shell := ["bash", "-euo", "pipefail", "-c"]

# Lists the recipes.
default:
    @just --list

# Builds and starts TaskPilot, API and page: SQLite, and the demo model unless a key is set.
run *arguments:
    scripts/run.sh {{ arguments }}

# The API alone, with a token for trying it out.
api *arguments:
    scripts/api.sh {{ arguments }}

# Everything: formatting, lints, all tests on SQLite and PostgreSQL and in Chromium, docs.
test:
    scripts/test.sh

# The frontend: types, lint, unit tests, builds within their budgets.
frontend:
    scripts/frontend.sh

# The browser suites in Chromium; `test` has built what they need. Arguments go to vitest.
browser *arguments:
    scripts/browser.sh {{ arguments }}

# The chat element's playground: every option, item, widget and state, with scripted answers; or,
# with CHATKIT_SERVER, the server at that address.
element:
    scripts/element.sh

# Formats the code.
fmt:
    cargo fmt --all

# Formatting and lints alone.
lint:
    cargo fmt --all --check
    cargo clippy --workspace --all-targets -- -D warnings

# The API documentation of all crates, private items included.
docs:
    RUSTDOCFLAGS="-D warnings" cargo doc --workspace --no-deps --document-private-items

# Fuzzes each target for ten seconds, or FUZZ_SECONDS; names choose targets.
fuzz *targets:
    scripts/fuzz.sh {{ targets }}

# Licences, sources, bans, and advisories where they can be fetched.
audit:
    scripts/audit.sh

# Measures speed: criterion for hot paths, then the load driver. Results go to docs/benchmarks.md by hand.
bench *arguments:
    scripts/bench.sh {{ arguments }}

# Writes the OpenAPI description and docs/configuration.md as the code has them.
generate:
    scripts/generate.sh

# One command each. `npx -y rust-just <recipe>` works without installing just.

set shell := ["bash", "-euo", "pipefail", "-c"]

# Lists the recipes.
default:
    @just --list

# Builds and starts TaskPilot: SQLite, and the demo model unless a key is set.
run *arguments:
    scripts/run.sh {{ arguments }}

# Everything: formatting, lints, all tests on SQLite and PostgreSQL, docs.
test:
    scripts/test.sh

# The chat element: types, lint, unit tests, and a build within its budget. Not part of `test` yet.
frontend:
    scripts/frontend.sh

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

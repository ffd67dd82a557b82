# Sourced: what this machine must have, each named in one line if it has not.

needs_rust() {
  command -v cargo >/dev/null || { echo "TaskPilot needs Rust: install it with rustup, then run this again." >&2; exit 1; }
  command -v cc >/dev/null || { echo "TaskPilot needs a C compiler (on Debian: apt-get install build-essential)." >&2; exit 1; }
}

needs_node() {
  local version
  version=$(node --version 2>/dev/null) || { echo "TaskPilot needs Node.js 20 or later." >&2; exit 1; }
  version=${version#v}
  [ "${version%%.*}" -ge 20 ] || { echo "TaskPilot needs Node.js 20 or later; this is $version." >&2; exit 1; }
}

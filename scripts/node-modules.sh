# Sourced; to be called in frontend/.

# Installs what the lock file says, unless that is installed already.
install_packages() {
  command -v npm >/dev/null || { echo "The page needs Node.js 20 or later, with npm." >&2; return 1; }
  cmp -s package-lock.json node_modules/.installed-lock && return 0
  npm ci --silent --no-audit --no-fund --ignore-scripts || return 1
  cp package-lock.json node_modules/.installed-lock
}

# Builds the chat element and the page, unless nothing has changed since.
build_page() {
  local built=app/.next/BUILD_ID
  if [ -e "$built" ] && [ -z "$(find app packages package-lock.json -newer "$built" -type f \
    -not -path '*/.next/*' -not -path '*/dist/*' -not -path '*/node_modules/*' -print -quit)" ]; then
    return 0
  fi
  # What it says matters only if it fails.
  local log
  log=$(NEXT_TELEMETRY_DISABLED=1 npm run --silent build 2>&1) || { printf '%s\n' "$log" >&2; return 1; }
}

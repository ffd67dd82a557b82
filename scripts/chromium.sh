# Sourced: `find_chromium` sets CHROMIUM to a browser for the tests, or returns 1 with the reason in CHROMIUM_MISSING.
# Order: CHROMIUM, an installed Chromium or Chrome, apt (as root).

CHROMIUM_MISSING=""

installed_chromium() {
  local name
  for name in chromium chromium-browser google-chrome google-chrome-stable \
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" "/Applications/Chromium.app/Contents/MacOS/Chromium"; do
    command -v "$name" 2>/dev/null && return 0
  done
  return 1
}

find_chromium() {
  [ -n "${CHROMIUM:-}" ] && { export CHROMIUM; return 0; }
  if ! installed_chromium >/dev/null && [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing Chromium for the browser tests (apt-get) ..."
    # The fonts are for right-to-left text.
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium fonts-noto-core; } >/dev/null 2>&1 || true
  fi
  if CHROMIUM=$(installed_chromium); then
    export CHROMIUM
    return 0
  fi
  CHROMIUM_MISSING="no Chromium: install it (on Debian the package 'chromium'), or set CHROMIUM to the program"
  return 1
}

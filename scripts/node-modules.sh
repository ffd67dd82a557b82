# Sourced, from frontend/: `install_packages` installs what the lock file says, unless that is installed already.

install_packages() {
  command -v npm >/dev/null || { echo "The page needs Node.js 20 or later, with npm." >&2; return 1; }
  cmp -s package-lock.json node_modules/.installed-lock && return 0
  npm ci --no-audit --no-fund --ignore-scripts
  cp package-lock.json node_modules/.installed-lock
}

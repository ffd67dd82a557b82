# Sourced; to be called in the repository: `make_venv FOLDER REQUIREMENTS` has what a requirements file names in a
# virtual environment. Ends the script with 3 if this machine has no Python 3 with venv, or PyPI cannot be reached.

make_venv() {
  local venv=$1 requirements=$2
  command -v python3 >/dev/null || { echo "no python3" >&2; exit 3; }
  cmp --silent "$requirements" "$venv/requirements.txt" && return 0
  rm -rf "$venv"
  if ! python3 -m venv "$venv" >/dev/null 2>&1; then
    [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null 2>&1 || { echo "python3 has no venv" >&2; exit 3; }
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3-venv; } >/dev/null 2>&1 || true
    python3 -m venv "$venv" || exit 3
  fi
  "$venv/bin/pip" install --quiet --disable-pip-version-check -r "$requirements" || exit 3
  cp "$requirements" "$venv/requirements.txt"
}

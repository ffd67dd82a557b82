# Sourced by test.sh and bench.sh: `find_postgres` sets TEST_DATABASE_URL or returns 1 with the reason in
# POSTGRES_MISSING. `stop_postgres` ends what it started.
# Order: TEST_DATABASE_URL, a running local server, a throw-away cluster from installed binaries, apt (as root).

POSTGRES_DIR=""
POSTGRES_MISSING=""

postgres_bin() {
  local dir
  for dir in "$(dirname "$(command -v initdb 2>/dev/null || echo /nonexistent/initdb)")" /usr/lib/postgresql/*/bin /opt/homebrew/opt/postgresql*/bin; do
    [ -x "$dir/initdb" ] && [ -x "$dir/pg_ctl" ] && echo "$dir" && return 0
  done
  return 1
}

postgres_answers() {
  command -v psql >/dev/null 2>&1 && psql -wXqAt -c 'select 1' "$1" >/dev/null 2>&1
}

# A server refuses to run as root, so root borrows another account.
as_postgres() {
  if [ "$(id -u)" -ne 0 ]; then "$@"; return; fi
  local account=postgres
  id postgres >/dev/null 2>&1 || account=nobody
  runuser -u "$account" -- "$@"
}

start_throwaway_postgres() {
  local bin=$1 port
  port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])' 2>/dev/null || echo 54329)
  POSTGRES_DIR=$(mktemp -d "${TMPDIR:-/tmp}/taskpilot-postgres.XXXXXX")
  chmod 777 "$POSTGRES_DIR"
  as_postgres "$bin/initdb" -D "$POSTGRES_DIR/data" -U postgres -A trust --no-sync >"$POSTGRES_DIR/initdb.log" 2>&1 || return 1
  as_postgres "$bin/pg_ctl" -D "$POSTGRES_DIR/data" -w -l "$POSTGRES_DIR/data/server.log" \
    -o "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_connections=200" start >/dev/null || return 1
  TEST_DATABASE_URL="postgres://postgres@127.0.0.1:$port/postgres"
}

find_postgres() {
  [ -n "${TEST_DATABASE_URL:-}" ] && { export TEST_DATABASE_URL; return 0; }
  local local_url="postgres://postgres@127.0.0.1:5432/postgres" bin
  if postgres_answers "$local_url"; then
    export TEST_DATABASE_URL="$local_url"
    return 0
  fi
  if ! postgres_bin >/dev/null && [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing PostgreSQL for the tests (apt-get) ..."
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq postgresql; } >/dev/null 2>&1 || true
  fi
  if bin=$(postgres_bin) && start_throwaway_postgres "$bin"; then
    export TEST_DATABASE_URL
    return 0
  fi
  POSTGRES_MISSING="no PostgreSQL: set TEST_DATABASE_URL, start one on 127.0.0.1:5432, or install the package 'postgresql'"
  return 1
}

stop_postgres() {
  [ -n "$POSTGRES_DIR" ] || return 0
  local bin
  bin=$(postgres_bin) && as_postgres "$bin/pg_ctl" -D "$POSTGRES_DIR/data" -m immediate stop >/dev/null 2>&1 || true
  rm -rf "$POSTGRES_DIR"
  POSTGRES_DIR=""
}

# Shared by build/cluster, build/bench and the end-to-end tests: the services that hubs can share, as plain processes on loopback. Sourced by bash, after
# lib.sh.

# PostgreSQL does not run as root.
as_postgres=()
(($(id -u) != 0)) || as_postgres=(setpriv --reuid postgres --regid postgres --clear-groups)

# postgres_at FOLDER prints how a hub reaches the PostgreSQL of a folder.
postgres_at() { say "postgres:///postgres?host=$1&user=parley"; }

# prepare_postgres FOLDER makes an empty PostgreSQL in a folder, unless there is one, and sets the commands that run it and ask whether it is ready. Its
# socket is there too, so the path must be short, and one which PostgreSQL's own user may enter.
prepare_postgres() {
  local programs
  programs=$(printf '%s\n' /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
  mkdir -p "$1"
  if [[ ! -d $1/data ]]; then
    (($(id -u) != 0)) || chown postgres: "$1"
    "${as_postgres[@]}" "$programs/initdb" --pgdata "$1/data" --username parley --auth trust --encoding UTF8 --locale C.UTF-8 >/dev/null
  fi
  # shellcheck disable=SC2034 # for those who source this
  postgres=("${as_postgres[@]}" "$programs/postgres" -D "$1/data" -k "$1" -c listen_addresses= -c max_connections=200)
  # shellcheck disable=SC2034
  postgres_ready=("$programs/pg_isready" -h "$1" -U parley)
}

tools=$out/tools

# install_tool PACKAGE unpacks a program of Debian's, without its service.
install_tool() {
  [[ -z $(tool "$1") ]] || return 0
  mkdir -p "$tools"
  (cd "$tools" && apt-get download -q "$1" && dpkg -x "$1"_*.deb . && rm "$1"_*.deb)
}

# tool PACKAGE prints where a program that was unpacked is, or nothing.
tool() { find "$tools" -name "$1" -type f -path '*bin*' 2>/dev/null || true; }

# await WHAT COMMAND... waits until a command succeeds.
await() {
  local what=$1 tries
  shift
  for ((tries = 0; tries < 300; tries++)); do
    "$@" >/dev/null 2>&1 && return 0
    sleep 0.1
  done
  die "$what does not come up"
}

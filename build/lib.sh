# Shared by build/run and build/test: what must be installed, and how Parley is built. Sourced by bash.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
bin=$root/build/bin
out=$root/build/out
window_tags=webkit2_41,desktop,production
golangci_version=2.15.0

build_packages=(ca-certificates gcc libc6-dev pkg-config libgtk-3-dev libwebkit2gtk-4.1-dev)
run_packages=(dbus-daemon dbus-user-session fonts-dejavu-core)
display_packages=(xvfb xauth)
test_packages=(
  chromium webkit2gtk-driver xdotool wmctrl openbox at-spi2-core gnome-keyring postgresql
  python3 python3-dbus python3-gi
)

# Go and npm keep their caches below HOME; some service managers start programs without one.
export HOME=${HOME:-$(getent passwd "$(id -u)" | cut -d: -f6)}
# The checkout may belong to another user, which git refuses to describe.
export GOFLAGS="${GOFLAGS:-} -buildvcs=false"

say() { printf '%s\n' "$*"; }

die() {
  printf 'error: %s\n' "$*" >&2
  exit 1
}

has() { command -v "$1" >/dev/null 2>&1; }

require_go_and_node() {
  has go || die "Go is not installed (go.mod names the version)"
  has node && has npm || die "Node and npm are not installed (20.19 or newer)"
}

# install_packages PACKAGE... installs the Debian packages that are missing. Other systems are left alone.
install_packages() {
  has apt-get || return 0
  local package missing=()
  for package in "$@"; do
    [[ $(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null) == installed ]] || missing+=("$package")
  done
  ((${#missing[@]})) || return 0
  local as_root=()
  if (($(id -u) != 0)); then
    has sudo || die "these packages are missing, and there is no sudo to install them: ${missing[*]}"
    as_root=(sudo)
  fi
  say "Installing ${missing[*]}"
  "${as_root[@]}" apt-get update -q
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "${missing[@]}"
}

# install_node_modules runs npm ci unless node_modules already is what the lock says.
install_node_modules() {
  local lock=$root/frontend/package-lock.json stamp=$root/frontend/node_modules/.installed-lock
  cmp -s "$lock" "$stamp" && return 0
  (cd "$root/frontend" && npm ci --no-audit --no-fund)
  cp "$lock" "$stamp"
}

install_golangci() {
  local tool=$bin/tools/golangci-lint
  [[ -x $tool && $("$tool" version --short 2>/dev/null) == "$golangci_version" ]] && return 0
  GOBIN=$bin/tools go install "github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v$golangci_version"
}

build_web() { (cd "$root/frontend" && npm run --silent build); }

build_programs() {
  mkdir -p "$bin"
  (
    cd "$root"
    go build -trimpath -ldflags "-s -w" -tags "$window_tags" -o "$bin/parley" .
    CGO_ENABLED=0 go build -trimpath -ldflags "-s -w" -o "$bin/" ./backend/cmd/parley-desk ./backend/cmd/parley-hub
  )
}

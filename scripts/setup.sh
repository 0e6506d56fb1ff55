#!/usr/bin/env bash
# Installs what is missing to build and run (setup.sh run), and what the tests want besides (setup.sh test).
# Says nothing and needs no network when nothing is missing.
set -euo pipefail

packages=()

# want PACKAGE TEST...   notes the Debian package when the test command fails
want() {
  local package=$1
  shift
  "$@" >/dev/null 2>&1 || packages+=("$package")
}

node_is_new_enough() {
  command -v node npm >/dev/null && node -e 'const [a, b] = process.versions.node.split("."); process.exit(a > 20 || (a == 20 && b >= 19) ? 0 : 1)'
}

has_postgres_server() {
  command -v initdb || compgen -G '/usr/lib/postgresql/*/bin/initdb'
}

has_chromium() {
  command -v chromium || command -v chromium-browser || command -v google-chrome
}

has_chinese_font() {
  compgen -G '/usr/share/fonts/opentype/noto/NotoSansCJK*' || { command -v fc-list && fc-list :lang=zh-cn | grep -q .; }
}

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

# Tests start clusters of their own; a package that starts one on port 5432 would be in the way of the machine's owner.
keep_postgres_from_starting_a_cluster() {
  local conf=/etc/postgresql-common/createcluster.conf
  [ -e "$conf" ] && return
  as_root mkdir -p "${conf%/*}"
  echo 'create_main_cluster = false' | as_root tee "$conf" >/dev/null
}

install_packages() {
  [ ${#packages[@]} -gt 0 ] || return 0
  if ! command -v apt-get >/dev/null; then
    echo "Missing, and this is not a Debian system: please install ${packages[*]}" >&2
    exit 1
  fi
  if [ "$(id -u)" != 0 ] && ! sudo -n true 2>/dev/null; then
    echo "Missing: run  sudo apt-get install ${packages[*]}  and try again" >&2
    exit 1
  fi
  echo "==> Installing ${packages[*]}"
  case " ${packages[*]} " in *' postgresql '*) keep_postgres_from_starting_a_cluster ;; esac
  as_root apt-get update -qq
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    -o Dpkg::Options::=--force-confold "${packages[@]}" >/dev/null
}

if ! command -v go >/dev/null; then
  echo "Go is needed (the version that go.mod names, or any since 1.21, which then fetches it)" >&2
  exit 1
fi

node_is_new_enough || packages+=(nodejs npm)
if [ "${1:-run}" = test ]; then
  want gcc command -v gcc # the race detector is linked with it
  want postgresql has_postgres_server
  want chromium has_chromium
  want fonts-noto-cjk has_chinese_font
  want poppler-utils command -v pdftotext
  want zbar-tools command -v zbarimg
  want openssl command -v openssl
fi
install_packages

if ! node_is_new_enough; then
  echo "Node.js 20.19 or newer is needed to build the pages; found: $(node -v 2>/dev/null || echo none)" >&2
  exit 1
fi

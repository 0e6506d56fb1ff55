#!/usr/bin/env bash
# Measures the program on both engines, one after the other, on this machine. PostgreSQL runs as a private cluster with
# durable settings and goes away afterwards. ORDERS=100000 make bench lays in a tenth of the orders and of the applications
# and takes little more than a tenth of the time; APPLICATIONS sets the latter apart.
set -euo pipefail
cd "$(dirname "$0")/.."
orders=${ORDERS:-1000000}
applications=${APPLICATIONS:-$orders}
initdb=$(command -v initdb || compgen -G '/usr/lib/postgresql/*/bin/initdb' | sort -V | tail -1)
bin=$(dirname "$(readlink -f "$initdb")")
scratch=$(mktemp -d)
as_owner() { if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }
stop() {
  as_owner "$bin/pg_ctl" -D "$scratch/pg" -m immediate stop >/dev/null 2>&1 || true
  rm -rf "$scratch"
}
trap stop EXIT
mkdir "$scratch/pg"
if [ "$(id -u)" = 0 ]; then
  chown postgres "$scratch/pg"
  chmod 755 "$scratch"
fi
as_owner "$bin/initdb" -D "$scratch/pg" -U huying --auth=trust --locale=C.UTF-8 -E UTF8 >/dev/null
as_owner "$bin/pg_ctl" -D "$scratch/pg" -l "$scratch/pg/log" -w -o "-k $scratch/pg -c listen_addresses= -c shared_buffers=1GB" start >/dev/null
as_owner "$bin/createdb" -h "$scratch/pg" -U huying huying

echo "$(nproc) cores, $(awk '/MemTotal/ {printf "%.0f GiB", $2/1048576}' /proc/meminfo), $(uname -m), load $(cut -d' ' -f1 /proc/loadavg)"
HUYING_DATABASE_URL="postgres://huying@/huying?host=$scratch/pg" bin/huying bench --orders "$orders" --applications "$applications"

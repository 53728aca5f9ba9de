#!/usr/bin/env bash
# Programs of the system that some tests need: a PostgreSQL to start, a Chromium to drive. As root they are installed with apt
# where they are missing; anybody else is told what is missing, and those tests say that they were left out.
set -euo pipefail

missing=()
command -v initdb >/dev/null || compgen -G "/usr/lib/postgresql/*/bin/initdb" >/dev/null || missing+=(postgresql)
command -v chromium >/dev/null || command -v chromium-browser >/dev/null || missing+=(chromium)
if [ ${#missing[@]} -eq 0 ]; then exit 0; fi

if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
  echo "missing: ${missing[*]}. The tests that need them are left out; as root: apt-get install ${missing[*]}" >&2
  exit 0
fi

echo "installing ${missing[*]} with apt" >&2
export DEBIAN_FRONTEND=noninteractive
# No database of the package's own: each run of the tests makes one and removes it.
mkdir -p /etc/postgresql-common
[ -e /etc/postgresql-common/createcluster.conf ] || echo "create_main_cluster = false" > /etc/postgresql-common/createcluster.conf
apt-get update -qq
apt-get install -y -qq --no-install-recommends -o Dpkg::Options::=--force-confold "${missing[@]}" >/dev/null

#!/bin/sh
# Installs the system packages that the tests use, or names them: PostgreSQL (a real server), libgomp (LightGBM),
# Chromium (the journeys through the pages), a Japanese font (their pictures), Exim (a real mail server), and ps.
set -eu
missing=""
postgres=$(command -v initdb || ls /usr/lib/postgresql/*/bin/initdb 2>/dev/null | tail -n 1 || true)
[ -n "$postgres" ] || missing="$missing postgresql"
ldconfig -p 2>/dev/null | grep -q libgomp.so.1 || missing="$missing libgomp1"
command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1 || missing="$missing chromium"
command -v fc-list >/dev/null 2>&1 && fc-list :lang=ja family 2>/dev/null | grep -q . || missing="$missing fontconfig fonts-noto-cjk"
command -v exim4 >/dev/null 2>&1 || [ -x /usr/sbin/exim4 ] || missing="$missing exim4-daemon-light"
command -v ps >/dev/null 2>&1 || missing="$missing procps"
[ -z "$missing" ] && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    apt-get update -qq
    # shellcheck disable=SC2086 # the names are a list
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing
    exit 0
fi
echo "Missing system packages:$missing. Install them as root, e.g. apt-get install$missing" >&2
echo "次のパッケージが足りません:$missing。管理者として入れてください（例: apt-get install$missing）。" >&2
exit 1

#!/bin/sh
# Gets uv when it is not there yet, with nothing but Python 3.11 to start from.
set -eu
mkdir -p .tools
command -v uv >/dev/null 2>&1 && exit 0
[ -x .tools/bin/uv ] && exit 0
python=""
for name in python3.11 python3.12 python3.13 python3; do
    if command -v "$name" >/dev/null 2>&1 && "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
        python=$name
        break
    fi
done
if [ -z "$python" ]; then
    echo "Sekisho needs Python 3.11 or newer. Install it, e.g. apt-get install python3.11 / Python 3.11以上を入れてください。" >&2
    exit 1
fi
if ! "$python" -m venv .tools >/dev/null 2>&1; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        apt-get update -qq
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3-venv
        "$python" -m venv .tools
    else
        echo "The venv module is missing. Install the package python3-venv / python3-venv を入れてください。" >&2
        exit 1
    fi
fi
.tools/bin/python -m pip install --quiet 'uv>=0.7,<1'

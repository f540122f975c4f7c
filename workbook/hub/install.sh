#!/usr/bin/env bash
# Gets a machine ready for a workshop:  sudo bash workbook/hub/install.sh [FOLDER]
# FOLDER (normally /opt/workshop) gets Python with all libraries, the proxy, and the exchange. What is
# there already is left alone, so the script may be run again.
set -euo pipefail

hub=${1:-/opt/workshop}
course=$(cd "$(dirname "$0")/../.." && pwd)

if [ "$(id -u)" != 0 ]; then
    echo "Run this as root: it makes groups of the system, and a folder that belongs to nobody else." >&2
    exit 1
fi

for group in trainers learners; do
    getent group "$group" >/dev/null || groupadd "$group"
done

install -d -m 755 "$hub"
if [ ! -e "$hub/python" ]; then
    python3 -m venv "$hub/python"
    "$hub/python/bin/python" -m pip install -r "$course/requirements.txt"
    "$hub/python/bin/python" -m pip install "jupyterhub>=5,<7"
fi
if [ ! -e "$hub/proxy" ]; then
    npm install --no-audit --no-fund --prefix "$hub/proxy" "configurable-http-proxy@^5"
fi

# What a trainer types in a terminal of the hub: a login shell finds neither this Python nor ours.
cat >"$hub/workbook" <<COMMAND
#!/bin/sh
PYTHONPATH=\${PYTHONPATH:-$course} exec $hub/python/bin/python -P -m workbook "\$@"
COMMAND
chmod 755 "$hub/workbook"

# Everybody may hand in: nbgrader makes the folders in it, and lets nobody read another's work.
# The folder of each course in it belongs to the trainer who releases the first assignment.
install -d -m 1777 "$hub/exchange"
echo "Ready: $hub"

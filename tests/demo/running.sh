#!/usr/bin/env bash
# Runs a command against a fresh demo of its own: `tests/demo/running.sh COMMAND…`, which finds its address in EVIDENT_URL
# and a moderator's API token in EVIDENT_TOKEN. Nothing limits how often it asks. PORT chooses where (8931).
set -euo pipefail
cd "$(dirname "$0")/../.."

export DATA_DIR; DATA_DIR="$(mktemp -d)"
export PORT="${PORT:-8931}" RATE_LIMITS=0 DEMO_PASSWORD=demo-for-tests
export EVIDENT_URL="http://127.0.0.1:$PORT"

.venv/bin/python manage.py serve >"$DATA_DIR/serve.log" 2>&1 &
server=$!
trap 'kill $server 2>/dev/null; wait $server 2>/dev/null; rm -rf "$DATA_DIR"' EXIT

for _ in $(seq 300); do
    if grep -q "Stop with" "$DATA_DIR/serve.log"; then break; fi
    if ! kill -0 $server 2>/dev/null; then cat "$DATA_DIR/serve.log" >&2; exit 1; fi
    sleep 0.5
done
grep -q "Stop with" "$DATA_DIR/serve.log" || { echo "The demo did not start in time:" >&2; cat "$DATA_DIR/serve.log" >&2; exit 1; }
export EVIDENT_TOKEN; EVIDENT_TOKEN="$(.venv/bin/python manage.py api_tokens create --user moderator --name checks | tail -n 1)"

"$@" || { echo "What the server said of it:" >&2; grep -E "ERROR|Traceback" -A 20 "$DATA_DIR/serve.log" | tail -n 60 >&2; exit 1; }

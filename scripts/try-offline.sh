#!/usr/bin/env bash
# Install from a wheelhouse into a fresh environment, without a network where this user may take it away, and ask the pages.
#   scripts/try-offline.sh WHEELHOUSE [STUDY]
set -euo pipefail
house=$(realpath "$1")
study=$(realpath "${2:-$(dirname "$0")/../examples/jiangsu}")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
apart=()
unshare --net true 2>/dev/null && apart=(unshare --net) # no network at all, not even its own: lo is down until it is brought up
python=${PYTHON:-python3}
"$python" -m venv "$folder/venv"
pip=("$folder/venv/bin/python" -m pip --disable-pip-version-check -q install --no-index)
"${apart[@]}" "${pip[@]}" --find-links "$house" --require-hashes -r "$house/requirements.txt"
"${apart[@]}" "${pip[@]}" --no-deps "$house"/dualcarbon-*.whl
mkdir "$folder/studies"
cp -r "$study" "$folder/studies/"
rm -rf "$folder/studies"/*/results
cat > "$folder/ask.sh" <<'ASK'
set -euo pipefail
ip link set lo up 2>/dev/null || true
"$1/venv/bin/dualcarbon" run "$1/studies/$2" --members 64 > "$1/run.txt"
"$1/venv/bin/dualcarbon" serve "$1/studies" --port "$3" > "$1/serve.txt" 2>&1 &
server=$!
trap 'kill $server' EXIT
"$1/venv/bin/python" - "$3" "$2" <<'PYTHON'
import re, sys, time, urllib.request
base = f"http://127.0.0.1:{sys.argv[1]}"
def get(path):
    with urllib.request.urlopen(base + path, timeout=60) as answer:
        return answer.read().decode("utf-8")
for _ in range(1800):
    try:
        get("/assets/mark.svg"); break
    except OSError:
        time.sleep(0.1)
for lang in ("en", "zh"):
    page = get(f"/{lang}/{sys.argv[2]}/home")
    for asset in sorted(set(re.findall(r'(?:href|src)="(/assets/[^"]+)"', page))):
        assert get(asset), asset
    assert not re.findall(r'(?:href|src)="(?:https?:)?//', page)
    print(f"{lang}: {len(page)} characters, every file of the page there")
PYTHON
ASK
"${apart[@]}" bash "$folder/ask.sh" "$folder" "$(basename "$study")" "${PORT:-8799}"

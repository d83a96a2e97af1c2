#!/usr/bin/env bash
# Builds both halves: the C worker and client library into build/c, TypeScript into build/js.
# Does nothing where nothing changed. Usage: scripts/build.sh
set -euo pipefail
cd "$(dirname "$0")/.."

if [[ ! -f build/c/build.ninja ]]; then
	echo "setup: meson setup build/c"
	meson setup build/c >build-c.log 2>&1 || { tail -n 15 build-c.log >&2; exit 3; }
	rm -f build-c.log
fi
if ! ninja -C build/c -n 2>/dev/null | grep -q 'no work to do'; then
	echo "setup: building the worker"
	ninja -C build/c --quiet
fi

if ! node scripts/fresh.mjs; then
	echo "setup: building TypeScript"
	npx tsc -b
	node scripts/fresh.mjs --mark
fi

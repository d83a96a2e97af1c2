#!/usr/bin/env bash
# Everything about the text of the project: format, lint, folder arrows, file sizes. Changes nothing.
# One line a check: `ok NAME` or `FAIL NAME` with what it found. Usage: scripts/lint.sh
set -uo pipefail
cd "$(dirname "$0")/.."
failed=0

check() {
	local name=$1 output
	shift
	if output=$("$@" 2>&1); then
		echo "ok   lint: $name"
	else
		echo "FAIL lint: $name"
		printf '%s\n' "$output" | tail -n 40
		failed=1
	fi
}

sizes() {
	local long
	long=$(git ls-files '*.ts' '*.c' '*.h' '*.sh' '*.py' | grep -v -E 'generated/|bindings/layout\.ts$' |
		xargs wc -l | awk '$2 != "total" && $1 > 600 { print $2 ": " $1 " lines, 600 is the most" }')
	[[ -z "$long" ]] || { echo "$long"; return 1; }
}

c_format() {
	git ls-files '*.c' '*.h' | xargs -r clang-format --dry-run -Werror
}

check "biome (format and lint of TypeScript)" npx biome check --error-on-warnings .
check "types (tsc, strict)" npx tsc -b
check "clang-format" c_format
check "folder arrows (dependency-cruiser)" npx depcruise --config .dependency-cruiser.cjs dataplane bindings ffi/src bench scripts test
check "file sizes" sizes
exit $failed

#!/usr/bin/env bash
# Runs every fuzzer of a fuzz build, two at a time, each for so many seconds; a finding is saved and fails.
# Usage: scripts/fuzz.sh [BUILD-FOLDER] [SECONDS]
set -uo pipefail
cd "$(dirname "$0")/.."
build=${1:-build/c-fuzz}
seconds=${2:-60}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p build/findings

run() { # PROGRAM: one fuzzer; prints ok or FAIL with the input that broke it
	local name corpus
	name=$(basename "$1")
	corpus=$work/$name
	mkdir -p "$corpus"
	if "$1" -max_total_time="$seconds" -max_len=4096 -artifact_prefix="build/findings/$name-" \
		"$corpus" >"$work/$name.log" 2>&1; then
		echo "ok   fuzz: $name, $(sed -n 's/^Done \([0-9]*\) runs.*/\1/p' "$work/$name.log") inputs in $seconds s"
	else
		echo "FAIL fuzz: $name"
		tail -n 30 "$work/$name.log"
	fi
}

programs=()
while IFS= read -r program; do programs+=("$program"); done < <(find "$build" -type f -name 'fuzz_*' -executable | sort)
if ((${#programs[@]} == 0)); then
	echo "FAIL fuzz: no fuzzer in $build"
	exit 1
fi
failed=0
for ((i = 0; i < ${#programs[@]}; i += 2)); do
	run "${programs[i]}" >"$work/a" &
	first=$!
	if ((i + 1 < ${#programs[@]})); then run "${programs[i + 1]}" >"$work/b"; else : >"$work/b"; fi
	wait $first
	cat "$work/a" "$work/b"
	grep -q '^FAIL' "$work/a" "$work/b" && failed=1
done
exit $failed

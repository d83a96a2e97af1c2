#!/usr/bin/env bash
# Runs every test and check and ends with one line: `N passed, N failed, N skipped`. Prints seconds per stage.
# Stages: lint, C (gcc; clang; ASan+UBSan), unit tests in C, what threads share under TSan, tests in TypeScript with
# instructions per packet beside them, fuzzers. By itself: instructions.
# Usage: scripts/test.sh [STAGE ...]    FUZZ_SECONDS=30 sets how long each fuzzer runs.
set -uo pipefail
cd "$(dirname "$0")/.."
passed=0 failed=0 skipped=0 proved=
logs=$(mktemp -d)
trap 'rm -rf "$logs"' EXIT
stages=("$@")
((${#stages[@]})) || stages=(lint build-clang build-asan unit-c race typescript fuzz)

# Counts lines `ok ...` and `FAIL ...` of a checking script.
count_lines() {
	passed=$((passed + $(grep -c '^ok ' "$1")))
	failed=$((failed + $(grep -c '^FAIL ' "$1")))
}

one() { # NAME COMMAND...: a stage that is one check; its log is shown when it fails
	local name=$1
	shift
	if "$@" >"$logs/one" 2>&1; then
		echo "ok   $name"
		passed=$((passed + 1))
	else
		echo "FAIL $name"
		tail -n 40 "$logs/one"
		failed=$((failed + 1))
	fi
}

meson_build() { # FOLDER OPTIONS...
	local folder=$1
	shift
	[[ -f $folder/build.ninja ]] || meson setup "$folder" "$@"
	ninja -C "$folder"
}

unit_c() { # FOLDER LOG [PATTERN]: cmocka tests of one build, but those whose name matches; its exit code ends the log
	local folder=$1 log=$2 tests code=0
	mapfile -t tests < <(meson test -C "$folder" --no-rebuild --list 2>/dev/null | grep -vE "${3:-^$}")
	meson test -C "$folder" --no-rebuild --print-errorlogs "${tests[@]}" >"$log" 2>&1 || code=$?
	echo "exit $code" >>"$log"
}

count_unit_c() { # FOLDER LOG
	local ok bad code
	ok=$(sed -n 's/^Ok: *\([0-9]*\).*/\1/p' "$2")
	bad=$(awk '/^(Fail|Timeout|Unexpected Pass):/ { sum += $NF } END { print sum + 0 }' "$2")
	code=$(sed -n 's/^exit //p' "$2")
	passed=$((passed + ${ok:-0})) failed=$((failed + ${bad:-0}))
	if ((code != 0 || ${ok:-0} == 0)); then
		tail -n 60 "$2"
		((${bad:-0} > 0)) || failed=$((failed + 1))
	fi
	echo "     $1: ${ok:-0} test programs passed, ${bad:-0} failed"
}

unit_c_both() { # at a time: most of their time they wait
	# The judges and hot-path programs of the plain build are run by the TypeScript tests 20 to 32.
	unit_c build/c "$logs/unit-c" '^(judge|hot-path|cards-(refusals|models|matrix|wild))' &
	unit_c build/c-asan "$logs/unit-asan"
	wait
	count_unit_c build/c "$logs/unit-c"
	count_unit_c build/c-asan "$logs/unit-asan"
}

race() { # tables, rings, RCU and counter pages standing alone
	local folder=build/c-tsan code
	[[ -f $folder/build.ninja ]] ||
		meson setup $folder --native-file scripts/clang.ini -Drace=true -Db_sanitize=thread -Db_lundef=false >"$logs/race" 2>&1
	if ! ninja -C $folder race >>"$logs/race" 2>&1; then
		echo "FAIL race build"
		tail -n 30 "$logs/race"
		failed=$((failed + 1))
		return
	fi
	for program in table rings pages; do
		TSAN_OPTIONS="halt_on_error=1 exitcode=66 suppressions=$PWD/test/race/suppressions" \
			timeout 300 $folder/test/race/race-$program >"$logs/one" 2>&1 && code=0 || code=$?
		if ((code == 0)); then
			echo "ok   race: $(tail -n 1 "$logs/one"), no report" | tee -a "$logs/races"
		else
			echo "FAIL race: $program ended with $code" | tee -a "$logs/races"
			tail -n 60 "$logs/one"
		fi
	done
	count_lines "$logs/races"
}

vitest() { # PROJECT OPTIONS...: its report and log in $logs
	npx vitest run --project "$1" --reporter=default --reporter=json --outputFile.json="$logs/$1.json" "${@:2}" >"$logs/$1" 2>&1
}

count_instructions() { # at any load the same
	scripts/edgelane bench --instructions >"$logs/insn" 2>&1 || grep -q '^FAIL' "$logs/insn" ||
		echo "FAIL instructions were not counted" >>"$logs/insn"
}

instructions() {
	cat "$logs/insn"
	count_lines "$logs/insn"
}

typescript() { # what computes beside what mostly waits
	local project report
	{
		vitest together --maxWorkers=1
		count_instructions
	} &
	vitest alone
	wait
	instructions
	for project in together alone; do
		report=$logs/$project.json
		cat "$logs/$project"
		if [[ ! -s $report ]]; then
			echo "FAIL vitest gave no report of $project"
			failed=$((failed + 1))
			continue
		fi
		read -r p f s < <(node -p '
			const r = JSON.parse(require("fs").readFileSync(process.argv[1]));
			const broken = r.testResults.filter((t) => t.status === "failed" && !t.assertionResults.some((a) => a.status === "failed"));
			[r.numPassedTests, r.numFailedTests + broken.length, r.numPendingTests + r.numTodoTests].join(" ")' "$report")
		passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
	done
	grep -h '^SKIP' "$logs/together" "$logs/alone" | sort -u || true
	proved=$(grep -h -o -E '(hot path and slow path agree on|under change:|quiet:) .*' "$logs/together" "$logs/alone" || true)
}

fuzz_build() {
	meson_build build/c-fuzz --native-file scripts/clang.ini -Dfuzz=true -Db_lundef=false -Doptimization=1
}

fuzz() {
	fuzz_build >"$logs/fuzz-build" 2>&1 || {
		echo "FAIL fuzz build"
		tail -n 30 "$logs/fuzz-build"
		failed=$((failed + 1))
		return
	}
	bash scripts/fuzz build/c-fuzz "${FUZZ_SECONDS:-30}" | tee "$logs/fuzz"
	count_lines "$logs/fuzz"
}

for stage in "${stages[@]}"; do
	started=$SECONDS
	echo "== $stage"
	case $stage in
	lint) bash scripts/lint.sh | tee "$logs/lint"; count_lines "$logs/lint" ;;
	# Fuzzers included, which are run last.
	build-clang) one "the C builds with clang" fuzz_build ;;
	build-asan) one "the C builds with ASan and UBSan" meson_build build/c-asan -Db_sanitize=address,undefined -Doptimization=1 ;;
	unit-c) unit_c_both ;;
	race) race ;;
	typescript) typescript ;;
	instructions) count_instructions; instructions ;;
	fuzz) fuzz ;;
	*) echo "FAIL no stage named $stage"; failed=$((failed + 1)) ;;
	esac
	echo "== $stage: $((SECONDS - started)) s"
done
echo "== all: $SECONDS s"
[[ -z $proved ]] || echo "$proved"
echo "$passed passed, $failed failed, $skipped skipped"
((failed == 0))

#!/usr/bin/env bash
# What runs at night: the differential tests over very many random packets. A mismatch tells its seed and fails; of the
# node's it is shrunk and saved beside the other cases. Usage: npm run nightly
#   EDGELANE_DIFF_PACKETS=10000000  how many      EDGELANE_DIFF_SEED=N  where to start; default: the time
#   EDGELANE_DIFF_PROCESSES=N        of the node's at a time; default: two for each core
#   EDGELANE_HOT_PACKETS=10000000    for each of those on the worker's hot path alone
# And 2000 random networks whose changes are planned, 20000 wild packets by way of all modelled cards, ten minutes of all
# fuzzers from a new seed, and two guests in QEMU.
set -euo pipefail
cd "$(dirname "$0")/.."
bash scripts/build.sh
hot=${EDGELANE_HOT_PACKETS:-10000000}
seed=${EDGELANE_DIFF_SEED:-$(date +%s)}
meson setup build/c-fuzz --native-file scripts/clang.ini -Dfuzz=true -Db_lundef=false -Doptimization=1 >/dev/null 2>&1 || true
ninja -C build/c-fuzz
bash scripts/fuzz build/c-fuzz 600 0
for program in hot-differential hot-changes; do
	build/c/test/hot-path/$program --packets "$hot" --seed "$seed"
done
build/c/test/hot-path/hot-quiet --packets "$hot"
for round in $(seq 20); do
	/usr/bin/python3 test/cards/judge_wild.py build/c/test/cards/cards-edge 1000 "$((seed + round))"
done
npx vitest run test/62-qemu-guests.test.ts
EDGELANE_NETWORKS=2000 npx vitest run dataplane/controller/test/plan-property.test.ts
EDGELANE_EVENTS=all npx vitest run dataplane/controller/test/events-live.test.ts
exec node build/js/test/differential/soak.js

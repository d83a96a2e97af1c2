#!/usr/bin/env bash
# What runs at night: the differential test over very many random packets; a mismatch is shrunk, saved beside the
# other cases and fails. Usage: npm run nightly
#   EDGELANE_DIFF_PACKETS=100000000  how many      EDGELANE_DIFF_SEED=N  where to start; default: the time
set -euo pipefail
cd "$(dirname "$0")/.."
bash scripts/build.sh
exec node build/js/test/differential/soak.js

#!/usr/bin/env bash
# Brings a bare Debian 12 with Node 20 to where edgelane runs: apt packages, npm packages, both builds.
# Asks nothing, says what it does, does nothing twice. Without root it installs no package: it prints the command
# and ends with 3. Usage: scripts/setup.sh [--test | --nightly]
set -euo pipefail
cd "$(dirname "$0")/.."

run_packages=(libdpdk-dev dpdk meson ninja-build pkg-config gcc libc6-dev python3 iproute2 iputils-ping)
test_packages=(python3-scapy python3-jsonschema tshark iperf3 qperf openvswitch-switch openvswitch-switch-dpdk
	openvswitch-vtep python3-openvswitch clang clang-format
	libclang-rt-14-dev libcmocka-dev valgrind ethtool busybox-static isc-dhcp-client traceroute)

nightly_packages=(qemu-system-x86 cpio)

want=("${run_packages[@]}")
[[ "${1:-}" == "--test" || "${1:-}" == "--nightly" ]] && want+=("${test_packages[@]}")
[[ "${1:-}" == "--nightly" ]] && want+=("${nightly_packages[@]}")

node_major=$(node -p 'process.versions.node.split(".")[0]' 2>/dev/null || echo 0)
if ((node_major < 20)); then
	echo "SETUP_NODE: Node 20 or newer is needed, found ${node_major}. Install it from nodejs.org or your distribution." >&2
	exit 3
fi

missing=()
for package in "${want[@]}"; do
	[[ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" == installed ]] || missing+=("$package")
done
if ((${#missing[@]})); then
	if ((EUID != 0)); then
		echo "SETUP_PACKAGES: these packages are missing and only root may install them. Run:" >&2
		echo "  sudo apt-get install -y ${missing[*]}" >&2
		exit 3
	fi
	echo "setup: apt-get install ${missing[*]}"
	export DEBIAN_FRONTEND=noninteractive
	log=$(mktemp)
	trap 'rm -f "$log"' EXIT
	if ! { apt-get update && apt-get install -y --no-install-recommends "${missing[@]}"; } >"$log" 2>&1; then
		tail -n 15 "$log" >&2
		echo "SETUP_APT: apt-get failed, its last lines are above. Mend it, then run: apt-get install -y ${missing[*]}" >&2
		exit 3
	fi
fi

stamp=node_modules/.edgelane-lock
if ! cmp -s package-lock.json "$stamp"; then
	echo "setup: npm ci"
	if ! output=$(npm ci --no-audit --no-fund 2>&1); then
		printf '%s\n' "$output" | tail -n 15 >&2
		echo "SETUP_NPM: npm ci failed, its last lines are above. Mend it, then run: npm ci" >&2
		exit 3
	fi
	cp package-lock.json "$stamp"
fi

exec bash scripts/build.sh

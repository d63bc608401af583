#!/usr/bin/env bash
# Says in plain words which tool is missing or too old, before a build fails
# with something harder to read. Usage: .ci/tools.sh go node npm
set -euo pipefail
cd "$(dirname "$0")/.."

need() { # need NAME WANTED FOUND: fails unless FOUND is at least WANTED
	if [ "$(printf '%s\n%s\n' "$2" "$3" | sort -V | head -n 1)" != "$2" ]; then
		echo "Banli needs $1 $2 or newer; this machine has $1 $3." >&2
		exit 1
	fi
}

missing() {
	echo "Banli needs $1, and it is not on this machine's PATH. $2" >&2
	exit 1
}

for tool in "$@"; do
	case "$tool" in
	go)
		command -v go >/dev/null || missing "Go" "Get it from https://go.dev/dl/."
		# 1.21 is the first that can read a newer go.mod and fetch that toolchain.
		if [ "$(go env GOTOOLCHAIN)" = local ]; then
			wanted=$(awk '$1 == "go" {print $2}' go.mod)
		else
			wanted=1.21
		fi
		found=$(cd / && GOTOOLCHAIN=local go env GOVERSION)
		need Go "$wanted" "${found#go}"
		;;
	node)
		command -v node >/dev/null || missing "Node.js" "Get it from https://nodejs.org/, or install Debian's nodejs."
		found=$(node --version)
		need Node.js 20.19 "${found#v}"
		;;
	npm)
		command -v npm >/dev/null || missing "npm" "It comes with Node.js from https://nodejs.org/, or install Debian's npm."
		;;
	*)
		echo "tools.sh: no check for $tool" >&2
		exit 2
		;;
	esac
done

#!/usr/bin/env bash
# Makes sure that the browser journeys have Chromium and a font with Chinese
# characters. Installs Debian's packages as root or through `sudo -n`; when
# neither is allowed it names the command that a person has to run, and fails.
set -euo pipefail

wanted=()
if [ -z "${BANLI_TEST_CHROMIUM:-}" ] && ! command -v chromium >/dev/null; then
	wanted+=(chromium)
fi
if ! find /usr/share/fonts /usr/local/share/fonts "${HOME:-/root}/.fonts" \
	-iname '*cjk*' -print -quit 2>/dev/null | grep -q .; then
	wanted+=(fonts-noto-cjk)
fi
if [ ${#wanted[@]} -eq 0 ]; then
	exit 0
fi

refuse() {
	echo "The browser journeys need: ${wanted[*]}. $1" >&2
	echo "This command failed or needs root; run it, then make again:" >&2
	echo "    $2" >&2
	exit 1
}

command -v apt-get >/dev/null ||
	refuse "This machine has no apt-get." "(your system's installer) ${wanted[*]}"

if [ "$(id -u)" -eq 0 ]; then
	as_root=()
elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
	as_root=(sudo -n)
else
	refuse "You are not root and 'sudo -n true' is refused." \
		"sudo apt-get update && sudo apt-get install -y --no-install-recommends ${wanted[*]}"
fi

# sudo drops the environment, so the setting travels as an argument of env.
apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get)
echo "installing ${wanted[*]}"
"${apt[@]}" -qq update >/dev/null || refuse "" "${apt[*]} update"
"${apt[@]}" -qq install -y --no-install-recommends "${wanted[@]}" >/dev/null ||
	refuse "" "${apt[*]} install -y --no-install-recommends ${wanted[*]}"

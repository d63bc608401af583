#!/usr/bin/env bash
# Makes sure that the store tests have PostgreSQL, which FerretDB stands on
# where no MongoDB server is named in BANLI_TEST_MONGODB_URI. Installs Debian's
# package as root or through `sudo -n`; when neither is allowed it names the
# command that a person has to run, and fails.
set -euo pipefail

if [ -n "${BANLI_TEST_MONGODB_URI:-}" ] || compgen -G '/usr/lib/postgresql/*/bin/postgres' >/dev/null || command -v postgres >/dev/null; then
	exit 0
fi

package=postgresql-15

refuse() {
	echo "The store tests need $package, or a MongoDB server named in BANLI_TEST_MONGODB_URI. $1" >&2
	echo "This command failed or needs root; run it, then make again:" >&2
	echo "    $2" >&2
	exit 1
}

command -v apt-get >/dev/null ||
	refuse "This machine has no apt-get." "(your system's installer) postgresql"

if [ "$(id -u)" -eq 0 ]; then
	as_root=()
elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
	as_root=(sudo -n)
else
	refuse "You are not root and 'sudo -n true' is refused." \
		"sudo apt-get update && sudo apt-get install -y --no-install-recommends $package"
fi

# The tests run a server of their own; the package's is not wanted.
if [ ! -e /etc/postgresql-common/createcluster.conf ]; then
	"${as_root[@]}" mkdir -p /etc/postgresql-common
	echo 'create_main_cluster = false' | "${as_root[@]}" tee /etc/postgresql-common/createcluster.conf >/dev/null
fi

# sudo drops the environment, so the setting travels as an argument of env.
apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get)
echo "installing $package"
"${apt[@]}" -qq update >/dev/null || refuse "" "${apt[*]} update"
"${apt[@]}" -qq install -y --no-install-recommends "$package" >/dev/null ||
	refuse "" "${apt[*]} install -y --no-install-recommends $package"

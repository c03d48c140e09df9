# SPDX-License-Identifier: GPL-3.0-or-later
#
# packages.sh - Debian's packages by name, for demo.sh and test.sh; to be
# sourced.  A program that needs one more adds it here.

# shellcheck disable=SC2034 # for the scripts that read this file

packages_build="gcc make autoconf automake autoconf-archive pkg-config \
libldns-dev libssl-dev libidn2-dev zlib1g-dev gettext"

packages_demo="nsd dovecot-imapd dovecot-pop3d openssl python3"

packages_test="check nsd unbound rbldnsd ldnsutils dovecot-imapd \
dovecot-pop3d openssl python3 valgrind strace clang libclang-rt-14-dev mandoc \
fetchmail libfaketime universal-ctags locales binutils \
jq curl icinga2-bin icinga2-common monitoring-plugins-standard bind9-dnsutils \
nagios4-core nagios-nrpe-server nagios-nrpe-plugin \
icingaweb2 icingacli php-cli php-mysql php-intl php-curl mariadb-server \
icingaweb2-module-director icingadb icingadb-web redis-server \
icingaweb2-module-graphite graphite-web graphite-carbon \
chromium chromium-driver fonts-ipafont-gothic iproute2 \
build-essential debhelper dpkg-dev fakeroot lintian rpm rpmlint \
monitoring-plugins-contrib \
clang-tidy cppcheck shellcheck codespell"

# Runs a command as root: as it is, or through sudo.
as_root() {
	if [ "$(id -u)" -eq 0 ]; then
		"$@"
	elif command -v sudo > /dev/null 2>&1; then
		sudo "$@"
	else
		echo "neither root nor sudo: cannot run $*" >&2
		return 1
	fi
}

# The lock of another apt is waited for; nothing is asked.
packages_apt() {
	as_root env DEBIAN_FRONTEND=noninteractive \
	    apt-get -q -o DPkg::Lock::Timeout=900 "$@"
}

packages_missing() {
	for package in "$@"; do
		dpkg-query -W -f '${Status}' "$package" 2> /dev/null |
		    grep -q 'ok installed$' || printf '%s ' "$package"
	done
}

# packages_install NAME...: installs what is missing.  Fails when something
# is missing afterwards.
packages_install() {
	if ! command -v dpkg-query > /dev/null 2>&1; then
		echo "This is not Debian; needed are its packages: $*" >&2
		return 1
	fi
	packages_left=$(packages_missing "$@")
	[ -n "$packages_left" ] || return 0
	echo "installing $packages_left"
	# The lists may be old, or not there at all, on a fresh machine.
	# shellcheck disable=SC2086 # several words
	packages_apt install -y --no-install-recommends $packages_left ||
	    { packages_apt update &&
	    packages_apt install -y --no-install-recommends $packages_left; } ||
	    return 1
	packages_left=$(packages_missing "$@")
	[ -z "$packages_left" ] || {
		echo "still missing: $packages_left" >&2
		return 1
	}
}

#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# fresh.sh - the two commands of README on a really fresh system: a minimal
# Debian 12, made by debootstrap in a temporary folder, with nothing but what
# it ships.
#
#	sh contrib/fresh.sh			contrib/demo.sh, then
#						contrib/test.sh quick
#	sh contrib/fresh.sh 'COMMAND' ...	these commands instead
#
# Run by hand, as root; it is no part of test.sh, since it fetches and installs
# some 600 packages.  What is committed (HEAD) goes in, by git archive.  Mirror
# and way to it are those of this machine's apt.  KEEP=1 keeps the folder,
# TMPDIR says where it is made (some 4 GB).  Ends with a line for each command
# and how long it took; exit 0 when all of them did well.

cd "$(dirname "$0")/.." || exit 1
RELEASE=bookworm
# For apt, with "+" for blanks: "https://mirror bookworm main".
# shellcheck disable=SC2016
sources='$(REPO_URI)+$(CODENAME)+$(COMPONENT)'

[ "$(id -u)" -eq 0 ] || { echo 'fresh.sh: has to be run by root' >&2; exit 1; }
. contrib/packages.sh
packages_install debootstrap debian-archive-keyring || exit 1

work=$(mktemp -d "${TMPDIR:-/tmp}/weblife-fresh.XXXXXX") || exit 1
root=$work/root
# The mounts are gone with their name space: what is here is the folder alone.
[ -n "$KEEP" ] || trap 'rm -rf --one-file-system "$work"' EXIT
trap 'exit 130' INT TERM HUP

# The lists of packages of this release that apt uses here.
sources_here() {
	apt-get indextargets --format "$sources" 'Created-By: Packages' \
	    'Origin: Debian' | grep "+${RELEASE}[^+]*+" | tr '+' ' ' | sort -u
}

make_root() {
	mirror=$(sources_here |
	    awk -v r="$RELEASE" '$2 == r && $3 == "main" { print $1; exit }')
	debootstrap --variant=minbase "$RELEASE" "$root" \
	    "${mirror:-http://deb.debian.org/debian}" \
	    > "$work/debootstrap.log" 2>&1 || {
		tail -n 20 "$work/debootstrap.log" "$root"/debootstrap/*.log
		return 1
	}
	sources_here | sed 's/^/deb /' > "$root/etc/apt/sources.list"
	apt-config dump |
	    grep -E '^Acquire::(https?|Check-[A-Za-z-]*|Retries)[: ]' \
	    > "$root/etc/apt/apt.conf.d/90fresh"
	cp /etc/resolv.conf /etc/hosts "$root/etc" || return 1
	# The network is this machine's: no daemon starts on its own.
	printf '#!/bin/sh\nexit 101\n' > "$root/usr/sbin/policy-rc.d"
	chmod 755 "$root/usr/sbin/policy-rc.d"
	mkdir "$root/root/weblife"
	git archive HEAD | tar -x -C "$root/root/weblife"
}

# inside 'COMMAND': in name spaces of its own, with the root changed for good
# (not by chroot, in which no test could make a user name space); what it
# leaves running ends with it.
inside() {
	# shellcheck disable=SC2016
	unshare --mount --pid --fork --kill-child sh -c '
		cd "$1" && mount --bind . . && cd "$1" &&
		mount -t proc proc proc &&
		mount --rbind /dev dev && mount --rbind /sys sys &&
		mount -t tmpfs tmpfs run && mount -t tmpfs tmpfs tmp &&
		pivot_root . mnt && cd / && umount -l mnt || exit 125
		cd /root/weblife && exec env -i HOME=/root TERM=dumb \
		    PATH=/usr/sbin:/usr/bin:/sbin:/bin sh -c "$2"
	' inside "$root" "$1" < /dev/null
}

# timed WHAT CMD...
timed() {
	timed_what=$1
	shift
	timed_start=$(date +%s)
	"$@"
	timed_status=$?
	timed_line=$(printf '%6d s  exit %d  %s' \
	    $(($(date +%s) - timed_start)) "$timed_status" "$timed_what")
	echo "$timed_line" >> "$work/times"
	return "$timed_status"
}

[ $# -gt 0 ] || set -- 'sh contrib/demo.sh' 'sh contrib/test.sh quick'
timed debootstrap make_root || exit 1
git log -1 --format='%h %s'
echo "Debian $(cat "$root/etc/debian_version"), minimal:" \
    "$(chroot "$root" dpkg-query -W | wc -l) packages"
status=0
for command in "$@"; do
	echo "\$ $command"
	timed "$command" inside "$command" || status=1
done
echo "Debian $(cat "$root/etc/debian_version"), then:" \
    "$(chroot "$root" dpkg-query -W | wc -l) packages"
cat "$work/times"
exit "$status"

#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# demo.sh - the programs at work.
#
#	sh contrib/demo.sh			example domains and mailboxes,
#						served on this host's loopback
#	sh contrib/demo.sh example.jp [NAME]	that real domain, asked by the
#						system's resolver
#	sh contrib/demo.sh '' NAME		one program only: contrib/demo/
#
# Installs what the build needs (packages.sh) and builds in build-demo.

cd "$(dirname "$0")/.." || exit 1
srcdir=$(pwd)
builddir=$srcdir/build-demo
domain=$1
export srcdir builddir domain
. contrib/packages.sh

build() {
	[ -e configure ] || autoreconf -fi || return 1
	mkdir -p "$builddir" && cd "$builddir" || return 1
	[ -e Makefile ] || ../configure -C --localedir="$PWD/po/locale" ||
	    return 1
	make -j"$(nproc 2> /dev/null || echo 2)" all
}

# configure makes no second build folder then.
if [ -e config.status ]; then
	echo 'The source folder is configured; for the demo, type first:' >&2
	echo '    make distclean' >&2
	exit 1
fi
# shellcheck disable=SC2086 # several words
packages_install $packages_build $packages_demo || exit 1
echo 'building, 1 to 4 minutes ...'
mkdir -p "$builddir"
(build) > "$builddir/build.log" 2>&1 || {
	tail -n 40 "$builddir/build.log"
	echo "The build failed; all of it is in $builddir/build.log." >&2
	exit 1
}

status=0
for script in contrib/demo/*.sh; do
	name=$(basename "$script" .sh)
	case $name in
	lib) continue ;;
	esac
	[ -z "$2" ] || [ "$2" = "$name" ] || continue
	sh "$script" || status=1
done
exit "$status"

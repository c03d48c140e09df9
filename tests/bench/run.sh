#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# run.sh - make bench: every tests/bench/NAME.sh, or the one that BENCH names,
# in a build as users get it.

grep -q 'fsanitize' "$builddir/Makefile" && {
	echo 'make bench: this build has sanitizers; use a plain one' >&2
	exit 1
}
export srcdir builddir CC
status=0
for script in "$srcdir"/tests/bench/*.sh; do
	name=$(basename "$script" .sh)
	case $name in
	run|lib) continue ;;
	esac
	[ -z "$BENCH" ] || [ "$BENCH" = "$name" ] || continue
	echo "== $name"
	sh "$script" || status=1
done
exit "$status"

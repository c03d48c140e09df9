# SPDX-License-Identifier: GPL-3.0-or-later
#
# lib.sh - for the scripts beside it, which look for defects without running
# anything: what lib.sh of the end-to-end tests has, and
#
#	static_each DEFECT FILE.c...
#		checks, for which the script defines
#		analyse FILE	that prints what is wrong and fails then.
#		Before that it has to find DEFECT, a line of C, behind the first
#		FILE's copy: a check that cannot fail is none.
#
# Here a finding is not silenced but mended; where the tool is wrong, a
# comment beside it says so, with the reason.

. "${srcdir:-.}/tests/e2e/lib.sh"
cd "$srcdir" || exit 1

# shellcheck disable=SC2034,SC2089 # for other scripts and the compiler
static_flags="-std=gnu11 -DHAVE_CONFIG_H -DHAVE_STDBOOL_H=1 -I$builddir \
-I$srcdir/common -I$srcdir/plugins -DLOCALEDIR=\"/\""

static_one() {
	if analyse "$1" > "$work/found" 2>&1; then
		pass "$1"
	else
		fail "$1" "$(head -n 60 "$work/found")"
	fi
}

static_each() {
	cp "$2" "$work/planted.c"
	printf '%s\n' "$1" >> "$work/planted.c"
	if analyse "$work/planted.c" > "$work/found" 2>&1; then
		fail 'a planted defect is not found' "$(cat "$work/found")"
	else
		pass 'a planted defect is found'
	fi
	shift
	for static_file in "$@"; do
		static_one "$static_file"
	done
}

#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# cppcheck.sh - cppcheck over the library, the plugins and the unit tests.

. "${srcdir:-.}/tests/static/lib.sh"
have cppcheck cppcheck 'cppcheck' || finish

# With zlib and without: the second is a build that is seldom made.
look() {
	cppcheck -q --std=c11 --enable=warning,performance,portability \
	    --inline-suppr --error-exitcode=1 \
	    -I"$srcdir/common" -I"$srcdir/plugins" -I"$srcdir/tests" \
	    -DLOCALEDIR='""' "$@"
}

analyse() {
	look -DHAVE_ZLIB=1 "$1" && look -UHAVE_ZLIB "$1"
}

static_each 'int planted(void);
int planted(void) { int a[2] = { 1, 2 }; return a[2]; }' common/logfile.c
for folder in common plugins tests; do
	if look -DHAVE_ZLIB=1 "$folder" > "$work/found" 2>&1; then
		pass "$folder"
	else
		fail "$folder" "$(head -n 60 "$work/found")"
	fi
done
finish

#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# manual.sh - "apropos weblife" finds every man page; each leads to the one
# with what all programs share, and to no page that is not there.

. "${srcdir:-.}/tests/e2e/lib.sh"
have makewhatis mandoc 'apropos weblife' || finish
have mapropos mandoc 'apropos weblife' || finish

shared=monitoring-plugins-weblife
pages=$work/man
mkdir -p "$pages/man7" "$pages/man8"
cp "$srcdir"/plugins/*.7 "$pages/man7"
cp "$srcdir"/plugins/*.8 "$pages/man8"
run makewhatis -Tutf8 "$pages"
[ "$code" -eq 0 ] || fail makewhatis "$(cat "$err")"

# found WORD: the pages that apropos finds, "NAME SECTION" one a line.
found() {
	mapropos -M "$pages" "$1" 2> "$err" |
	    sed -nE 's/^([a-z_-]+)\(([0-9])\) - .*$/\1 \2/p' | sort
}

there() {
	for file in "$srcdir"/plugins/*.[78]; do
		file=${file##*/}
		echo "${file%.*} ${file##*.}"
	done | sort
}

found weblife > "$work/found"
there > "$work/there"
if differs=$(diff "$work/there" "$work/found"); then
	pass "apropos weblife finds $(wc -l < "$work/found") pages"
else
	fail 'apropos weblife does not find every page' "$differs"
fi
[ -z "$(found nothing-of-the-kind)" ] || fail 'apropos finds anything'

for file in "$srcdir"/plugins/*.8; do
	page=${file##*/}
	page=${page%.8}
	if sed -n '/^\.Sh SEE ALSO/,$p' "$file" | grep -q "^\.Xr $shared 7"; then
		pass "$page refers to $shared(7)"
	else
		fail "$page does not refer to $shared(7)"
	fi
	grep -qx "$page 8" "$work/there" && [ -x "$plugins/$page" ] ||
	    fail "$page(8) has no program"
done
absent=$(sed -nE 's/^\.Xr ((check_|monitoring-)[a-z_-]+ [0-9]).*$/\1/p' \
    "$srcdir"/plugins/*.[78] | sort -u | comm -23 - "$work/there")
if [ -z "$absent" ]; then
	pass 'every page that is referred to is there'
else
	fail 'referred to, but not there' "$absent"
fi
finish

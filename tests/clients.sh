#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Each file of settings in tests/data/clients gives the facts that stand
# beside it: tests/data/clients/PROGRAM/NAME and NAME.facts.

. "${srcdir:-.}/tests/e2e/lib.sh"

facts() {
	facts_program=$(basename "$(dirname "$1")")
	facts_path=${1%.facts}
	"$builddir/tests/clientfacts" "$facts_program" "$facts_path" \
	    > "$work/got" 2> "$work/errors"
	if cmp -s "$1" "$work/got" && [ ! -s "$work/errors" ]; then
		pass "$facts_program ${facts_path##*/}"
	else
		fail "$facts_program ${facts_path##*/}" \
		    "$(cat "$work/errors"; diff "$1" "$work/got")"
	fi
}

for file in "$srcdir"/tests/data/clients/*/*.facts; do
	facts "$file"
done
finish

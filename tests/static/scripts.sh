#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# scripts.sh - shellcheck over every script of the project; what it does
# not look for, and why, is in .shellcheckrc.

. "${srcdir:-.}/tests/static/lib.sh"
have shellcheck shellcheck 'shellcheck' || finish

# Dots for what begins with one: the CI's own script is not in the archive.
scripts_all() {
	find contrib tests .ci -name '*.sh' -o -path '.ci/run' 2> /dev/null |
	    sort
}

analyse() {
	shellcheck -s sh "$1"
}

# shellcheck disable=SC2016 # for the script written here
printf '#!/bin/sh\nrm -rf $1/\n' > "$work/planted.sh"
if analyse "$work/planted.sh" > /dev/null; then
	fail 'a planted defect is not found'
else
	pass 'a planted defect is found'
fi
for file in $(scripts_all); do
	static_one "$file"
done
finish

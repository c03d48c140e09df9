#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# needs: CLIENT_FILES
#
# Settings of mail programs that others published: each is read, and its facts
# are printed (VERBOSE=1) for a person to compare.

. "${srcdir:-.}/tests/e2e/lib.sh"

program_of() {
	case $1 in
	*.fetchmailrc) echo fetchmail ;;
	*.getmailrc) echo getmail ;;
	*.mbsyncrc) echo mbsync ;;
	*.offlineimaprc) echo offlineimap ;;
	*prefs.js) echo thunderbird ;;
	*timer*) echo timer ;;
	esac
}

# The profile that profiles.ini chooses is not there: its name is the fact.
chosen() {
	"$builddir/tests/clientfacts" thunderbird "$1" 2>&1 |
	    grep -q 'default[^/]*/prefs.js: No such file'
}

for file in "$CLIENT_FILES"/*/*; do
	program=$(program_of "$file")
	if [ "${file%profiles.ini}" != "$file" ]; then
		chosen "$file" && pass "${file##*/}" || fail "${file##*/}"
		continue
	fi
	if [ -n "$program" ] && facts=$("$builddir/tests/clientfacts" \
	    "$program" "$file"); then
		pass "${file##*/}: $facts"
	else
		fail "${file##*/}" "${program:-no program known}"
	fi
done
finish

#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# texts.sh - the man pages by mandoc, and all texts by codespell.

. "${srcdir:-.}/tests/static/lib.sh"

lint() {
	mandoc -Tlint -Wwarning "$1"
}

# Words of DNS, C and mdoc, of tests that cut a word, and of a made-up name.
known="additionals,bu,doesn',fo,nd"

spell() {
	codespell -q 3 -L "$known" "$@"
}

# Not what is not English: seeds, data of other programs, translations.
english() {
	find .ci common contrib plugins po tests README NEWS Makefile.am \
	    configure.ac -type f ! -path 'tests/fuzz/*/*' ! -path 'tests/data/*' \
	    ! -name '*.po' ! -name '*.ja' ! -name '*.pyc' ! -name '*.svg' \
	    ! -name '*.json' -print 2> /dev/null | sort
}

if have mandoc mandoc 'the man pages'; then
	printf '.Dd x\n.Dt X 8\n.Os\n.Sh NAME\n.Bl\n' > "$work/planted.8"
	if lint "$work/planted.8" > /dev/null; then
		fail 'a planted mistake in a man page is not found'
	else
		pass 'a planted mistake in a man page is found'
	fi
	for page in plugins/*.8; do
		if lint "$page" > "$work/found" 2>&1; then
			pass "$page"
		else
			fail "$page" "$(cat "$work/found")"
		fi
	done
fi
if have codespell codespell 'the spelling'; then
	echo 'recieve' > "$work/planted"
	if spell "$work/planted" > /dev/null; then
		fail 'a planted misspelling is not found'
	else
		pass 'a planted misspelling is found'
	fi
	english > "$work/texts"
	# shellcheck disable=SC2046 # names without blanks
	if spell $(cat "$work/texts") > "$work/found" 2>&1; then
		pass "spelling of $(grep -c '' "$work/texts") files"
	else
		fail spelling "$(cat "$work/found")"
	fi
fi
finish

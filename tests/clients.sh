#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Each file of settings in tests/data/clients gives the facts that stand
# beside it: tests/data/clients/PROGRAM/NAME and NAME.facts.  Then what no file
# there can hold: absolute paths, links, and what cannot be read.

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

clientfacts=$builddir/tests/clientfacts
data=$(cd "$srcdir/tests/data/clients" && pwd)
one='Thunderbird|one@example.jp|pop.example.jp|pop3|timer|600|not'
cd "$work" || exit 1

# refused WHAT WANTED PROGRAM PATH [WRAPPER...]: no facts, and this reason.
refused() {
	refused_name=$1 refused_text=$2 refused_program=$3 refused_path=$4
	shift 4
	if "$@" "$clientfacts" "$refused_program" "$refused_path" > got \
	    2> errors || [ -s got ] || [ "$(cat errors)" != "$refused_text" ]
	then
		fail "$refused_name" "$(cat got errors)"
	else
		pass "$refused_name"
	fi
}

# --- profiles.ini -------------------------------------------------------

printf '[Profile0]\nIsRelative=0\nPath=%s\n' "$data/thunderbird/chosen/one" \
    > profiles.ini
expect 0 "$one" "$clientfacts" thunderbird profiles.ini
expect 0 "$one" "$clientfacts" thunderbird "$work/profiles.ini"
expect 0 "$one" "$clientfacts" thunderbird .
printf '[Install0]\nDefault=%s\n' "$data/thunderbird/chosen/one" > profiles.ini
expect 0 "$one" "$clientfacts" thunderbird profiles.ini
printf '[General]\nVersion=2\n[Install0]\nLocked=1\n[Profile0]\nName=x\n' \
    > profiles.ini
refused 'no profile' 'profiles.ini: no profile is named in it' \
    thunderbird profiles.ini
printf '[Profile0]\nPath=gone\n' > profiles.ini
refused 'a profile that is gone' './gone/prefs.js: No such file or directory' \
    thunderbird profiles.ini
rm profiles.ini

# --- files --------------------------------------------------------------

refused 'no file' 'none: No such file or directory' getmail none
refused 'a folder' '.: Is a directory' getmail .
mkfifo fifo
refused 'a pipe' 'fifo: not a regular file' getmail fifo
ln -s none dangling
refused 'a link to nothing' 'dangling: No such file or directory' \
    getmail dangling
truncate -s 33M large
refused 'a large file' 'large: File too large' getmail large
refused 'a file that cannot be read' '/proc/self/mem: Input/output error' \
    getmail /proc/self/mem

# --- links of others ----------------------------------------------------

if [ "$(id -u)" -ne 0 ]; then
	skip 'links that somebody else made' 'as root'
	finish
fi
nobody='setpriv --reuid=65534 --regid=65534 --clear-groups'
link='a symbolic link that somebody else made is not followed'
chmod 755 .
cp -R "$data/thunderbird/chosen/one" profile
chmod -R go+rX profile
for owner in 65533 65534 0; do
	ln -s profile "by-$owner"
	ln -s profile/prefs.js "by-$owner.js"
	chown -h "$owner" "by-$owner" "by-$owner.js"
done
# shellcheck disable=SC2086 # words
{
	refused 'the folder by another link' "by-65533: $link" thunderbird \
	    by-65533 $nobody
	refused 'the file by another link' "by-65533.js: $link" thunderbird \
	    by-65533.js $nobody
	for owner in 65534 0; do
		expect 0 "$one" $nobody "$clientfacts" thunderbird "by-$owner"
		expect 0 "$one" $nobody "$clientfacts" thunderbird \
		    "by-$owner.js"
	done
	printf '[Profile0]\nPath=by-65533\n' > profiles.ini
	refused 'a profile by another link' "./by-65533: $link" thunderbird \
	    profiles.ini $nobody
	# the owner of the file may lead to it
	chown -R 65533 profile
	expect 0 "$one" $nobody "$clientfacts" thunderbird by-65533.js
}
finish

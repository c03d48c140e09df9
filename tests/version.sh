#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# version.sh - the version stands in configure.ac; what has to repeat it
# (NEWS, the packages' files) names the same one.

. "${srcdir:-.}/tests/e2e/lib.sh"

version=$(sed -nE 's/^AC_INIT\(\[[a-z-]*\], \[([0-9.]+)\]\)$/\1/p' \
    "$srcdir/configure.ac")
[ -n "$version" ] || fail 'configure.ac has no version'

# same WHAT FILE < VERSION: what FILE says.
same() {
	read -r same_version
	if [ "$same_version" = "$version" ]; then
		pass "$1 has $version"
	else
		fail "$1 has ${same_version:-none}, configure.ac $version"
	fi
}

# first_of FILE ERE: the first group of the first line that has it.
first_of() {
	sed -nE "s/^$2\$/\\1/p" "$srcdir/$1" | head -n 1
}

first_of NEWS '([0-9]+(\.[0-9]+)+)' | same NEWS
first_of contrib/debian/changelog '[a-z-]+ \(([0-9.]+)-[0-9]+\) .*' |
    same contrib/debian/changelog
spec=contrib/rpm/monitoring-plugins-weblife.spec
first_of "$spec" 'Version: *(.*)' | same "$spec"
first_of "$spec" '\* .* - ([0-9.]+)-[0-9]+' | same "$spec's changelog"
for plugin in "$plugins"/check_*; do
	[ -f "$plugin" ] && [ -x "$plugin" ] || continue
	"$plugin" --version | sed 's/.* //' | same "${plugin##*/}"
done

told=$(fail() { echo FAILED; }; echo 0.0 | same nothing)
if [ "$told" = FAILED ]; then
	pass 'another version is told'
else
	fail 'another version is not told'
fi
finish

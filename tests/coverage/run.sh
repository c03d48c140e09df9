#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# run.sh - make coverage: builds in coverage/ of the build with gcc --coverage
# and without the sandbox, which would forbid to write what was counted, runs
# the unit tests and the end-to-end scripts there (COVERAGE=unit: the former
# alone; COVERAGE_SCRIPTS: other scripts), and prints the lines and branches of
# common/ and plugins/ that ran.  Below 90 % of the lines it fails.

# shellcheck disable=SC2154 # from make coverage
dir=$builddir/coverage
jobs=${JOBS:-2}
command -v gcovr > /dev/null || {
	echo 'gcovr is missing: apt install gcovr' >&2
	exit 1
}
mkdir -p "$dir" && cd "$dir" || exit 1
unset CPPFLAGS LIBS	# those of the build around this one
umask 0			# programs that run as somebody else count, too
srcdir=$(cd "$srcdir" && pwd -P) || exit 1	# as gcovr has it
export srcdir
[ -e Makefile ] || "$srcdir/configure" -q -C --disable-sandbox \
    --localedir="$PWD/po/locale" CFLAGS='-g -O0 --coverage' || exit 1
make -j"$jobs" all > build.log 2>&1 || { tail build.log; exit 1; }
find . -name '*.gcda' -exec rm -f {} +
rm -f a-conftest.gcno
make -k -j"$jobs" check > check.log 2>&1 || tail check.log
if [ "$COVERAGE" != unit ]; then
	# shellcheck disable=SC2016 # for the inner shell
	for script in ${COVERAGE_SCRIPTS:-"$srcdir"/tests/*.sh \
	    "$srcdir"/tests/e2e/*.sh}; do
		case ${script##*/} in
		lib*) continue ;;
		esac
		echo "$script"
	done | builddir=$dir xargs -n 1 -P "$jobs" sh -c \
	    'sh "$0" > "$(basename "$0").log" 2>&1; tail -n 1 "$(basename "$0").log"'
fi
for what in '' --branches; do
	# shellcheck disable=SC2086 # nothing, or one word
	gcovr -r "$srcdir" -f "$srcdir/common/" -f "$srcdir/plugins/" \
	    --gcov-ignore-parse-errors $what . > "coverage${what#-}.txt" ||
	    exit 1
done
cat coverage.txt
gcovr -r "$srcdir" -f "$srcdir/common/" -f "$srcdir/plugins/" \
    --gcov-ignore-parse-errors --fail-under-line 90 -s -o sum.txt .

# SPDX-License-Identifier: GPL-3.0-or-later
#
# lib.sh - for the demos: the servers of the end-to-end tests, and
#
#	$domain		the real domain to look at, or "" for the examples
#	title 'text'	what comes now
#	show PLUGIN [ARG...]	prints the command line, runs it, prints all
#				of its output and what the exit code means

KEEP_LOCALE=1
. "$srcdir/tests/e2e/lib.sh"

demo_failed=

title() {
	printf '\n# %s\n' "$1"
}

show() {
	printf '\n$ %s\n' "$*"
	demo_plugin=$1
	shift
	demo_code=0
	"$plugins/$demo_plugin" "$@" || demo_code=$?
	case $demo_code in
	0) echo '(exit 0: OK)' ;;
	1) echo '(exit 1: WARNING)' ;;
	2) echo '(exit 2: CRITICAL)' ;;
	3) echo '(exit 3: UNKNOWN)' ;;
	*) echo "(exit $demo_code: the program failed)"; demo_failed=1 ;;
	esac
}

# The end of a demo: false only when a program failed.
demo_end() {
	[ -z "$demo_failed" ]
	exit
}

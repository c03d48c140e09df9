# SPDX-License-Identifier: GPL-3.0-or-later
#
# lib.sh - for the benches: lib.sh of the end-to-end tests, a timer, and an
# empty C program as the floor.  RUNS (50) is how often each command runs.
#
#	bench_run NAME CMD... -- NAME CMD...	runs all in turn, prints a table
#	bench_value NAME wall|cpu|rss		of the last run, us and KiB
#	bench_target 'what' VALUE LIMIT		prints both, side by side

. "$srcdir/tests/e2e/lib.sh"

RUNS=${RUNS:-50}
timer=$work/timer
floor=$work/floor
${CC:-cc} -O2 -o "$timer" "$srcdir/tests/bench/timer.c" || exit 1
echo 'int main(void) { return 0; }' > "$work/floor.c"
${CC:-cc} -O2 -o "$floor" "$work/floor.c" || exit 1

# bench_need CMD PACKAGE: a peer; the bench says so when it is not there.
bench_need() {
	command -v "$1" > /dev/null 2>&1 || [ -x "$1" ] && return
	echo "$1 is not there (package $2)"
	exit 1
}

bench_run() {
	"$timer" "$RUNS" "$@" > "$work/bench" || exit 1
	awk -v runs="$RUNS" '
	BEGIN { printf "%-34s %10s %10s %9s %5s  (median of %d)\n",
	    "", "wall ms", "cpu ms", "rss KiB", "exit", runs }
	{ printf "%-34s %10.2f %10.2f %9d %5d\n",
	    $1, $2 / 1000, $3 / 1000, $4, $5 }' "$work/bench"
}

bench_value() {
	awk -v name="$1" -v what="$2" '
	$1 == name { print what == "wall" ? $2 : what == "cpu" ? $3 : $4 }' \
	    "$work/bench"
}

bench_target() {
	awk -v what="$1" -v value="$2" -v limit="$3" 'BEGIN {
	printf "%-50s %10.3f  to reach %.3f: %s\n", what, value, limit,
	    value <= limit ? "reached" : "NOT reached" }'
}

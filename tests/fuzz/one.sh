#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# one.sh NAME: builds and runs one fuzzer for run.sh, whose variables it uses.

# shellcheck disable=SC2154 # from the environment, see Makefile.am

name=$1
program=$dir/fuzz_$name
log=$dir/$name.log
seeds=$srcdir/tests/fuzz/$name
[ -d "$seeds" ] || seeds=
mkdir -p "$dir/$name"
# shellcheck disable=SC2086 # several words
$cc $CPPFLAGS $flags -fsanitize=fuzzer,$san -o "$program" \
    "$srcdir/tests/fuzz_$name.c" "$dir/common.a" $LIBS > "$log" 2>&1 &&
    "$program" -max_total_time="$seconds" -timeout=20 -rss_limit_mb=2048 \
    -print_final_stats=1 -artifact_prefix="$dir/$name-" \
    "$dir/$name" $seeds >> "$log" 2>&1 < /dev/null &&
    runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log") &&
    [ -n "$runs" ] && {
	echo "fuzz_$name: $runs inputs in $seconds s"
	echo pass > "$dir/$name.result"
	exit 0
}
echo "fuzz_$name: FAILED, see $log"
grep -vE '^#[0-9]+' "$log" | tail -n 60
exit 0

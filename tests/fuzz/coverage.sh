#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# coverage.sh - make fuzz-coverage, after make fuzz: which lines and branches
# of the parsers the inputs in fuzz/NAME/ and the seeds run, by clang's
# coverage.  By hand; needs Debian's package llvm, too.

# shellcheck disable=SC2154 # from the environment, see Makefile.am

cc=${FUZZ_CC:-clang}
dir=$builddir/fuzz/coverage
flags='-std=gnu11 -g -O1 -fprofile-instr-generate -fcoverage-mapping'
for tool in "$cc" llvm-profdata llvm-cov; do
	command -v "$tool" > /dev/null || {
		echo "$tool is missing: apt install clang llvm" >&2
		exit 1
	}
done
rm -rf "$dir"
mkdir -p "$dir" || exit 1
for source in $sources; do
	case $source in
	*.c) ;;
	*) continue ;;
	esac
	# shellcheck disable=SC2086 # several words
	$cc $CPPFLAGS $flags -fsanitize=fuzzer-no-link -c \
	    -o "$dir/$(basename "$source" .c).o" "$srcdir/$source" || exit 1
done
ar cr "$dir/common.a" "$dir"/*.o || exit 1

set --
for file in "$srcdir"/tests/fuzz_*.c; do
	name=${file##*/fuzz_}
	name=${name%.c}
	# shellcheck disable=SC2086 # several words
	$cc $CPPFLAGS $flags -fsanitize=fuzzer -o "$dir/$name" "$file" \
	    "$dir/common.a" $LIBS || exit 1
	inputs=
	for folder in "$builddir/fuzz/$name" "$srcdir/tests/fuzz/$name"; do
		[ ! -d "$folder" ] || inputs="$inputs $folder"
	done
	# shellcheck disable=SC2086 # several words
	LLVM_PROFILE_FILE=$dir/$name.profraw "$dir/$name" -runs=0 $inputs \
	    > "$dir/$name.log" 2>&1 || {
		tail "$dir/$name.log"
		exit 1
	}
	set -- "$@" -object "$dir/$name"
done
llvm-profdata merge -o "$dir/all" "$dir"/*.profraw || exit 1
shift
# Its columns: regions, functions, lines, branches; of each all, missed, share.
llvm-cov report "$@" -instr-profile="$dir/all" \
    -ignore-filename-regex='/tests/' > "$dir/report" || exit 1
awk 'BEGIN { print "lines    branches  file" }
    $10 ~ /%$/ && $10 != "0.00%" {
	sub(".*/", "", $1)
	printf "%-7s  %-8s  %s\n", $10, $13, $1
    }' "$dir/report"

#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# run.sh - make fuzz: builds the modules of common/ and each tests/fuzz_*.c
# with clang's libFuzzer, AddressSanitizer and UndefinedBehaviorSanitizer, and
# runs each for FUZZ_SECONDS.  Seeds are in tests/fuzz/NAME/; what is found
# along the way stays in fuzz/NAME/ of the build.  A crash is a failed test.

# shellcheck disable=SC2154 # from the environment, see Makefile.am

cc=${FUZZ_CC:-clang}
flags="-std=gnu11 -g -O1 -fno-omit-frame-pointer \
-fno-sanitize-recover=all"
san=address,undefined
dir=$builddir/fuzz
jobs=${FUZZ_JOBS:-2}
seconds=${FUZZ_SECONDS:-60}
export cc flags san dir seconds CPPFLAGS LIBS

compile_all() {
	# shellcheck disable=SC2016 # for the inner shell
	for source in $sources; do
		case $source in
		*.c) echo "$srcdir/$source" ;;
		esac
	done | xargs -P "$jobs" -I{} sh -c \
	    '$cc $CPPFLAGS $flags -fsanitize=fuzzer-no-link,$san -c \
	    -o "$dir/obj/$(basename {} .c).o" {}'
}

# names: "spf" for tests/fuzz_spf.c
names() {
	for file in "$srcdir"/tests/fuzz_*.c; do
		[ -e "$file" ] || continue
		file=${file##*/fuzz_}
		[ -z "$FUZZ" ] || [ "$FUZZ" = "${file%.c}" ] || continue
		echo "${file%.c}"
	done
}

rm -rf "$dir/obj" "$dir"/*.result
mkdir -p "$dir/obj" || exit 1
compile_all || exit 1
rm -f "$dir/common.a"
ar cr "$dir/common.a" "$dir"/obj/*.o || exit 1
names | xargs -r -P "$jobs" -n 1 sh "$srcdir/tests/fuzz/one.sh"
passed=$(cat "$dir"/*.result 2> /dev/null | grep -c pass)
all=$(names | grep -c .)
echo "fuzz: $passed passed, $((all - passed)) failed, 0 skipped"
[ "$passed" -eq "$all" ]

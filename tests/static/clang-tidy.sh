#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# clang-tidy.sh - clang-tidy over the library and the plugins; its checks, and
# why some are not among them, are in .clang-tidy.

. "${srcdir:-.}/tests/static/lib.sh"
have clang-tidy clang-tidy 'clang-tidy' || finish

# How far a function is followed; 225000 by default, which takes longer.
nodes=${TIDY_NODES:-50000}

# One file a run: with several, version 14 takes a va_list of the second for
# one that never began.
analyse() {
	# shellcheck disable=SC2086,SC2090 # several words, for the compiler
	clang-tidy --quiet --config-file=.clang-tidy "$1" -- $static_flags \
	    -Xclang -analyzer-config -Xclang max-nodes="$nodes"
}

static_each 'int planted(int n);
int planted(int n) { int *p = 0; return n == 1 ? *p : n; }' \
    common/*.c plugins/*.c
finish

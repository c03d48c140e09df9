#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# analyzer.sh - gcc -fanalyzer over the library and the plugins.

. "${srcdir:-.}/tests/static/lib.sh"
have gcc gcc 'gcc -fanalyzer' || finish

# Optimised lightly: without, it sees less; with -O2 it takes twice as long.
analyse() {
	# shellcheck disable=SC2086,SC2090 # several words, for the compiler
	gcc -O1 -fanalyzer -Wall -Wextra -Wno-format-nonliteral -Werror \
	    $static_flags -c -o "$work/object" "$1"
}

static_each 'int planted(void);
int planted(void) { int *p = __builtin_malloc(4); return *p; }' \
    common/*.c plugins/*.c
finish

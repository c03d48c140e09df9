#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# All programs against everything that can go wrong around them, as a table:
# program, fault, state, line (faults/table.sh says what has to hold of each
# cell).  The faults are in faults/*.sh; those that the sanitizers would
# distort (little memory, a clock that jumps) in tests/plain/faults.sh.

# shellcheck disable=SC1090,SC2154,SC2034 # set, or used, in faults/*.sh

. "${srcdir:-.}/tests/e2e/lib.sh"
for part in table mail dns logs process names; do
	. "$srcdir/tests/e2e/faults/$part.sh"
done

table_begin
if [ -n "$quick" ]; then
	known_cell 'nothing is wrong' as_it_is
	table_end
	finish
fi
mail_cells
log_cells
process_cells
names_cells
join
dns_cells
table_end
finish

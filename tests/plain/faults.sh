#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The rows of tests/e2e/faults.sh that the sanitizers would distort: little
# memory, few files, and a wall clock that is wrong or jumps.

# shellcheck disable=SC1090,SC2154,SC2034 # set, or used, in faults/*.sh

. "${srcdir:-.}/tests/e2e/lib.sh"
for part in table mail dns logs process; do
	. "$srcdir/tests/e2e/faults/$part.sh"
done

# --- memory ---------------------------------------------------------------

# starts PROGRAM KB: whether there is memory enough to load it.
starts() {
	prlimit --as=$(($2 * 1024)) "$plugins/check_$1" --version 2>&1 |
	    grep -q '^check_'
}

# floor PROGRAM: the least with which it is loaded, to 256 KB.
floor() {
	floor_low=1024
	floor_high=65536
	while [ $((floor_high - floor_low)) -gt 256 ]; do
		floor_kb=$(((floor_low + floor_high) / 2))
		if starts "$1" "$floor_kb"; then
			floor_high=$floor_kb
		else
			floor_low=$floor_kb
		fi
	done
	echo "$floor_high"
}

long_name() {
	case $1 in
	mx | spf) echo "$1_weblife" ;;
	quota) echo imap_quota ;;
	poll) echo poll_interval ;;
	*) echo "$1" ;;
	esac
}

# Either it is enough, and the result is that of any other day, or it is not,
# and that is said.
memory_cells() {
	for memory_program in $process_programs; do
		memory_floor=$(floor "$(long_name "$memory_program")")
		for memory_more in 0 128 256 512 1024 4096; do
			before="prlimit --as=$(((memory_floor +
			    memory_more) * 1024))"
			memory_end=$(process_known "$memory_program")
			known "$memory_program" 2>&1 |
			    grep -q 'UNKNOWN - ' &&
			    memory_end="UNKNOWN $memory_none"
			cell "$memory_program" "memory: $memory_more KB more" \
			    "${memory_end%% *}" "${memory_end#* }" \
			    known "$memory_program"
		done
	done
	before=
}

# --- files ----------------------------------------------------------------

file_cells() {
	for file_n in 6 8 16; do
		before="prlimit --nofile=$file_n"
		known_cell "file limit $file_n" as_it_is
	done
	before=
}

# --- the clock ------------------------------------------------------------

faketime_lib=$(dpkg-query -L libfaketime 2> /dev/null |
    grep '/libfaketime\.so\.1$')

clock() {
	before="env LD_PRELOAD=$faketime_lib FAKETIME_DONT_FAKE_MONOTONIC=1
	    DONT_FAKE_MONOTONIC=1 $*"
}

clock_jumps() {
	# shellcheck disable=SC2016
	background jumps sh -c 'while echo "+3650d" > "$1.new"; do
		mv "$1.new" "$1"
		sleep 0.05
		echo "-3650d" > "$1.new" && mv "$1.new" "$1" || exit
		sleep 0.05
	done' sh "$work/clock"
	wait_for 10 test -e "$work/clock"
	clock "FAKETIME_TIMESTAMP_FILE=$work/clock FAKETIME_NO_CACHE=1"
	for clock_fault in data late-2500 tc; do
		cell mx "clock jumps: $clock_fault" OK '.*both MX' \
		    mx -d "$clock_fault.example.test"
		cell spf "clock jumps: $clock_fault" OK '.*record lets' \
		    spf -d "$clock_fault.example.test"
		cell dnsbl "clock jumps: $clock_fault" CRITICAL \
		    '.*127.0.0.2 listed' \
		    dnsbl -l "$clock_fault.bl.test" -H 192.0.2.21
	done
	pop_cell 'clock jumps: greeting after 3 s' OK '2.0 % full' pop_late
	seconds=3
	for clock_program in mx spf quota poll dnsbl; do
		case $clock_program in
		mx | spf) clock_end='CRITICAL .*no name server of' ;;
		quota) clock_end='CRITICAL .*(too slow|certificate)' ;;
		*) clock_end='UNKNOWN .*' ;;
		esac
		cell "$clock_program" 'clock jumps: silence' \
		    "${clock_end%% *}" "${clock_end#* }" \
		    waiting "$clock_program"
	done
	seconds=10
	before=
}

clock_cells() {
	if [ -z "$faketime_lib" ]; then
		skip 'a clock that is wrong' libfaketime
		return
	fi
	for clock_off in +10d -10d +9000d; do
		clock "FAKETIME=$clock_off"
		cell mx "clock $clock_off" OK '.*both MX' known mx
		cell spf "clock $clock_off" OK '.*record lets' known spf
		cell dnsbl "clock $clock_off" CRITICAL '.*listed' known dnsbl
	done
	clock FAKETIME=+10d
	cell poll 'clock +10d' UNKNOWN '.*was not written for 26 hours' \
	    known poll
	cell quota 'clock +10d' OK '.*50.0 % full' known quota
	clock FAKETIME=-10d
	cell poll 'clock -10d' OK 'nobody fetched mail in 2 h' known poll
	cell quota 'clock -10d' CRITICAL '.*certificate' known quota
	clock FAKETIME=+9000d
	cell poll 'clock +9000d' UNKNOWN '.*was not written for 26 hours' \
	    known poll
	cell quota 'clock +9000d' CRITICAL '.*certificate' known quota
	clock_jumps
}

mkfifo "$log_dir/held"
# shellcheck disable=SC2016
background log-held sh -c 'exec 7<> "$1"; exec sleep 600' sh "$log_dir/held"
memory_none='.*out of memory'
table_begin
memory_cells
file_cells
clock_cells
table_end
finish

# SPDX-License-Identifier: GPL-3.0-or-later
#
# process.sh - faults.sh: what whoever starts a program may do to it.  Each
# program has a case with a known end, and one that waits.

# shellcheck disable=SC2154,SC2034 # set, or used, in the other parts

process_programs='mx spf dnsbl quota poll'

# state and line of the case with a known end
process_known() {
	case $1 in
	mx) echo 'OK data.example.test: both MX records' ;;
	spf) echo 'OK data.example.test: the SPF record lets' ;;
	dnsbl) echo 'CRITICAL 192.0.2.21: on good.bl.test' ;;
	quota) echo 'OK u@example.jp: 50.0 % full' ;;
	poll) echo "CRITICAL $log_fast" ;;
	esac
}

# known PROGRAM: that case.
known() {
	case $1 in
	mx) mx -d data.example.test ;;
	spf) spf -d data.example.test ;;
	dnsbl) dnsbl -l good.bl.test -H 192.0.2.21 ;;
	quota) quota login_command ;;
	poll) poll --log "$log_dir/fast" ;;
	esac
}

# waiting PROGRAM: the case that waits.
waiting() {
	case $1 in
	mx) mx -d silence.example.test ;;
	spf) spf -d silence.example.test ;;
	dnsbl) dnsbl -l silence.bl.test -H 192.0.2.21 ;;
	quota) quota silent ;;
	poll) poll --log "$log_dir/held" ;;
	esac
}

without_stdin() { "$@" <&-; }
without_stdout() { "$@" >&-; }
without_stderr() { "$@" 2>&-; }
without_files() { "$@" <&- >&- 2>&-; }
on_a_full_disk() { "$@" > /dev/full; }
# Every sh has it, though POSIX says nothing of -n.
# shellcheck disable=SC3045
files_16() { (ulimit -n 16 && "$@"); }
as_it_is() { "$@"; }

# known_cell WHAT HOW: as if nothing were wrong.
known_cell() {
	for process_program in $process_programs; do
		process_end=$(process_known "$process_program")
		cell "$process_program" "$1" "${process_end%% *}" \
		    "${process_end#* }" "$2" known "$process_program"
	done
}

# unseen_cell WHAT HOW: nobody can see the result, which is UNKNOWN then.
unseen_cell() {
	for process_program in $process_programs; do
		cell "$process_program" "$1" UNKNOWN - "$2" \
		    known "$process_program"
	done
}

# ended_cell WHAT SIGNAL
ended_cell() {
	how="-k $2"
	for process_program in $process_programs; do
		cell "$process_program" "$1" UNKNOWN \
		    'ended by a signal, while [a-z0-9.:/A-Z -]+$' \
		    waiting "$process_program"
	done
	how=
}

process_cells() {
	known_cell 'file limit 16' files_16
	known_cell 'stdin closed' without_stdin
	known_cell 'stderr closed' without_stderr
	unseen_cell 'stdout closed' without_stdout
	unseen_cell 'all three closed' without_files
	unseen_cell 'stdout full' on_a_full_disk
	how=-c
	unseen_cell 'SIGPIPE: nobody reads' as_it_is
	how=-b
	seconds=4
	unseen_cell 'stdout is a full pipe' as_it_is
	seconds=10
	how=
	ended_cell SIGTERM 15
	ended_cell SIGINT 2
	how='-k 15'
	yes silence.example.test | head -n 50 > "$work/subjects"
	for process_program in mx spf; do
		cell "$process_program" 'SIGTERM in a sweep' UNKNOWN '.*' \
		    "$process_program" -f "$work/subjects"
	done
	how=
}

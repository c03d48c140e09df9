# SPDX-License-Identifier: GPL-3.0-or-later
#
# steps.sh - the steps of test.sh: what each took, what failed, and the sum;
# to be sourced.  A step's output goes to a file in the logs' folder and is
# printed when the step fails.

# shellcheck disable=SC2154 # set by test.sh

# steps_begin FOLDER
steps_begin() {
	logs=$1
	passed=0
	failed=0
	skipped=0
	steps_start=$(date +%s)
	: > "$logs/times"
}

# log_of WHAT: the file for the output of a step or script.
log_of() {
	echo "$logs/$(echo "$1" | tr ' /' '__').log"
}

took() {
	printf '%6d s  %s\n' "$1" "$2" | tee -a "$logs/times"
}

# add PASSED FAILED SKIPPED
add() {
	passed=$((passed + $1))
	failed=$((failed + $2))
	skipped=$((skipped + $3))
}

# failure WHAT FILE [LINES]
failure() {
	echo "FAILED: $1"
	[ ! -e "$2" ] || tail -n "${3:-60}" "$2"
}

# run_step WHAT CMD...: $step_status and $step_log tell how it went.
run_step() {
	step_what=$1
	step_log=$(log_of "$1")
	step_start=$(date +%s)
	step_status=0
	shift
	( "$@" ) > "$step_log" 2>&1 < /dev/null || step_status=$?
	took $(($(date +%s) - step_start)) "$step_what"
}

# step WHAT CMD...: a failure counts, a success is no test.
step() {
	run_step "$@"
	[ "$step_status" -ne 0 ] || return 0
	add 0 1 0
	failure "$step_what (exit $step_status)" "$step_log"
	return 1
}

# test_step WHAT CMD...: the same, and a success counts, too.
test_step() {
	step "$@" && add 1 0 0
}

# counted_step WHAT CMD...: its closing line counts.
counted_step() {
	run_step "$@"
	count "$step_log" "$step_status" "$step_what"
}

# closing FILE: the three numbers of its last line, or nothing.
closing() {
	[ ! -e "$1" ] || tail -n 1 "$1" |
	    sed -En 's/^(.*: )?([0-9]+) passed, ([0-9]+) failed, ([0-9]+) skipped$/\2 \3 \4/p'
}

# The same of a unit test, behind whose output Automake writes a line of its
# own: Check's "75%: Checks: 12, Failures: 2, Errors: 1", or a closing line.
closing_unit() {
	sed '/^[A-Z]* [^ ]* (exit status: [0-9]*)$/d' "$1" > "$1.short"
	closing "$1.short"
	sed -En 's/^[0-9]+%: Checks: ([0-9]+), Failures: ([0-9]+), Errors: ([0-9]+)$/\1 \2 \3/p' "$1" |
	    awk '{ n += $1; f += $2 + $3 } END { if (NR) print n - f, f, 0 }'
}

# count FILE STATUS WHAT [SUM]: adds the closing line's numbers.  Without one,
# or when the test failed though nothing failed in it (leaks are told at the
# exit), it is a failure.
count() {
	count_sum=${4:-$(closing "$1")}
	if [ -z "$count_sum" ]; then
		add 0 1 0
		failure "$3 (exit $2, no closing line)" "$1"
		return
	fi
	# shellcheck disable=SC2086 # several words
	add $count_sum
	count_bad=${count_sum#* }
	count_bad=${count_bad% *}
	[ "$2" != 0 ] || [ "$count_bad" -ne 0 ] || return
	[ "$count_bad" -ne 0 ] || add 0 1 0
	grep -vE ': pass: |^[^ ]+:[0-9]+:P:' "$1" > "$1.short"
	failure "$3 (exit $2)" "$1.short" 200
}

# count_units BUILD: Automake keeps the programs' closing lines in its logs.
count_units() {
	count_units_before=$passed
	for unit in "$1"/tests/*.trs; do
		[ -e "$unit" ] || continue
		unit_status=1
		! grep -q '^:test-result: PASS' "$unit" || unit_status=0
		unit=${unit%.trs}
		count "$unit.log" "$unit_status" "${unit##*/}" \
		    "$(closing_unit "$unit.log")"
	done
	echo "          $((passed - count_units_before)) checks passed"
}

# scripts BUILD FILE...: runs the test scripts, JOBS at once, and counts.
# lib*.sh are not tests.
scripts() {
	scripts_build=$top/$1
	shift
	scripts_list=
	for script in "$@"; do
		case ${script##*/} in
		lib*|'*.sh') ;;
		*) scripts_list="$scripts_list $script" ;;
		esac
	done
	# shellcheck disable=SC2086 # several words
	printf '%s\n' $scripts_list |
	    builddir=$scripts_build logs=$logs quick=$quick \
	    xargs -r -n 1 -P "$JOBS" sh "$srcdir/contrib/script.sh"
	for script in $scripts_list; do
		script=${script#"$srcdir/"}
		script_log=$(log_of "$script")
		count "$script_log" \
		    "$(cat "$script_log.status" 2> /dev/null || echo lost)" \
		    "$script"
	done
}

# The closing line, and the end of test.sh.
steps_end() {
	echo "longest:"
	sort -rn "$logs/times" | head -n 12
	took $(($(date +%s) - steps_start)) 'in all'
	echo "$passed passed, $failed failed, $skipped skipped"
	[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
	exit
}

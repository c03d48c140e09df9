#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Soak: every program again and again, for SOAK_SECONDS (90) or until each ran
# SOAK_RUNS times (no limit), over healthy and faulty servers, and sweeps over
# both, of which one gets its subjects through a pipe for SOAK_HOUR seconds
# (15), 200 a second: no crash, no stray process, no growth, of open files
# neither, states always right.  By hand, in the plain build, for the long
# version:
#
#	srcdir=.. SOAK_SECONDS=20000 SOAK_RUNS=20000 SOAK_HOUR=300 \
#	    sh ../tests/plain/soak.sh
#
# SOAK_PROGRAMS names those that run ("mx poll").

# shellcheck disable=SC1090,SC2154,SC2034 # set, or used, in faults/*.sh

. "${srcdir:-.}/tests/e2e/lib.sh"
for part in table mail dns logs process; do
	. "$srcdir/tests/e2e/faults/$part.sh"
done

process_programs=${SOAK_PROGRAMS:-$process_programs}
soak_end=$(($(date +%s) + ${SOAK_SECONDS:-90}))
soak_runs=${SOAK_RUNS:-100000000}
[ -z "$quick" ] || soak_runs=20

# The cases of a program, "CODE WORDS", which are tried in turn.
soak_cases() {
	case $1 in
	mx | spf) cat <<- 'CASES' ;;
		0 -d data.example.test
		2 -d servfail.example.test
		2 -d refused.example.test
		0 -d tc.example.test
		2 -d bogus.example.test
		2 -d comploop.example.test
		3 -d tc.tcp-cut.example.test
		2 -d nxdomain.example.test
		0 -d spoof-evil.twice.example.test
	CASES
	dnsbl) cat <<- 'CASES' ;;
		2 -l good.bl.test -H 192.0.2.21
		0 -l good.bl.test -H 192.0.2.1
		3 -l servfail.bl.test -H 192.0.2.1
		2 -l good.bl.test -l servfail.bl.test -H 192.0.2.21
		3 -l comploop.bl.test -H 192.0.2.21
		3 -l tc.tcp-cut.bl.test -H 192.0.2.21
	CASES
	quota) cat <<- 'CASES' ;;
		0 login_command
		2 wrong_tag
		2 cut
		2 bye
		2 preauth
		2 nul_quota
		2 plain_inject --tls starttls
		2 plain_tls10
		2 closes
	CASES
	# Until the newest line: who has stopped meanwhile is not too fast.
	poll) cat <<- CASES ;;
		2 --until newest --log $log_dir/fast
		0 --log $log_dir/slow
		3 --log $log_dir/none
		3 --log $log_dir/garbage
		2 --until newest --log $log_dir/fast.gz
		3 --log $log_dir
	CASES
	esac
}

# soak PROGRAM: $work/soak.PROGRAM gets "KIB" of each run; wrong states go to
# $work/soak.PROGRAM.wrong.
soak() {
	soak_cases "$1" > "$work/soak.$1.cases"
	: > "$work/soak.$1.wrong"
	CELLRUN_TIME=$work/soak.$1.time
	export CELLRUN_TIME
	soak_n=0
	while [ "$soak_n" -lt "$soak_runs" ] &&
	    [ "$(date +%s)" -lt "$soak_end" ]; do
		while read -r soak_code soak_words; do
			soak_got=0
			# shellcheck disable=SC2086
			"$1" $soak_words > "$work/soak.$1.out" 2>&1 \
			    < /dev/null || soak_got=$?
			[ "$soak_got" -eq "$soak_code" ] ||
			    echo "exit $soak_got, not $soak_code: $soak_words:" \
			    "$(head -n 1 "$work/soak.$1.out")" \
			    >> "$work/soak.$1.wrong"
			cut -d ' ' -f 2 "$CELLRUN_TIME" >&7
			soak_n=$((soak_n + 1))
		done < "$work/soak.$1.cases"
	done 7> "$work/soak.$1"
}

# peak FROM COUNT FILE: the largest of these lines.
peak() {
	tail -n "+$1" "$3" | head -n "$2" | sort -n | tail -n 1
}

soak_judge() {
	soak_n=$(wc -l < "$work/soak.$1")
	soak_tenth=$((soak_n / 10 + 1))
	soak_first=$(peak 1 "$soak_tenth" "$work/soak.$1")
	soak_last=$(peak "$((soak_n - soak_tenth + 1))" "$soak_tenth" \
	    "$work/soak.$1")
	soak_wrong=$(wc -l < "$work/soak.$1.wrong")
	echo "$1: $soak_n runs, $soak_wrong wrong states, peak memory" \
	    "$soak_first KiB in the first tenth, $soak_last in the last"
	if [ "$soak_wrong" -eq 0 ] && [ "$soak_n" -gt 0 ]; then
		pass "$1: states are right"
	else
		fail "$1: wrong states" "$(head -n 12 "$work/soak.$1.wrong")"
	fi
	if [ "${soak_last:-999999}" -le $((soak_first + 2048)) ]; then
		pass "$1: no growth"
	else
		fail "$1: growth" "$soak_first KiB, then $soak_last KiB"
	fi
}

# Programs of this build that still run: after all have ended, none does.
strays() {
	for stray in /proc/[0-9]*/exe; do
		case $(readlink "$stray") in
		"$plugins"/check_*) echo "$stray" ;;
		esac
	done
}

# sweep_subjects FROM TO: so many, one in four of them faulty.
sweep_subjects() {
	seq "$1" "$2" | awk '{ print ($1 % 4 == 0 ? ($1 % 8 == 0 ?
	    "servfail." : "comploop.") : "") "forged-w" $1 ".example.test" }'
}

# sweep_kib PROGRAM COUNT: peak memory of a sweep over so many subjects.
sweep_kib() {
	sweep_subjects 1 "$2" > "$work/sweep.list"
	CELLRUN_TIME=$work/sweep.time
	export CELLRUN_TIME
	"$1" -f "$work/sweep.list" --rate 0 > "$work/sweep.out" 2>&1 || :
	cut -d ' ' -f 2 "$CELLRUN_TIME"
	grep -q " critical=$(($2 / 4)); unknown=0;" "$work/sweep.out" ||
	    grep -q "ok=$(($2 - $2 / 4));.* critical=$(($2 / 4));" \
	    "$work/sweep.out" || echo "$1: $(head -n 1 "$work/sweep.out")" \
	    >> "$work/sweep.wrong"
}

soak_sweeps() {
	sweep_short=500
	sweep_long=5000
	[ -z "$quick" ] || sweep_long=1000
	seconds=60
	: > "$work/sweep.wrong"
	for sweep_program in mx spf; do
		sweep_first=$(sweep_kib "$sweep_program" "$sweep_short")
		sweep_last=$(sweep_kib "$sweep_program" "$sweep_long")
		echo "$sweep_program: sweep of $sweep_short: $sweep_first KiB," \
		    "of $sweep_long: $sweep_last KiB"
		if [ "$sweep_last" -le $((sweep_first + 16384)) ]; then
			pass "$sweep_program: a sweep does not grow"
		else
			fail "$sweep_program: a sweep grows" \
			    "$sweep_first KiB, then $sweep_last KiB"
		fi
	done
	if [ -s "$work/sweep.wrong" ]; then
		fail 'sweeps: states' "$(cat "$work/sweep.wrong")"
	else
		pass 'sweeps: states are right'
	fi
	seconds=10
}

hour_feed() {
	hour_n=0
	while [ "$hour_n" -lt "$hour_seconds" ]; do
		sweep_subjects $((hour_n * 200 + 1)) $((hour_n * 200 + 200))
		hour_n=$((hour_n + 1))
		sleep 1
	done
}

# hour_watch PID: "KIB FILES" of it twice a second.
hour_watch() {
	while hour_kib=$(awk '$1 == "VmRSS:" { print $2 }' \
	    "/proc/$1/status" 2> /dev/null) && [ -n "$hour_kib" ]; do
		echo "$hour_kib $(find "/proc/$1/fd" 2> /dev/null | wc -l)"
		sleep 0.5
	done
}

# hour_peak COLUMN COMMAND: the largest of the lines that it takes.
hour_peak() {
	"$2" -n "$(($(wc -l < "$work/hour.watch") / 3))" "$work/hour.watch" |
	    cut -d ' ' -f "$1" | sort -n | tail -n 1
}

hour_judge() {
	hour_all=$((hour_seconds * 200))
	hour_text="subjects=$hour_all;;;0 ok=$((hour_all * 3 / 4));;;0 warning=0"
	hour_text="$hour_text;;;0 critical=$((hour_all / 4));;;0 unknown=0;;;0"
	if [ "$hour_status" -eq 2 ] && grep -qF "$hour_text" "$work/hour.out"
	then
		pass 'hour: states are right'
	else
		fail "hour: exit $hour_status, wanted $hour_text" \
		    "$(head -c 2000 "$work/hour.out")"
	fi
	hour_line="$(hour_peak 1 head) KiB and $(hour_peak 2 head) files in"
	hour_line="$hour_line the first third, $(hour_peak 1 tail) KiB and"
	hour_line="$hour_line $(hour_peak 2 tail) files in the last"
	echo "hour: $hour_all subjects in $hour_seconds s, $hour_line"
	if [ "$(hour_peak 1 tail)" -le $(($(hour_peak 1 head) + 2048)) ] &&
	    [ "$(hour_peak 2 tail)" -le $(($(hour_peak 2 head) + 32)) ]; then
		pass 'hour: no growth'
	else
		fail 'hour: growth' "$hour_line"
	fi
}

# An hour's worth of subjects one after the other, as somebody's program may
# write them.
soak_hour() {
	hour_seconds=${SOAK_HOUR:-15}
	[ -z "$quick" ] || hour_seconds=3
	mkfifo "$work/hour.pipe"
	hour_feed > "$work/hour.pipe" &
	hour_feeder=$!
	"$plugins/check_mx_weblife" -s "127.0.0.1:$dns_port" -f - \
	    --total-timeout $((hour_seconds + 120)) \
	    < "$work/hour.pipe" > "$work/hour.out" 2>&1 &
	hour_pid=$!
	hour_watch "$hour_pid" > "$work/hour.watch"
	hour_status=0
	wait "$hour_pid" || hour_status=$?
	wait "$hour_feeder"
	hour_judge
}

head -c 100000 /dev/urandom > "$log_dir/garbage"
gzip -k "$log_dir/fast"
soak_pids=
for soak_program in $process_programs; do
	( trap - EXIT; soak "$soak_program" ) &
	soak_pids="$soak_pids $!"
done
# shellcheck disable=SC2086
wait $soak_pids
for soak_program in $process_programs; do
	soak_judge "$soak_program"
done
soak_sweeps
soak_hour
soak_strays=$(strays)
if [ -z "$soak_strays" ]; then
	pass 'no stray process'
else
	fail 'stray processes' "$soak_strays"
fi
finish

#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The resolver goes away in the middle of a sweep: for a while, for good.

. "${srcdir:-.}/tests/e2e/lib.sh"

world() {
	"$python" "$srcdir/tests/e2e/sweepworld.py" "$@"
}

# A thousand questions a second: the sweep lasts some seconds.
count=4000
[ -z "$quick" ] || count=1500
world make "$work/w" "$count"
port=$(free_port)
serve_nsd "$work/w/zones" "$port"
total=$(wc -l < "$work/w/wanted")
bad=$(grep -vc ' OK ' "$work/w/wanted")

# begin NAME PORT OPTION...
begin() {
	begin_name=$1
	begin_port=$2
	shift 2
	"$plugins/check_mx_weblife" -s "127.0.0.1:$begin_port" \
	    -f "$work/w/list" --rate 1000 --report "$work/report.$begin_name" \
	    "$@" > "$work/out.$begin_name" 2> "$work/err.$begin_name" &
	eval "pid_$begin_name=\$!"
}

# ended NAME CODE ERE: waits for it.
ended() {
	eval "ended_pid=\$pid_$1"
	ended_code=0
	# shellcheck disable=SC2154 # set by eval
	wait "$ended_pid" || ended_code=$?
	if [ "$ended_code" -eq "$2" ] && [ ! -s "$work/err.$1" ] &&
	    head -n 1 "$work/out.$1" | grep -Eq -e "$3"; then
		pass "$1"
	else
		fail "$1" "exit $ended_code" "$(head -n 6 "$work/out.$1")" \
		    "$(head -n 20 "$work/err.$1")"
	fi
}

compared() {
	if world compare "$work/w/wanted" "$work/report.$1" \
	    > "$work/differ" 2>&1; then
		pass "report $1"
	else
		fail "report $1" "$(cat "$work/differ")"
	fi
}

headline="^MX CRITICAL - $bad of $total domains wrong: d000007.jp, d000060.jp"

# Killed: its port refuses.  Nothing is lost when it is back in time.
begin killed "$port"
sleep 1
stop "nsd-$port"
sleep 5
serve_nsd "$work/w/zones" "$port"
ended killed 2 "$headline"
compared killed
[ -z "$quick" ] || finish

# For good: the sweep ends 30 s after its last reply.  (At the same time:)
gone=$(free_port)
serve_nsd "$work/w/zones" "$gone"
begin gone "$gone"
begin passive "$gone" --passive nagios
# Stopped: it is silent.
begin silent "$port"
sleep 1
stop "nsd-$gone"
kill -STOP "$(cat "$work/nsd-$port.pid")"
# shellcheck disable=SC2013 # words are wanted
for child in $(cat "/proc/$(cat "$work/nsd-$port.pid")/task/"*/children); do
	kill -STOP "$child"
done
sleep 6
# shellcheck disable=SC2013 # words are wanted
for child in $(cat "/proc/$(cat "$work/nsd-$port.pid")/task/"*/children); do
	kill -CONT "$child"
done
kill -CONT "$(cat "$work/nsd-$port.pid")"
ended silent 2 "$headline"
compared silent
ended gone 2 '^MX CRITICAL - [0-9]+ of [0-9]+ domains wrong: d000007.jp'
if grep -Eq "^UNKNOWN - resolver lost after [0-9]+ of $total" \
    "$work/out.gone"; then
	pass 'resolver lost'
else
	fail 'resolver lost' "$(cat "$work/out.gone")"
fi
# Passive results are for a program: the word about the end is on stderr.
passive_code=0
# shellcheck disable=SC2154 # set by eval
wait "$pid_passive" || passive_code=$?
if [ "$passive_code" -eq 2 ] &&
    ! grep -v '^\[[0-9]*\] PROCESS_SERVICE_CHECK_RESULT;' \
    "$work/out.passive" && grep -Eq "^MX UNKNOWN - resolver lost after \
[0-9]+ of $total: nothing listens on the port of the resolver\$" \
    "$work/err.passive" && grep -q "^Resolver asked: 127.0.0.1:$gone, named" \
    "$work/err.passive"; then
	pass 'resolver lost, passive results'
else
	fail 'resolver lost, passive results' "exit $passive_code" \
	    "$(head -n 5 "$work/err.passive")"
fi
if "$python" - "$work/report.gone" <<- END
	import json, sys
	rows = [json.loads(line) for line in open(sys.argv[1])]
	assert 0 < len(rows) < $total
	assert not [r for r in rows if r["state"] == "UNKNOWN"
	    or r["cause"].startswith("dns_s")], rows
	END
then
	pass 'what was judged before stands, nothing else was'
else
	fail 'something was judged without a resolver'
fi

# None from the beginning, one that is silent, and one whose port refuses.
printf '* * silence\n' > "$work/silent.rules"
mute=$(free_port)
serve_faults "$mute" 127.0.0.1 --rules "$work/silent.rules"
begin mute "$mute" --passive icinga2
# Lines that are no subject are not counted, and it says what to look at.
printf '# ours\n\n \t\r\n  # end\n' | cat - "$work/w/list" > "$work/noted"
nobody=$(free_port)
expect_like 3 '^MX UNKNOWN - resolver lost after 0 of 4000: nothing listens' \
    "$plugins/check_mx_weblife" -s "127.0.0.1:$nobody" -f "$work/noted"
within 45000
output_has 'Nothing is said about what was not checked'
output_has "Resolver asked: 127.0.0.1:$nobody, named with --server. See"
output_lacks resolv.conf
mute_code=0
# shellcheck disable=SC2154 # set by eval
wait "$pid_mute" || mute_code=$?
if [ "$mute_code" -eq 3 ] && [ ! -s "$work/out.mute" ] && grep -q \
    '^MX UNKNOWN - resolver lost after 0 of 4000: the resolver never answ' \
    "$work/err.mute"; then
	pass 'a silent resolver, passive results'
else
	fail 'a silent resolver, passive results' "exit $mute_code" \
	    "$(head -n 5 "$work/out.mute" "$work/err.mute")"
fi

# A short time-out per subject is no reason to blame the domains.
begin short "$port" -t 2
sleep 1
stop "nsd-$port"
sleep 4
serve_nsd "$work/w/zones" "$port"
ended short 2 "$headline"
compared short

finish

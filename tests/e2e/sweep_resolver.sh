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

# None from the beginning.
# Lines that are no subject are not counted, and it says what to look at.
printf '# ours\n\n \t\r\n  # end\n' | cat - "$work/w/list" > "$work/noted"
expect_like 3 '^MX UNKNOWN - resolver lost after 0 of 4000' \
    "$plugins/check_mx_weblife" -s "127.0.0.1:$(free_port)" -f "$work/noted"
within 45000
output_has 'the resolver does not answer. See the nameserver lines in'

# A short time-out per subject is no reason to blame the domains.
begin short "$port" -t 2
sleep 1
stop "nsd-$port"
sleep 4
serve_nsd "$work/w/zones" "$port"
ended short 2 "$headline"
compared short

finish

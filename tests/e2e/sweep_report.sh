#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Where --report may write: never over what is no regular file, and told
# before anything is asked.  Options that may be given once.

. "${srcdir:-.}/tests/e2e/lib.sh"

# Nobody answers there: whatever is refused is refused before the sweep.
nobody=$(free_port)
echo a.jp > "$work/list"

# refused WHY FILE: one line that names option and file, and FILE as it was.
refused() {
	refused_before=$(ls -ldi "$2" 2>&1)
	expect 3 "MX UNKNOWN - --report $2: $1" "$plugins/check_mx_weblife" \
	    -s "127.0.0.1:$nobody" -f "$work/list" --report "$2"
	within 5000
	if [ "$(ls -ldi "$2" 2>&1)" = "$refused_before" ]; then
		pass "$2 as before"
	else
		fail "$2 is changed" "$refused_before" "$(ls -ldi "$2" 2>&1)"
	fi
}

mkfifo "$work/fifo"
refused 'not a regular file' "$work/fifo"
ln -s fifo "$work/to.fifo"
refused 'not a regular file' "$work/to.fifo"
[ -z "$quick" ] || finish
if mknod "$work/full" c 1 7 2> /dev/null; then
	refused 'not a regular file' "$work/full"
fi
mkdir "$work/pd"
refused 'a directory' "$work/pd"
refused 'a directory' "$work/pd/"
ln -s pd "$work/to.pd"
refused 'a directory' "$work/to.pd"
ln -s none "$work/nowhere"
refused 'a symbolic link that leads nowhere' "$work/nowhere"
ln -s round "$work/round"
refused 'a symbolic link that leads nowhere' "$work/round"
ln -s /proc/self/fd/1 "$work/stdout"
refused 'it is the standard output' "$work/stdout"
refused 'not a regular file' -
refused 'No such file or directory' "$work/none/report"
refused 'Not a directory' "$work/list/report"
ls -d "$work"/*.?????? "$work/pd"/* > "$work/left" 2> /dev/null
[ ! -s "$work/left" ] && pass 'nothing is left' ||
    fail 'something is left' "$(cat "$work/left")"

# ---- what is replaced ----

{
	echo 'a.jp. MX 10 bs-mail-mta01.weblife.me.'
	echo 'bs-mail-mta01.weblife.me. A 192.0.2.1'
} > "$work/zone"
port=$(free_port)
serve_faults "$port" 127.0.0.1 --zone "$work/zone"

# written FILE PLACE: the report is in PLACE, and FILE what it was.
written() {
	written_before=$(readlink "$1")
	expect_like 2 '^MX CRITICAL - 1 of 1 domains wrong: a.jp' \
	    "$plugins/check_mx_weblife" -s "127.0.0.1:$port" \
	    -f "$work/list" --report "$1"
	if [ "$(readlink "$1")" = "$written_before" ] && [ ! -L "$2" ] &&
	    grep -q '^{"subject":"a.jp","state":"CRITICAL"' "$2"; then
		pass "written to $1"
	else
		fail "not written to $1" "$(ls -la "$work")" "$(cat "$2")"
	fi
}
written "$work/new" "$work/new"
echo old > "$work/new"
written "$work/new" "$work/new"
echo old > "$work/pd/real"
ln -s pd/real "$work/link"
written "$work/link" "$work/pd/real"
written "$work/to.pd/other" "$work/pd/other"
(cd "$work/pd" && "$plugins/check_mx_weblife" -s "127.0.0.1:$port" \
    -f "$work/list" --report bare > /dev/null)
grep -q '"a.jp"' "$work/pd/bare" && pass 'a bare name' || fail 'a bare name'

# ---- signals ----

i=0
while [ "$i" -lt 400 ]; do
	i=$((i + 1))
	echo "d$i.slow.jp"
done > "$work/slow.list"
for signal in HUP TERM; do
	env "--default-signal=$signal" "$plugins/check_mx_weblife" \
	    -s "127.0.0.1:$port" -f "$work/slow.list" --rate 20 \
	    --report "$work/report.$signal" > "$work/out.$signal" 2>&1 &
	pid=$!
	sleep 2
	kill "-$signal" "$pid"
	code=0
	wait "$pid" || code=$?
	ls "$work/report.$signal".?????? > "$work/left" 2> /dev/null
	if [ "$code" -ge 2 ] && [ "$code" -le 3 ] && [ ! -s "$work/left" ] &&
	    [ -e "$work/report.$signal" ] &&
	    grep -Eq 'ended by a signal after [0-9]+ of 400' \
	    "$work/out.$signal"; then
		pass "SIG$signal"
	else
		fail "SIG$signal" "exit $code" "$(cat "$work/out.$signal")" \
		    "$(ls "$work")"
	fi
done

# ---- once ----

# twice OPTION VALUE OTHER [OPTION...]: the second is refused.
twice() {
	twice_option=$1
	twice_first=$2
	twice_second=$3
	shift 3
	expect 3 "MX UNKNOWN - $twice_option $twice_second: once is enough" \
	    "$plugins/check_mx_weblife" -s "127.0.0.1:$nobody" "$@" \
	    "$twice_option" "$twice_first" "$twice_option" "$twice_second"
	within 5000
}
twice --file "$work/list" "$work/slow.list"
for row in '--concurrency 5 5' '--rate 0 10' '--total-timeout 0 5' \
    '--report a b' '--passive nagios icinga2' '--passive-host a b' \
    '--passive-service a b'; do
	# shellcheck disable=SC2086 # three words
	twice $row -f "$work/list"
done

finish

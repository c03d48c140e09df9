#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Many domains in one run: every planted defect is found and none invented,
# whatever the concurrency, the timing, and the way the list comes in.

. "${srcdir:-.}/tests/e2e/lib.sh"

world() {
	"$python" "$srcdir/tests/e2e/sweepworld.py" "$@"
}

mx() {
	"$plugins/check_mx_weblife" "$@"
}

count=10000
[ -z "$quick" ] || count=600
world make "$work/big" "$count"
port=$(free_port)
serve_nsd "$work/big/zones" "$port"
total=$(wc -l < "$work/big/wanted")
bad=$(grep -vc ' OK ' "$work/big/wanted")
critical=$(grep -c ' CRITICAL ' "$work/big/wanted")
headline="MX CRITICAL - $bad of $total domains wrong: d000007.jp, \
d000060.jp, d000113.jp and $((bad - 3)) more"
figures="subjects=$total;;;0 ok=$((total - bad));;;0 \
warning=$((bad - critical));;;0 critical=$critical;;;0 unknown=0;;;0 time=T"

# sweep NAME OPTION...: into report.NAME, compared with what was planted.
sweep() {
	sweep_name=$1
	shift
	expect_like 2 "^$headline \| $figures" "$plugins/check_mx_weblife" \
	    -s "127.0.0.1:$port" --report "$work/report.$sweep_name" "$@"
	compared big "$sweep_name"
}

compared() {
	if world compare "$work/$1/wanted" "$work/report.$2" \
	    > "$work/differ" 2>&1; then
		pass "report $2"
	else
		fail "report $2" "$(cat "$work/differ")"
	fi
}

sweep c500 -f "$work/big/list"
output_has 'CRITICAL - one of the MX records is missing ('
output_has 'WARNING - priorities differ ('
[ -z "$quick" ] || finish
cp "$out" "$work/out.c500"
sweep c10 -f "$work/big/list" --concurrency 10
# Names and groups do not depend on timing.
sed 1d "$work/out.c500" > "$work/rest.c500"
sed 1d "$out" > "$work/rest.c10"
if cmp -s "$work/rest.c500" "$work/rest.c10"; then
	pass 'the same text for 10 and 500'
else
	fail 'the text depends on timing' \
	    "$(diff "$work/rest.c500" "$work/rest.c10")"
fi
sweep c1 -f "$work/big/list" --concurrency 1
# shellcheck disable=SC3045 # every sh of Debian has it
(ulimit -n 16; mx -s "127.0.0.1:$port" -f "$work/big/list" \
    --report "$work/report.n16" > /dev/null)
compared big n16
sort "$work/report.c500" | sed 's/"time":[0-9.]*//' > "$work/sorted.c500"
sort "$work/report.c1" | sed 's/"time":[0-9.]*//' > "$work/sorted.c1"
if cmp -s "$work/sorted.c500" "$work/sorted.c1"; then
	pass 'the same report for 1 and 500'
else
	fail 'the report depends on the concurrency'
fi

# ---- how the list comes in ----

# piped COMMAND WANTED-CODE ERE OPTION...: the list from a pipe.
piped() {
	piped_feed=$1
	piped_code=$2
	piped_line=$3
	shift 3
	expect_like "$piped_code" "$piped_line" sh -c \
	    "{ $piped_feed; } 2> /dev/null | \"\$@\"" piped \
	    "$plugins/check_mx_weblife" -s "127.0.0.1:$port" -f - "$@"
}

piped "cat '$work/big/list'" 2 "^$headline" --report "$work/report.pipe"
compared big pipe
head -n 200 "$work/big/list" > "$work/list200"
piped "while read -r l; do echo \"\$l\"; done < '$work/list200'" 2 \
    '^MX CRITICAL - 4 of 200 domains wrong'
piped "echo d000000.jp; sleep 1; printf d0000; sleep 1; echo 01.jp" 0 \
    '^MX OK - 2 domains, nothing wrong'
piped "printf 'd000000.jp\r\n\n \t\n# d000007.jp\n  d000001.jp  \nd000002.jp'" \
    0 '^MX OK - 3 domains, nothing wrong'
piped ':' 3 '^MX UNKNOWN - the list of subjects is empty'
piped 'cat /dev/zero' 3 '^MX UNKNOWN - 2 of 2 domains unknown: line 1'
piped "LC_ALL=C tr '_a-zA-Z0-9\\200-\\377' . < /dev/urandom" 3 '^MX UNKNOWN - the total time was over after' \
    --total-timeout 2
within 20000
piped 'yes d000001.jp' 3 '^MX UNKNOWN - the total time was over after' \
    --total-timeout 2
within 20000
piped 'yes a..b' 3 '^MX UNKNOWN - the total time was over after' \
    --total-timeout 2
within 20000
piped 'yes "#"' 3 '^MX UNKNOWN - the total time was over after 0' \
    --total-timeout 2
output_lacks 'empty'
within 20000
piped "printf 'd000000.jp\na..b\n192.0.2.1\n\0\n'" 3 \
    '^MX UNKNOWN - 3 of 4 domains unknown: line 2, line 3, line 4' \
    --report "$work/report.bad" -v
output_has 'line 2: a..b: '
output_has 'line 3: 192.0.2.1: '
piped "for i in 1 2 3 4 5 6 7 8 9 10 11; do echo \$i..jp; done" 3 \
    '^MX UNKNOWN - 11 of 11 domains unknown: line 1, line 2, line 3 and 8' -v
output_has 'line 10: 10..jp: '
output_lacks '11..jp'
if grep -q '"subject":"line 3","state":"UNKNOWN","cause":"bad_line"' \
    "$work/report.bad"; then
	pass 'a bad line is in the report'
else
	fail 'a bad line is in the report' "$(cat "$work/report.bad")"
fi
"$python" -c "import random, sys; random.seed(1); \
sys.stdout.buffer.write(random.randbytes(300000))" > "$work/binary"
expect_like 2 '^MX CRITICAL - 1 of [0-9]+ domains wrong: u \|' \
    "$plugins/check_mx_weblife" -s "127.0.0.1:$port" -f "$work/binary"
expect_like 3 '^MX UNKNOWN - --file .*: a directory' \
    "$plugins/check_mx_weblife" -s "127.0.0.1:$port" -f "$work"
expect_like 3 '^MX UNKNOWN - --file .*No such file' \
    "$plugins/check_mx_weblife" -s "127.0.0.1:$port" -f "$work/none"
expect_like 3 '^MX UNKNOWN - --report .*No such file' \
    "$plugins/check_mx_weblife" -s "127.0.0.1:$port" -f "$work/list200" \
    --report "$work/none/report"
expect_like 3 'at most 60 seconds' \
    "$plugins/check_mx_weblife" -s "127.0.0.1:$port" -f "$work/list200" -t 61

# ---- rate, progress, signals ----

# 7 domains have 11 questions at least.
head -n 7 "$work/big/list" > "$work/list7"
expect_like 0 '^MX OK - 7 domains' "$plugins/check_mx_weblife" \
    -s "127.0.0.1:$port" -f "$work/list7" --rate 5
if [ "$elapsed" -ge 1000 ]; then
	pass 'the rate holds back'
else
	fail 'the rate does not hold back' "$elapsed ms"
fi

# On a terminal stderr tells how far it is; the other tests here have seen
# that it is empty elsewhere.
if have script bsdutils 'progress on a terminal'; then
	script -qec "'$plugins/check_mx_weblife' -s 127.0.0.1:$port \
	    -f '$work/big/list' --rate 2000 --total-timeout 4 > /dev/null" \
	    "$work/typescript" \
	    > /dev/null < /dev/null
	if grep -Eq '[0-9]+ done, [0-9]+ a second, [0-9]+ wrong, [0-9]+ s left' \
	    "$work/typescript"; then
		pass 'progress on a terminal'
	else
		fail 'progress on a terminal' "$(cat -v "$work/typescript")"
	fi
fi

# interrupted SIGNAL
interrupted() {
	"$plugins/check_mx_weblife" -s "127.0.0.1:$port" \
	    -f "$work/big/list" --rate 300 --report "$work/report.$1" > "$work/out.$1" 2>&1 &
	interrupted_pid=$!
	sleep 2
	kill "-$1" "$interrupted_pid"
	interrupted_code=0
	wait "$interrupted_pid" || interrupted_code=$?
	if [ "$interrupted_code" -ge 2 ] && [ "$interrupted_code" -le 3 ] &&
	    grep -Eq "ended by a signal after [0-9]+ of $total" \
	    "$work/out.$1"; then
		pass "$1 in the middle"
	else
		fail "$1 in the middle" "exit $interrupted_code" \
		    "$(head -n 5 "$work/out.$1")"
	fi
	[ -s "$work/report.$1" ] || fail "no report after $1"
}
interrupted TERM
# A background job of sh ignores SIGINT; env(1) gives it back.
if env --default-signal=INT true 2> /dev/null; then
	background int env --default-signal=INT \
	    "$plugins/check_mx_weblife" -s "127.0.0.1:$port" \
	    -f "$work/big/list" --rate 300
	sleep 2
	kill -INT "$(cat "$work/int.pid")"
	wait_for 10 grep -Eq "ended by a signal after [0-9]+ of $total" \
	    "$work/int.log" && pass 'SIGINT in the middle' ||
	    fail 'SIGINT in the middle' "$(cat "$work/int.log")"
fi
ls "$work"/report.*.?????? > "$work/left" 2> /dev/null
[ ! -s "$work/left" ] && pass 'no temporary report is left' ||
    fail 'a temporary report is left' "$(cat "$work/left")"

# ---- dead name servers ----

resolver=$(free_port)
world make "$work/dead" 2000 500
port=$(free_port)
serve_nsd "$work/dead/zones" "$port"
mkdir "$work/anchors"
printf '* * silence\n' > "$work/silent"
silent=$(free_port)
serve_faults "$silent" 127.0.0.1 --rules "$work/silent"
serve_unbound "$work/anchors" "$resolver" "jp@127.0.0.1@$port \
me@127.0.0.1@$port dead.jp@127.0.0.1@$silent" \
    'num-queries-per-thread: 4096
    outgoing-range: 8192
    unwanted-reply-threshold: 0'
expect_like 2 '^MX CRITICAL - ' "$plugins/check_mx_weblife" \
    -s "127.0.0.1:$resolver" -f "$work/dead/list" \
    --report "$work/report.dead"
within 60000
compared dead dead

# One after the other, a second each: the resolver itself is silent for them.
world make "$work/few" 180 20
cat "$work/few/zones"/*.zone | grep -v '^[$@]' > "$work/few/text"
printf '*.dead.jp * silence\n' > "$work/few/rules"
port=$(free_port)
serve_faults "$port" 127.0.0.1 --rules "$work/few/rules" \
    --zone "$work/few/text"
expect_like 2 '^MX CRITICAL - ' "$plugins/check_mx_weblife" \
    -s "127.0.0.1:$port" -f "$work/few/list" --concurrency 1 -t 1 \
    --report "$work/report.few"
compared few few
within 60000

# ---- silent once, but not twice ----

# The first two sendings are lost, which are all that a second has.
{
	printf 'again%s.jp MX nth=3\n' 1 2 3 4 5
	echo 'never.jp * silence'
} > "$work/again.rules"
for i in 1 2 3 4 5; do
	echo "again$i.jp. MX 10 bs-mail-mta01.weblife.me."
	echo "again$i.jp. MX 100 bs-mail-mta02.weblife.me."
done > "$work/again.zone"
grep weblife.me "$work/few/text" >> "$work/again.zone"
printf 'again%s.jp\n' 1 2 3 4 5 > "$work/again.list"
port=$(free_port)
serve_faults "$port" 127.0.0.1 --rules "$work/again.rules" \
    --zone "$work/again.zone"
expect_like 0 '^MX OK - 5 domains, nothing wrong \| subjects=5;;;0 ok=5' \
    "$plugins/check_mx_weblife" -s "127.0.0.1:$port" \
    -f "$work/again.list" -t 1
echo never.jp >> "$work/again.list"
expect_like 2 '^MX CRITICAL - 1 of 6 domains wrong: never.jp ' \
    "$plugins/check_mx_weblife" -s "127.0.0.1:$port" \
    -f "$work/again.list" -t 1
# What was found the first time is told when there is no second.
expect_like 2 '^MX CRITICAL - 1 of 6 domains wrong: never.jp ' \
    "$plugins/check_mx_weblife" -s "127.0.0.1:$port" \
    -f "$work/again.list" -t 1 --total-timeout 2
output_has 'the total time was over after 6 of 6'

finish

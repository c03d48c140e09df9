#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# check_dnsbl against the scripted server: lists that are silent or broken
# hide no listing and invent none, the time of -t is kept, and a key is shown
# nowhere.

. "${srcdir:-.}/tests/e2e/lib.sh"
check=$plugins/check_dnsbl

key=abcdefghijklmnopqrstuvwxyz
{
	for zone in zen.spamhaus.org bl.spamcop.net psbl.surriel.com \
	    dead.test "$key.zen.dq.spamhaus.net"; do
		echo "2.0.0.127.$zone. A 127.0.0.2"
		echo "21.2.0.192.$zone. A 127.0.0.2"
		echo "21.2.0.192.$zone. TXT \"asked 21.2.0.192.$zone\""
	done
	n=0
	while [ $n -lt 60 ]; do
		echo "2.0.0.127.l$n.test. A 127.0.0.2"
		n=$((n + 1))
	done
	echo '7.2.0.192.l59.test. A 127.0.0.2'
} > "$work/faults.zone"
: > "$work/rules"
faults=$(free_port)
serve_faults "$faults" 127.0.0.1 --zone "$work/faults.zone" \
    --rules "$work/rules"

# fault 'RULE' ARG...: the list dead.test has this fault.
fault() {
	echo "$1" > "$work/rules"
	shift
	"$check" -s "127.0.0.1:$faults" "$@"
}

for words in servfail refused notimp garbage noquestion=x comploop cut; do
	case $words in
	noquestion=x) rule='*.dead.test A refused noquestion' ;;
	*) rule="*.dead.test A $words" ;;
	esac
	expect_like 2 '^DNSBL CRITICAL - 192.0.2.21: on zen.spamhaus.org' \
	    fault "$rule" -l default -l dead.test -H 192.0.2.21 -t 8
	output_has 'no answer from dead.test: '
	output_has 'listed=3;;0;0'
	output_has 'no_answer=1;;;0'
	[ -z "$quick" ] || finish
done
# A silent list, a silent test, and a silent text: nothing is lost, and the
# end does not come later than -t.
expect_like 2 '^DNSBL CRITICAL - 192.0.2.21: on zen.spamhaus.org' \
    fault '*.dead.test * silence' -l default -l dead.test -H 192.0.2.21 -t 3
output_has 'no answer from dead.test: it is silent'
within 8000
expect_like 0 '^DNSBL OK - 192.0.2.1: not listed, 3 of 4 lists answered' \
    fault '*.dead.test * silence' -l default -l dead.test -H 192.0.2.1 -t 3
within 8000
expect_like 2 '^DNSBL CRITICAL - 192.0.2.21: on bl.spamcop.net' \
    fault '*.zen.spamhaus.org A silence' -H 192.0.2.21 -t 3
output_has 'no answer from zen.spamhaus.org: it is silent'
output_has 'listed=2;;0;0'
expect_like 3 '^DNSBL UNKNOWN - 192.0.2.1: no answer from zen.spamhaus.org' \
    fault '*.zen.spamhaus.org A silence' -H 192.0.2.1 -t 3
expect_like 3 'dead.test: 127.0.0.2 listed; listing not proven: it is silent' \
    fault '2.0.0.127.dead.test A silence' -l dead.test -H 192.0.2.21 -t 3
output_has 'listed=0;;0;0'
expect_like 2 '^DNSBL CRITICAL - 192.0.2.21: on dead.test: 127.0.0.2 listed \|' \
    fault '*.dead.test TXT silence' -l dead.test -H 192.0.2.21 -t 3
within 8000
expect_like 3 'our resolver is not well|the time was over' \
    fault '* * silence' -H 192.0.2.21 -t 3
output_has 'listed=0;;0;0'
output_has 'no_answer=3;;;0'
expect_like 3 'our resolver is not well' fault '* * servfail' -H 192.0.2.1

# 60 lists, three questions each, and one round trip.
{
	n=0
	while [ $n -lt 60 ]; do
		echo "l$n.test"
		n=$((n + 1))
	done
	for zone in zen.spamhaus.org bl.spamcop.net psbl.surriel.com; do
		echo "$zone off"
	done
} > "$work/sixty"
forget "$faults"
expect_like 0 'not listed, 60 of 60 lists answered' \
    fault '' --lists "$work/sixty" -H 192.0.2.1
if [ "$(questions "$faults" ' A ')" -eq 180 ]; then
	pass '180 questions for 60 lists'
else
	fail '180 questions for 60 lists' "$(questions "$faults" ' A ')"
fi
expect_like 2 '^DNSBL CRITICAL - 192.0.2.7: on l59.test' \
    fault '*.l1.test * silence' --lists "$work/sixty" -H 192.0.2.7 -t 3
output_has 'lists=60;;;0 no_answer=1;;;0'

# --- the key ------------------------------------------------------------

# no_key WHAT: the key is nowhere in what the last run printed.
no_key() {
	if grep -Fqi "$key" "$out" "$err"; then
		fail "the key is shown: $1" "$(head -n 12 "$out")"
	else
		pass "the key is not shown: $1"
	fi
}
(umask 077 && echo "$key" > "$work/key")
expect_like 2 "^DNSBL CRITICAL - 192.0.2.21: on zen.spamhaus.org: 127.0.0.2\
 SBL, a source of spam \\(it says: asked 21.2.0.192.\\*+.zen.dq" \
    fault '' --key-file "$work/key" -H 192.0.2.21 -vvv
no_key 'all that was asked, with -vvv'
output_has '.zen.dq.spamhaus.net'
for words in servfail silence garbage; do
	expect_like 3 'no answer from zen.spamhaus.org' fault \
	    "*.$key.zen.dq.spamhaus.net * $words" --key-file "$work/key" \
	    -H 192.0.2.1 -t 3 -vv
	no_key "$words"
done
expect_like 3 'our resolver|the time was over' fault '* * servfail' \
    --key-file "$work/key" -l zen.spamhaus.org -H 192.0.2.1 -t 3 -vv
no_key 'the resolver is sick'
expect_like 3 'command line' fault '' -l "$key.zen.dq.spamhaus.net" -H 192.0.2.1
no_key 'a key on the command line'
echo "$key.zen.dq.spamhaus.net" > "$work/lists"
expect_like 3 'lists, line 1, column 1: a key does not belong' \
    fault '' --lists "$work/lists" -H 192.0.2.1
no_key 'a key in the file of lists'
chmod 644 "$work/key"
expect_like 3 "^DNSBL UNKNOWN - --key-file $work/key" \
    fault '' --key-file "$work/key" -H 192.0.2.1
no_key 'a key that others can read'
(umask 077 && echo "$key with blanks" > "$work/bad")
expect_like 3 'letters and digits' fault '' --key-file "$work/bad" -H 192.0.2.1
no_key 'a bad key'
expect_like 3 'with a key only' fault '' -l authbl.spamhaus.org -H 192.0.2.1

# --- a sweep ------------------------------------------------------------

# The lists' own tests are asked once for all.
n=1
while [ $n -lt 250 ]; do
	echo "198.51.100.$n"
	n=$((n + 1))
done > "$work/many"
forget "$faults"
expect_like 0 '^DNSBL OK - ' fault '' -f "$work/many" --rate 0
tests=$(questions "$faults" '2\.0\.0\.127\.zen\.spamhaus\.org.* A')
if [ "$tests" -le 3 ]; then
	pass "the test of a list is asked once in a sweep"
else
	fail 'the test of a list is asked once in a sweep' "$tests times"
fi
output_has 'subjects=249'
finish

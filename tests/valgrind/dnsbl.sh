#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# check_dnsbl under valgrind: a listing, a domain's senders, lists without an
# answer, a key, a sweep, and refused options.

. "${srcdir:-.}/tests/e2e/lib.sh"
have valgrind valgrind 'check_dnsbl under valgrind' || finish

mkdir "$work/zones"
key=abcdefghijklmnopqrstuvwxyz
for zone in zen.spamhaus.org bl.spamcop.net psbl.surriel.com \
    "$key.zen.dq.spamhaus.net"; do
	{
		zone_head "$zone"
		echo '2.0.0.127 A 127.0.0.2'
		echo '11.2.0.192 A 127.0.0.2'
		echo '11.2.0.192 A 127.0.0.4'
		echo '11.2.0.192 TXT "listed"'
	} > "$work/zones/$zone.zone"
done
{
	zone_head ended.example
	echo '* A 127.0.0.2'
} > "$work/zones/ended.example.zone"
{
	zone_head example.jp
	echo '@ TXT "v=spf1 ip4:192.0.2.0/28 include:absent.jp ~all"'
} > "$work/zones/example.jp.zone"
zone_head jp > "$work/zones/jp.zone"
port=$(free_port)
serve_nsd "$work/zones" "$port"

memcheck expect_like 2 '^DNSBL CRITICAL - 192.0.2.11: on zen' \
    check_dnsbl -s "127.0.0.1:$port" -H 192.0.2.11 -vv
[ -z "$quick" ] || finish
memcheck expect_like 2 '^DNSBL CRITICAL - example.jp: 192.0.2.11 is on' \
    check_dnsbl -s "127.0.0.1:$port" -d example.jp
printf 'own.example ip4 ip6 off\n 127.0.0.2 blocked:warning x\n' \
    > "$work/lists"
memcheck expect_like 0 '^DNSBL OK - 192.0.2.1: not listed, 3 of 5' \
    check_dnsbl -s "127.0.0.1:$port" -H 192.0.2.1 --lists "$work/lists" \
    -l default -l own.example -l ended.example
(umask 077 && echo "$key" > "$work/key")
memcheck expect_like 2 '^DNSBL CRITICAL - 192.0.2.11: on zen' check_dnsbl \
    -s "127.0.0.1:$port" -H 192.0.2.11 --key-file "$work/key"
printf '192.0.2.1\n192.0.2.11\nexample.jp\nabsent.jp\nhost a.example.jp\n' \
    > "$work/subjects"
memcheck expect_like 2 '^DNSBL CRITICAL' check_dnsbl \
    -s "127.0.0.1:$port" -f "$work/subjects" --rate 0
# What is in use when the program ends early is shown, and is no error.
# shellcheck disable=SC2034 # memcheck reads it
stderr_allowed=1
memcheck expect_like 3 '^DNSBL UNKNOWN' \
    check_dnsbl -H 192.0.2.1 -l dnsbl.sorbs.net
printf 'own.example\n 127.0.0.2 odd\n' > "$work/lists"
memcheck expect_like 3 '^DNSBL UNKNOWN' \
    check_dnsbl -H 192.0.2.1 --lists "$work/lists"
finish

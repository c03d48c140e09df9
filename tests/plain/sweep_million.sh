#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# A million domains of a wildcard zone in at most 64 MiB (the plain build: the
# sanitizers need more by themselves).

. "${srcdir:-.}/tests/e2e/lib.sh"

count=1000000
[ -z "$quick" ] || count=50000
mkdir "$work/zones"
{
	zone_head jp
	echo '* MX 10 bs-mail-mta01.weblife.me.'
	echo '* MX 100 bs-mail-mta02.weblife.me.'
} > "$work/zones/jp.zone"
{
	zone_head me
	echo 'bs-mail-mta01.weblife A 192.0.2.11'
	echo 'bs-mail-mta02.weblife A 192.0.2.12'
} > "$work/zones/me.zone"
port=$(free_port)
# What is not there is NXDOMAIN, and not refused.
zone_head . | sed 's/^ns IN/ns. IN/' > "$work/zones/root.zone"
serve_nsd "$work/zones" "$port"
seq -f 'd%07.0f.jp' "$count" > "$work/list"
stderr_allowed=yes
expect_like 0 "^MX OK - $count domains, nothing wrong \| subjects=$count;" \
    "$python" "$srcdir/tests/e2e/peak.py" "$plugins/check_mx_weblife" \
    -s "127.0.0.1:$port" -f "$work/list"
peak=$(sed -n 's/^peak //p' "$err")
if [ "${peak:-999999}" -le 65536 ]; then
	pass "$peak KiB"
else
	fail "a million domains took ${peak:-?} KiB, 65536 at most"
fi

# Names that are all in top-level domains of their own: what the engine keeps
# of each must not add up.
seq -f 'a.t%06.0f' 20000 > "$work/tops"
expect_like 2 '^MX CRITICAL - 20000 of 20000 domains wrong' \
    timeout 200 "$python" "$srcdir/tests/e2e/peak.py" \
    "$plugins/check_mx_weblife" -s "127.0.0.1:$port" -f "$work/tops"
peak=$(sed -n 's/^peak //p' "$err")
if [ "${peak:-999999}" -le 65536 ]; then
	pass "$peak KiB"
else
	fail "20,000 top-level domains took ${peak:-?} KiB, 65536 at most"
fi

finish

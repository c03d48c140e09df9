#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# One MX check against check_dig on the same NSD, and an empty program.

. "$srcdir/tests/bench/lib.sh"

check_dig=/usr/lib/nagios/plugins/check_dig
bench_need "$check_dig" monitoring-plugins-standard
bench_need dig bind9-dnsutils

mkdir "$work/zones"
{
	zone_head example.jp
	echo '@ MX 10 bs-mail-mta01.weblife.me.'
	echo '@ MX 100 bs-mail-mta02.weblife.me.'
} > "$work/zones/example.jp.zone"
{
	zone_head weblife.me
	echo 'bs-mail-mta01 A 192.0.2.11'
	echo 'bs-mail-mta02 A 192.0.2.12'
} > "$work/zones/weblife.me.zone"
port=$(free_port)
serve_nsd "$work/zones" "$port"

bench_run empty "$floor" \
    -- check_mx_weblife "$plugins/check_mx_weblife" \
    -s "127.0.0.1:$port" -d example.jp \
    -- check_dig "$check_dig" -H 127.0.0.1 -p "$port" -T MX -l example.jp \
    -a '10 bs-mail-mta01.weblife.me.'
bench_target 'CPU, share of that of check_dig' \
    "$(awk -v a="$(bench_value check_mx_weblife cpu)" \
    -v b="$(bench_value check_dig cpu)" 'BEGIN { print a / b }')" 0.25

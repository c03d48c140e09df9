#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Sweeps: names a second beside dnsperf's questions a second on the same NSD,
# a million domains, SPF of 20,000, and CPU per domain beside check_dig's.
# NAMES (200000) and MILLION (1000000) are how many.

. "$srcdir/tests/bench/lib.sh"

NAMES=${NAMES:-200000}
MILLION=${MILLION:-1000000}
check_dig=/usr/lib/nagios/plugins/check_dig
bench_need dnsperf dnsperf
bench_need "$check_dig" monitoring-plugins-standard
bench_need dig bind9-dnsutils

mkdir "$work/zones"
{
	zone_head jp
	echo '* MX 10 bs-mail-mta01.weblife.me.'
	echo '* MX 100 bs-mail-mta02.weblife.me.'
	echo '* TXT "v=spf1 include:_spf.weblife.me ~all"'
} > "$work/zones/jp.zone"
{
	zone_head me
	echo 'bs-mail-mta01.weblife A 192.0.2.11'
	echo 'bs-mail-mta02.weblife A 192.0.2.12'
	echo '_spf.weblife TXT "v=spf1 ip4:192.0.2.0/24 ~all"'
} > "$work/zones/me.zone"
port=$(free_port)
serve_nsd "$work/zones" "$port"
seq -f 'd%07.0f.jp' "$MILLION" > "$work/million"
head -n "$NAMES" "$work/million" > "$work/names"
sed 's/$/ MX/' "$work/names" > "$work/queries"

# swept NAME PLUGIN FILE [option]: time, figures and peak into $work/NAME.
swept() {
	swept_name=$1
	swept_plugin=$2
	swept_file=$3
	shift 3
	"$timer" 1 "$swept_name" "$plugins/$swept_plugin" \
	    -s "127.0.0.1:$port" -f "$swept_file" --rate 0 "$@" \
	    > "$work/bench" || exit 1
	awk -v n="$(wc -l < "$swept_file")" '{
	printf "%-18s %8d domains %7.2f s %8.0f a second " \
	    "%6.1f us CPU each %6d KiB exit %d\n",
	    $1, n, $2 / 1e6, n * 1e6 / $2, $3 / n, $4, $5 }' "$work/bench"
}

ratios=
# shellcheck disable=SC2034 # only counts
for round in 1 2 3; do
	dnsperf -s 127.0.0.1 -p "$port" -d "$work/queries" -n 1 \
	    > "$work/dnsperf" 2>&1 || exit 1
	queries=$(sed -n 's/.*Queries per second: *//p' "$work/dnsperf")
	printf '%-18s %44.0f questions a second\n' dnsperf "$queries"
	swept check_mx_weblife check_mx_weblife "$work/names"
	ratios="$ratios $(awk -v q="$queries" -v n="$NAMES" \
	    '{ print q / (n * 1e6 / $2) }' "$work/bench")"
	cpu=$(awk -v n="$NAMES" '{ print $3 / n }' "$work/bench")
done
# shellcheck disable=SC2086 # several words
bench_target "dnsperf's rate in ours (median of 3)" \
    "$(printf '%s\n' $ratios | sort -n | sed -n 2p)" 2
swept million check_mx_weblife "$work/million"
bench_target 'a million domains, s' \
    "$(awk '{ print $2 / 1e6 }' "$work/bench")" 30
bench_target 'a million domains, MiB' \
    "$(awk '{ print $4 / 1024 }' "$work/bench")" 64
if [ -x "$plugins/check_spf_weblife" ] &&
    "$plugins/check_spf_weblife" --help | grep -q -e --file; then
	head -n 20000 "$work/names" > "$work/spf"
	swept check_spf_weblife check_spf_weblife "$work/spf"
fi
bench_run check_dig "$check_dig" -H 127.0.0.1 -p "$port" -T MX \
    -l d0000001.jp
echo "CPU per domain: $cpu us in a sweep," \
    "$(bench_value check_dig cpu) us by check_dig"

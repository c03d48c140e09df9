#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# One evaluation of SPF against libspf2, Mail::SPF and pyspf, on one server
# that answers 50 ms late: a record with 9 includes side by side, and one 4
# deep.  The others read /etc/resolv.conf only: all run in a namespace of their
# own, with another file over it and the server on port 53.

if [ -z "$BENCH_SPF_INSIDE" ]; then
	BENCH_SPF_INSIDE=1
	export BENCH_SPF_INSIDE
	exec unshare -rnm sh "$0" "$@"
fi
ip link set lo up 2> /dev/null || ifconfig lo up || exit 1
. "$srcdir/tests/bench/lib.sh"

bench_need spfquery.libspf2 spfquery
bench_need spfquery.mail-spf-perl spf-tools-perl
/usr/bin/python3 -c 'import spf' 2> /dev/null ||
    { echo 'pyspf is not there (package python3-spf)'; exit 1; }

echo 'nameserver 127.0.0.1' > "$work/resolv.conf"
mount --bind "$work/resolv.conf" /etc/resolv.conf || exit 1

{
	printf 'flat.jp. TXT "v=spf1'
	for i in 1 2 3 4 5 6 7 8 9; do
		printf ' include:_%d.flat.jp' "$i"
	done
	printf ' -all"\n'
	for i in 1 2 3 4 5 6 7 8 9; do
		printf '_%d.flat.jp. TXT "v=spf1 ip4:192.0.2.%d -all"\n' \
		    "$i" "$i"
	done
	printf 'deep.jp. TXT "v=spf1 include:_1.deep.jp -all"\n'
	for i in 1 2 3; do
		printf '_%d.deep.jp. TXT "v=spf1 include:_%d.deep.jp -all"\n' \
		    "$i" $((i + 1))
	done
	printf '_4.deep.jp. TXT "v=spf1 ip4:192.0.2.9 -all"\n'
} > "$work/zone"
serve_faults 53 127.0.0.1 --zone "$work/zone" --delay 50

ratio() {
	awk -v a="$(bench_value "$1" "$3")" -v b="$(bench_value "$2" "$3")" \
	    'BEGIN { print a / b }'
}

RUNS=${BENCH_SPF_RUNS:-10}
for record in flat deep; do
	echo "-- $record.jp, every answer 50 ms late"
	from=x@$record.jp
	bench_run empty "$floor" \
	    -- check_spf_weblife "$plugins/check_spf_weblife" \
	    --ip 192.0.2.9 --mail-from "$from" --helo m.jp \
	    -- libspf2 spfquery.libspf2 --ip 192.0.2.9 --sender "$from" \
	    --helo m.jp \
	    -- Mail::SPF spfquery.mail-spf-perl --ip 192.0.2.9 --scope mfrom \
	    --id "$from" --helo-id m.jp \
	    -- pyspf /usr/bin/python3 -c "import spf; \
r = spf.check2('192.0.2.9', '$from', 'm.jp'); \
exit(0 if r[0] == 'pass' else 9)"
	fastest=libspf2
	for peer in Mail::SPF pyspf; do
		[ "$(bench_value "$peer" wall)" -ge \
		    "$(bench_value "$fastest" wall)" ] || fastest=$peer
	done
	share=$(ratio check_spf_weblife "$fastest" wall)
	if [ "$record" = flat ]; then
		bench_target "wall, share of that of $fastest, the fastest" \
		    "$share" 0.5
	else
		echo "wall, share of that of $fastest, the fastest: $share"
	fi
	bench_target 'CPU, share of that of libspf2' \
	    "$(ratio check_spf_weblife libspf2 cpu)" 2
done

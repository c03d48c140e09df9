#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# check_dnsbl against check_rbl and rblcheck: the same lists on the same server
# with answers after 50 ms, 5 of them silent, 50 addresses, a sweep.  The peers
# know only port 53 and /etc/resolv.conf, so all of them run in a network and
# mount namespace of their own.

if [ -z "$BENCH_INSIDE" ]; then
	BENCH_INSIDE=1 exec unshare -rnm sh "$0" "$@"
fi
RUNS=${RUNS:-5}
. "$srcdir/tests/bench/lib.sh"

check_rbl=/usr/lib/nagios/plugins/check_rbl
bench_need "$check_rbl" monitoring-plugins-contrib
bench_need rblcheck rblcheck
"$check_rbl" --version > /dev/null 2>&1 || [ $? -eq 3 ] || {
	echo 'check_rbl lacks the Perl modules that its package recommends'
	exit 1
}
ip link set lo up || exit 1
echo 'nameserver 127.0.0.1' > "$work/resolv.conf"
mount --bind "$work/resolv.conf" /etc/resolv.conf || exit 1

# lists COUNT FILE: l0.test and so on, as a file of --lists without others.
lists() {
	seq 0 $(($1 - 1)) | sed 's/.*/l&.test/'
	for list_zone in zen.spamhaus.org bl.spamcop.net psbl.surriel.com; do
		echo "$list_zone off"
	done
}

# Each list passes its own test and has one address.
seq 0 59 | sed 's/.*/2.0.0.127.l&.test. 300 A 127.0.0.2\
99.2.0.192.l&.test. 300 A 127.0.0.2/' > "$work/zone"
lists 60 > "$work/sixty"
lists 3 > "$work/three"
servers=$(seq 0 59 | sed 's/.*/-s l&.test/')
few=$(seq 0 2 | sed 's/.*/-s l&.test/')
: > "$work/rules"
serve_faults 53 127.0.0.1 --zone "$work/zone" --rules "$work/rules" --delay 50

# A shell loop with one process for each address, as people write it.
loop() {
	cat > "$1" <<-END
	for address in \$(seq -f 192.0.2.%g $2); do
		$check_rbl -H \$address -c 1 -w 1 $3
	done
	END
}

echo '-- 60 lists, an address that none has; answers after 50 ms'
# shellcheck disable=SC2086 # several words
bench_run empty "$floor" -- check_dnsbl "$plugins/check_dnsbl" \
    --lists "$work/sixty" -H 192.0.2.1 \
    -- check_rbl "$check_rbl" -H 192.0.2.1 -c 1 -w 1 $servers \
    -- rblcheck rblcheck -c $servers 192.0.2.1
ours=$(bench_value check_dnsbl wall)
start=$(bench_value empty wall)
cpu=$(bench_value check_dnsbl cpu)
theirs=$(bench_value check_rbl cpu)
bench_target 'wall over process start, in delays of 50 ms' \
    "$(awk -v a="$ours" -v b="$start" 'BEGIN { print (a - b) / 50000 }')" 1.3
bench_target 'CPU, share of that of check_rbl' \
    "$(awk -v a="$cpu" -v b="$theirs" 'BEGIN { print a / b }')" 0.05

echo '-- the same, 5 of the lists silent'
seq 0 4 | sed 's/.*/*.l&.test * silence/' > "$work/rules"
# shellcheck disable=SC2086 # several words
RUNS=1 bench_run check_dnsbl "$plugins/check_dnsbl" \
    --lists "$work/sixty" -H 192.0.2.1 \
    -- check_rbl "$check_rbl" -H 192.0.2.1 -c 1 -w 1 $servers \
    -- rblcheck rblcheck -c $servers 192.0.2.1
bench_target 'wall, in seconds (patience is 5)' \
    "$(awk -v a="$(bench_value check_dnsbl wall)" \
    'BEGIN { print a / 1000000 }')" 5.3
: > "$work/rules"

echo '-- 60 lists, 50 addresses'
fifty=$(seq -f '-H 192.0.2.%g' 1 50)
plain=$(seq -f '192.0.2.%g' 1 50)
loop "$work/loop50" 50 "$(echo "$servers" | tr '\n' ' ')"
# shellcheck disable=SC2086 # several words
RUNS=1 bench_run check_dnsbl "$plugins/check_dnsbl" -t 60 \
    --lists "$work/sixty" $fifty \
    -- check_rbl_in_a_loop sh "$work/loop50" \
    -- rblcheck rblcheck -c $servers $plain

echo '-- a sweep: 3 lists without delay, 10,000 addresses; check_rbl: 100'
stop faults-53
mkdir "$work/zones"
for zone in l0.test l1.test l2.test; do
	{ zone_head $zone; echo '2.0.0.127 A 127.0.0.2'; } \
	    > "$work/zones/$zone.zone"
done
serve_nsd "$work/zones" 53
seq 0 9999 | awk '{ print "10.0." int($1 / 256) "." $1 % 256 }' \
    > "$work/addresses"
loop "$work/loop100" 100 "$(echo "$few" | tr '\n' ' ')"
RUNS=1 bench_run check_dnsbl_10000 "$plugins/check_dnsbl" --rate 0 \
    --lists "$work/three" -f "$work/addresses" \
    -- check_rbl_100 sh "$work/loop100"
bench_target 'CPU an address, share of that of check_rbl' \
    "$(awk -v a="$(bench_value check_dnsbl_10000 cpu)" \
    -v b="$(bench_value check_rbl_100 cpu)" 'BEGIN { print a / b / 100 }')" \
    0.05

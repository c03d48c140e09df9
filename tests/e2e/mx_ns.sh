#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# mx_ns.sh - check_mx_weblife -n: every authoritative name server is asked.
# They listen on port 53, so that the test runs in a network of its own.

if [ "$1" != inside ] && [ "$2" != inside ]; then
	. "${srcdir:-.}/tests/e2e/lib.sh"
	if ! unshare -rn true 2> /dev/null; then
		skip 'name servers on port 53' 'with user namespaces'
		finish
	fi
	export srcdir builddir
	trap - EXIT
	rm -rf "$work"
	exec unshare -rn sh "$0" ${quick:+quick} inside
fi

. "${srcdir:-.}/tests/e2e/lib.sh"
ip link set lo up

right='@ MX 10 bs-mail-mta01.weblife.me.
@ MX 100 bs-mail-mta02.weblife.me.'
old='@ MX 10 mx.old.example.'

# zone FOLDER DOMAIN "SERVERS": a zone with these name servers; the records
# come from stdin.
zone() {
	mkdir -p "$1"
	{
		# shellcheck disable=SC2016 # words of a zone file
		printf '$ORIGIN %s.\n$TTL 300\n' "$2"
		echo '@ IN SOA ns1 hostmaster 1 3600 900 604800 60'
		for zone_ns in $3; do
			echo "@ IN NS $zone_ns"
		done
		printf 'ns1 A 127.0.0.11\nns2 A 127.0.0.12\n'
		printf 'ns3 A 127.0.0.13\nns6 AAAA 2001:db8::53\n'
		cat
	} > "$1/$2.zone"
}

a=$work/a b=$work/b r=$work/r
for dir in "$a" "$b" "$r"; do
	echo "$right" | zone "$dir" all.example 'ns1 ns2'
	echo "$right" | zone "$dir" lame.example 'ns1 ns2'
	echo "$right" | zone "$dir" silent.example 'ns1 ns3'
	echo "$right" | zone "$dir" family.example 'ns1 ns6'
	echo "$right" | zone "$dir" nowhere.example 'ns1 ns9'
	echo "$old" | zone "$dir" none.example 'ns1 ns2'
	printf 'mail MX 10 bs-mail-mta01.weblife.me.\n%s\n' \
	    'mail MX 100 bs-mail-mta02.weblife.me.' |
	    zone "$dir" sub.example 'ns1 ns2'
done
rm "$b/lame.example.zone"
# Half moved: ns1 is right, ns2 has the old record; the resolver's differs.
echo "$right" | zone "$a" moving.example 'ns1 ns2'
echo "$old" | zone "$b" moving.example 'ns1 ns2'
echo "$right" | zone "$r" moving.example 'ns1 ns2'
echo "$right" | zone "$a" stale.example 'ns1 ns2'
echo "$right" | zone "$b" stale.example 'ns1 ns2'
echo "$old" | zone "$r" stale.example 'ns1 ns2'
# What the resolver knows besides.
printf '%s\n' 'bs-mail-mta01 A 192.0.2.11' 'bs-mail-mta02 A 192.0.2.12' |
    zone "$r" weblife.me 'ns1'
echo 'mx A 192.0.2.13' | zone "$r" old.example 'ns1'
: | zone "$r" example 'ns1'

serve_nsd "$a" 53 127.0.0.11
serve_nsd "$b" 53 127.0.0.12
serve_nsd "$r" 53 127.0.0.10

mx() {
	domain=$1
	shift
	"$plugins/check_mx_weblife" -s 127.0.0.10 -n -d "$domain" "$@"
}

figures='time=T right=2;;;0 missing=0;;;0 foreign=0;;;0'
figures="$figures wrong_preference=0;;;0"

expect 1 "MX WARNING - moving.example: name server ns2.moving.example\
 (127.0.0.12) has other MX records: 10 mx.old.example (kept by others for up\
 to 300 s) | $figures servers=2;;;0 servers_differ=1;;;0" \
    mx moving.example
[ -z "$quick" ] || finish

expect 0 "MX OK - all.example: the MX records are right, at 2 of 2 name\
 servers, too | $figures servers=2;;;0 servers_differ=0;;;0" mx all.example
expect 1 "MX WARNING - lame.example: name server ns2.lame.example\
 (127.0.0.12) does not serve the domain (REFUSED) |\
 $figures servers=2;;;0 servers_differ=0;;;0" mx lame.example
expect 1 "MX WARNING - silent.example: name server ns3.silent.example\
 (127.0.0.13) does not answer (its port is closed) |\
 $figures servers=2;;;0 servers_differ=0;;;0" mx silent.example
expect 1 "MX WARNING - nowhere.example: name server ns9.nowhere.example has\
 no address (NXDOMAIN) | $figures servers=1;;;0 servers_differ=0;;;0" \
    mx nowhere.example
expect_like 2 '^MX CRITICAL - none.example: none of the MX records of weblife.me is there' \
    mx none.example
output_has 'none of the 2 name servers has the right MX records'
expect_like 1 '^MX WARNING - stale.example: our resolver still has other MX records \(10 mx.old.example\) for up to 300 s; 2 of 2 name servers have the right ones' \
    mx stale.example

# A family that this host has no route to is left out, and told with -v.
expect 0 "MX OK - family.example: the MX records are right, at 1 of 1 name\
 servers, too | $figures servers=1;;;0 servers_differ=0;;;0" \
    mx family.example
output_lacks 2001:db8::53
expect 0 "MX OK - family.example: the MX records are right, at 1 of 1 name\
 servers, too | $figures servers=1;;;0 servers_differ=0;;;0" \
    mx family.example -v
output_has 'name server 2001:db8::53 left out: this host has no route to it'

# A mail domain below a zone has the zone's servers.
expect 0 "MX OK - mail.sub.example: the MX records are right, at 2 of 2 name\
 servers, too | $figures servers=2;;;0 servers_differ=0;;;0" \
    mx mail.sub.example

finish

# SPDX-License-Identifier: GPL-3.0-or-later
#
# lib-mx-unbound.sh - the part of mx.sh with a resolver in between.

# shellcheck disable=SC2154 # set by the script that reads this file

dead=$(free_port)
empty=$(free_port)
mkdir "$work/empty"
zone_head elsewhere.test > "$work/empty/elsewhere.test.zone"
serve_nsd "$work/empty" "$empty"
stubs=
for i in jp net example.jp one.example.jp big.example.jp weblife.me \
    example.net signed.test bogus.test expired.test; do
	stubs="$stubs $i@127.0.0.1@$port"
done
stubs="$stubs dead.test@127.0.0.1@$dead lame.test@127.0.0.1@$empty"
resolver=$(free_port)
serve_unbound "$z" "$resolver" "$stubs"
port=$resolver

expect 0 "MX OK - example.jp: both MX records of weblife.me are right\
 $(figures 2 0 0 0)" mx -d example.jp
expect 0 "MX OK - signed.test: both MX records of weblife.me are right\
 $(figures 2 0 0 0)" mx -d signed.test
expect_like 2 '^MX CRITICAL - bogus\.test: the DNSSEC of bogus\.test is broken ' \
    mx -d bogus.test
output_has 'signatures'
expect_like 2 '^MX CRITICAL - expired\.test: the DNSSEC of expired\.test is broken ' \
    mx -d expired.test
expect_like 2 '^MX CRITICAL - big\.example\.jp: MX .* foreign=60;;;0 ' \
    mx -d big.example.jp
expect_like 2 '^MX CRITICAL - absent\.test: the domain does not exist \(NXDOMAIN\)' \
    mx -d absent.test
expect_like 2 '^MX CRITICAL - lame\.test: the name servers of lame\.test fail \(SERVFAIL for MX\)' \
    mx -d lame.test
# unbound goes on asking a dead port: silence, while it answers for others.
expect_like 2 '^MX CRITICAL - dead\.test: (no name server of dead\.test answers|the name servers of dead\.test fail)' \
    mx -d dead.test
within 11000

refusing=$(free_port)
serve_unbound "$z" "$refusing" "$stubs" \
    '    access-control: 127.0.0.1/32 refuse'
port=$refusing
expect_like 3 '^MX UNKNOWN - example\.jp: our resolver refuses to resolve for this host \(REFUSED\)' \
    mx -d example.jp
output_lacks 'type MX'

#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# check_dnsbl against rbldnsd, directly and through unbound, and against the
# scripted server: each list says listed, clean or nothing, and never a false
# alarm.

. "${srcdir:-.}/tests/e2e/lib.sh"
have rbldnsd rbldnsd 'check_dnsbl' || finish
have unbound unbound 'check_dnsbl' || finish

check=$plugins/check_dnsbl
rbl=$work/rbl
mkdir "$rbl"

# data FILE: a file for rbldnsd, behind the head that each zone needs.
data() {
	{
		cat <<- 'END'
		$SOA 300 ns.rbl.test hostmaster.rbl.test 0 1h 10m 5d 60
		$NS 300 ns.rbl.test
		$TTL 60
		END
		cat
	} > "$rbl/$1"
}

data zen <<'END'
:127.0.0.2:https://check.example.test/$
127.0.0.2
192.0.2.11
192.0.2.12 :127.0.0.10:PBL: https://check.example.test/$
192.0.2.13 :127.0.0.10:PBL
192.0.2.14 :127.0.0.8:a code of tomorrow
198.51.100.0/24
!198.51.100.7
END
# The same zone again: several A records in one answer, as zen has them.
data zen-xbl <<'END'
:127.0.0.4:XBL
127.0.0.2
192.0.2.13
END
data zen6 <<'END'
:127.0.0.3:CSS $
2001:db8:bad::/48
END
data plain <<'END'
:127.0.0.2:listed
127.0.0.2
192.0.2.21
END
data dbl <<'END'
:127.0.1.2:a spam domain
dbltest.com
.spammy.example
END
data surbl <<'END'
:127.0.0.72:phishing and abuse
test.surbl.org
bits.example
END
data mailspike <<'END'
:127.0.0.10:the worst
127.0.0.2
192.0.2.31 :127.0.0.17:good
END
data hostkarma <<'END'
:127.0.0.2:black
127.0.0.2
127.0.0.1 :127.0.0.1:white
192.0.2.32 :127.0.0.1:white
END
data level2 <<'END'
:127.0.0.2:the whole provider
127.0.0.2
192.0.2.0/24
END
# No test entry; lists the world; parked; the two families in one IPv6 list.
data notest <<'END'
:127.0.0.2:listed
192.0.2.21
END
data world <<'END'
:127.0.0.2:dead since 2015
0.0.0.0/1
128.0.0.0/1
END
data parked <<'END'
:216.120.147.200:this domain is for sale
0.0.0.0/1
128.0.0.0/1
END
data only6 <<'END'
:127.0.0.2:listed
::ffff:7f00:2
2001:db8:bad::/48
END
for code in 252 254 255; do
	data err$code <<-END
	:127.255.255.$code:Error: see https://check.example.test/returnc/
	0.0.0.0/1
	128.0.0.0/1
	END
done
data gone <<'END'
127.0.0.2
192.0.2.21
END
# By the address that asks: error codes, REFUSED, and silence.
cat > "$rbl/acl" <<'END'
127.0.0.9 :127.255.255.254:Error: open resolver
127.0.0.10 :refuse
127.0.0.11 :ignore
127.0.0.12 :127.255.255.255:Error: too many queries
END

port=$(free_port)
serve_rbldnsd "$rbl" "$port" \
    zen.spamhaus.org:ip4set:zen zen.spamhaus.org:ip4set:zen-xbl \
    zen.spamhaus.org:ip6trie:zen6 zen.spamhaus.org:acl:acl \
    bl.spamcop.net:ip4set:plain bl.spamcop.net:acl:acl \
    psbl.surriel.com:ip4set:plain psbl.surriel.com:acl:acl \
    dbl.spamhaus.org:dnset:dbl multi.surbl.org:dnset:surbl \
    rep.mailspike.net:ip4set:mailspike \
    hostkarma.junkemailfilter.com:ip4set:hostkarma \
    dnsbl-2.uceprotect.net:ip4set:level2 \
    notest.test:ip4set:notest world.test:ip4set:world \
    parked.test:ip4set:parked only6.test:ip6trie:only6 \
    err252.test:ip4set:err252 err254.test:ip4set:err254 \
    err255.test:ip4set:err255 gone.test:ip4set:gone

# dnsbl ARG...: asks rbldnsd itself.
dnsbl() {
	"$check" -s "127.0.0.1:$port" "$@"
}

# figures L W I N A Z: the perfdata of a single subject.
figures() {
	printf '| time=T listed=%s;;0;0 listed_warning=%s;0;;0' "$1" "$2"
	printf ' listed_info=%s;;;0 lists=%s;;;0' "$3" "$4"
	printf ' no_answer=%s;;;0 addresses=%s;;;0' "$5" "$6"
}

zen_on='on zen.spamhaus.org: 127.0.0.2 SBL, a source of spam'

# --- listed, and clean --------------------------------------------------

expect 2 "DNSBL CRITICAL - 192.0.2.11: $zen_on (it says:\
 https://check.example.test/192.0.2.11) $(figures 1 0 0 3 0 1)" \
    dnsbl -H 192.0.2.11
output_has 'at https://check.spamhaus.org/ (zen.spamhaus.org)'
[ -z "$quick" ] || finish
expect 0 "DNSBL OK - 192.0.2.1: not listed, 3 of 3 lists answered\
 $(figures 0 0 0 3 0 1)" dnsbl -H 192.0.2.1
# an exclusion inside a listed network
expect_like 0 '^DNSBL OK - 198.51.100.7: not listed, 3 of 3' \
    dnsbl -H 198.51.100.7
# all records of an answer
expect_like 2 '^DNSBL CRITICAL - 192.0.2.13: on zen\.spamhaus\.org:' \
    dnsbl -H 192.0.2.13
output_has '127.0.0.10 PBL'
output_has '127.0.0.4 XBL, an infected or hacked machine'
output_has 'listed=1;;0;0'
expect_like 1 "^DNSBL WARNING - 192.0.2.14: on zen.spamhaus.org: 127.0.0.8 a\
 code that is not known here" dnsbl -H 192.0.2.14
expect 2 "DNSBL CRITICAL - 2001:db8:bad::1: on zen.spamhaus.org: 127.0.0.3\
 CSS, sends spam or looks as if hacked (it says: CSS 2001:db8:bad::1)\
 $(figures 1 0 0 2 0 1)" dnsbl -H 2001:db8:bad::1
expect_like 0 '^DNSBL OK - 2001:db8::1: not listed, 2 of 2 lists' \
    dnsbl -H 2001:db8::1
expect_like 2 '^DNSBL CRITICAL - 192.0.2.11: on zen' dnsbl -H ::ffff:192.0.2.11

# the policy list, for a mail server and for an office line
expect_like 2 "^DNSBL CRITICAL - 192.0.2.12: on zen.spamhaus.org: 127.0.0.10\
 PBL" dnsbl -H 192.0.2.12
output_has '--client'
expect 0 "DNSBL OK - 192.0.2.12: on no list that counts, 3 of 3 lists answered\
 $(figures 0 0 1 3 0 1)" dnsbl -H 192.0.2.12 --client
output_has '192.0.2.12: on zen.spamhaus.org: 127.0.0.10 PBL'
output_has 'normal for an office line'
expect_like 2 '^DNSBL CRITICAL - 192.0.2.13: on zen' \
    dnsbl -H 192.0.2.13 --client
output_has 'This is your own line'

# good marks, information, an allowed 127.0.0.1
expect_like 0 '^DNSBL OK - 192.0.2.31: not listed, 1 of 1 list' \
    dnsbl -l rep.mailspike.net -H 192.0.2.31 -v
output_has '127.0.0.17 a good reputation'
expect_like 0 '^DNSBL OK - 192.0.2.32: not listed, 1 of 1 list' \
    dnsbl -l hostkarma.junkemailfilter.com -H 192.0.2.32
expect 0 "DNSBL OK - 192.0.2.11: on no list that counts, 1 of 1 list answered\
 $(figures 0 0 1 1 0 1)" dnsbl -l dnsbl-2.uceprotect.net -H 192.0.2.11

# --- lists that say nothing ---------------------------------------------

expect 3 "DNSBL UNKNOWN - 192.0.2.21: on notest.test: 127.0.0.2 listed;\
 listing not proven: it has no test entry (127.0.0.2)\
 $(figures 0 0 0 1 1 1)" dnsbl -l notest.test -H 192.0.2.21
expect_like 3 'only 0 of 1 list answered' dnsbl -l notest.test -H 192.0.2.1
printf 'notest.test test=none\n' > "$work/lists"
expect_like 2 '^DNSBL CRITICAL - 192.0.2.21: on notest.test: 127.0.0.2 listed' \
    dnsbl -l notest.test --lists "$work/lists" -H 192.0.2.21
expect_like 0 '^DNSBL OK - 192.0.2.1: not listed, 1 of 1 list' \
    dnsbl -l notest.test --lists "$work/lists" -H 192.0.2.1
for case in 'world.test|it lists 127.0.0.1 (as 127.0.0.2)' \
    'parked.test|it answers 216.120.147.200' \
    'err252.test|it answers 127.255.255.252 (the name of the zone' \
    'err254.test|it answers 127.255.255.254 (the list refuses' \
    'err255.test|it answers 127.255.255.255 (the list refuses'; do
	expect 3 "DNSBL UNKNOWN - 192.0.2.11: only 0 of 1 list answered\
 $(figures 0 0 0 1 1 1)" dnsbl -l "${case%%|*}" -H 192.0.2.11
	output_has "no answer from ${case%%|*}: ${case#*|}"
done
expect_like 2 '^DNSBL CRITICAL - 2001:db8:bad::1: on only6.test' dnsbl \
    --lists "$srcdir/tests/fuzz/dnsbl_lists/only6" -l only6.test \
    -H 2001:db8:bad::1
# A dead list does not hide a listing, nor invent one.
expect_like 2 "^DNSBL CRITICAL - 192.0.2.11: $zen_on" dnsbl -H 192.0.2.11 \
    -l default -l world.test -l parked.test -l err254.test
output_has 'no answer from world.test'
output_has 'listed=1;;0;0'
output_has 'lists=6;;;0 no_answer=3;;;0'
expect_like 0 '^DNSBL OK - 192.0.2.1: not listed, 3 of 6 lists answered' \
    dnsbl -H 192.0.2.1 -l default -l world.test -l parked.test -l err254.test
output_has 'no answer from parked.test: it answers 216.120.147.200'
output_has '--key-file'
expect_like 3 '^DNSBL UNKNOWN - 192.0.2.1: only 3 of 6 lists answered' \
    dnsbl -H 192.0.2.1 -l default -l world.test -l parked.test \
    -l err254.test --answers 60:

# --- domains, hosts and senders through unbound -------------------------

mkdir "$work/zones"
{
	zone_head example.jp
	cat <<- 'END'
	@ TXT "v=spf1 include:_spf.weblife.me ip4:203.0.113.9 ~all"
	mail A 192.0.2.1
	mail A 192.0.2.21
	mail AAAA 2001:db8:bad::1
	nothing TXT "no address"
	none A 192.0.2.1
	lost TXT "v=spf1 include:absent.example.jp ip4:192.0.2.1 ~all"
	wide TXT "v=spf1 ip4:192.0.2.0/24 -all"
	END
} > "$work/zones/example.jp.zone"
{
	zone_head spammy.example
	echo '@ TXT "v=spf1 -all"'
} > "$work/zones/spammy.example.zone"
{
	zone_head bits.example
	echo '@ TXT "v=spf1 -all"'
} > "$work/zones/bits.example.zone"
{
	zone_head weblife.me
	echo '_spf TXT "v=spf1 ip4:192.0.2.16/29 ip6:2001:db8:bad::1 -all"'
} > "$work/zones/weblife.me.zone"
nsd=$(free_port)
serve_nsd "$work/zones" "$nsd"
stubs=
for zone in spamhaus.org spamcop.net surriel.com surbl.org mailspike.net \
    uceprotect.net notest.test world.test parked.test err254.test gone.test; do
	stubs="$stubs $zone@127.0.0.1@$port"
done
for zone in example.jp spammy.example bits.example weblife.me; do
	stubs="$stubs $zone@127.0.0.1@$nsd"
done

# resolver PORT [ADDR]: an unbound that asks rbldnsd from ADDR.
resolver() {
	serve_unbound "$work" "$1" "$stubs" ${2:+"    outgoing-interface: $2"}
}

res=$(free_port)
resolver "$res"

# via ARG...: asks through unbound.
via() {
	"$check" -s "127.0.0.1:$res" "$@"
}

expect_like 2 "^DNSBL CRITICAL - 192.0.2.11: $zen_on" via -H 192.0.2.11
expect_like 0 '^DNSBL OK - 192.0.2.1: not listed, 3 of 3' via -H 192.0.2.1
expect_like 2 '^DNSBL CRITICAL - example.jp: 2001:db8:bad::1 is on zen' \
    via -d example.jp
output_has 'example.jp: 192.0.2.21 is on bl.spamcop.net: 127.0.0.2 listed'
output_has 'listed=3;;0;0'
output_has 'lists=4;;;0 no_answer=0;;;0 addresses=10;;;0'
output_has 'tell its support'
expect_like 2 "^DNSBL CRITICAL - spammy.example: the domain is on\
 dbl.spamhaus.org: 127.0.1.2 a spam domain" via -d spammy.example
output_has 'addresses=0'
expect_like 2 "^DNSBL CRITICAL - bits.example: the domain is on\
 multi.surbl.org: 127.0.0.72 phishing; 127.0.0.72 abuse" \
    via -d bits.example -l multi.surbl.org
expect_like 2 '^DNSBL CRITICAL - wide.example.jp: ' via -d wide.example.jp \
    --max-addresses 256
output_has 'addresses=256'
expect_like 2 '^DNSBL CRITICAL - wide.example.jp: ' via -d wide.example.jp -v
output_has '32 of 256 addresses asked for'
expect_like 3 'none.example.jp: the domain has no SPF record' \
    via -d none.example.jp
output_has 'check_spf_weblife'
expect_like 3 "lost.example.jp: not all senders are known: the SPF of\
 absent.example.jp: no record" via -d lost.example.jp
expect_like 2 'absent.example.jp: the domain does not exist' \
    via -d absent.example.jp
expect_like 2 '^DNSBL CRITICAL - mail.example.jp: 2001:db8:bad::1 is on zen' \
    via -H mail.example.jp
output_has 'mail.example.jp: 192.0.2.21 is on psbl.surriel.com'
output_has 'addresses=3'
expect_like 2 'absent.example.jp: this host name does not exist' \
    via -H absent.example.jp
output_has 'Is the name mistyped? -H is for a host or an address, -d for a mail'
expect_like 2 'nothing.example.jp: this host name has no address' \
    via -H nothing.example.jp

# What a list says to this resolver, by the address it asks from.
for case in '127.0.0.9|it answers 127.255.255.254' \
    '127.0.0.12|it answers 127.255.255.255' \
    '127.0.0.10|SERVFAIL'; do
	other=$(free_port)
	resolver "$other" "${case%%|*}"
	expect_like 3 '^DNSBL UNKNOWN - 192.0.2.11: ' \
	    "$check" -s "127.0.0.1:$other" -H 192.0.2.11
	output_has "no answer from zen.spamhaus.org: ${case#*|}"
	output_has 'listed=0;;0;0'
	stop "unbound-$other"
done
# unbound stays silent about servers that are: the time of -t is kept.
other=$(free_port)
resolver "$other" 127.0.0.11
expect_like 3 '^DNSBL UNKNOWN - 192.0.2.11: ' \
    "$check" -s "127.0.0.1:$other" -t 3 -H 192.0.2.11
output_has 'listed=0;;0;0'
within 8000
stop "unbound-$other"

# The list's data are taken away while it runs: SERVFAIL.
expect_like 2 '^DNSBL CRITICAL - 192.0.2.21: on gone.test' \
    dnsbl -l gone.test -H 192.0.2.21
mv "$rbl/gone" "$rbl/gone-away"
is_gone() {
	dnsbl -l default -l gone.test -H 192.0.2.21 | grep -q SERVFAIL
}
wait_for 60 is_gone || fail 'rbldnsd does not notice that its data is gone'
expect_like 2 "^DNSBL CRITICAL - 192.0.2.11: $zen_on" \
    dnsbl -l default -l gone.test -H 192.0.2.11
output_has 'no answer from gone.test: SERVFAIL'
expect_like 3 'only 0 of 1 list answered|no answer from gone.test' \
    via -l gone.test -H 192.0.2.22
output_has 'listed=0;;0;0'

# --- options ------------------------------------------------------------

expect 3 'DNSBL UNKNOWN - --list dnsbl.sorbs.net: it was shut down on'\
' 2024-06-05; leave it out' dnsbl -l dnsbl.sorbs.net -H 192.0.2.1
expect_like 3 'it lists good senders' dnsbl -l list.dnswl.org -H 192.0.2.1
expect_like 3 'subscribers' dnsbl -l bl.score.senderscore.com -H 192.0.2.1
expect_like 3 '^DNSBL UNKNOWN - --hostname 192.0.2.0/24: one address or host' \
    dnsbl -H 192.0.2.0/24
expect_like 3 '^DNSBL UNKNOWN - --hostname 192.0.2.256: ' dnsbl -H 192.0.2.256
expect_like 3 '^DNSBL UNKNOWN - --domain a\.\.b: ' dnsbl -d a..b
expect_like 3 '--max-addresses 0: ' dnsbl -H 192.0.2.1 --max-addresses 0
expect_like 3 '--answers 5x: ' dnsbl -H 192.0.2.1 --answers 5x
printf 'a.test\n 127.0.0.300 blocked\n' > "$work/lists"
expect 3 "DNSBL UNKNOWN - --lists $work/lists, line 2, column 2: a code is an\
 address from 127.0.0.0 to 127.255.254.255" \
    dnsbl --lists "$work/lists" -H 192.0.2.1
expect_like 3 'No such file' dnsbl --lists "$work/absent" -H 192.0.2.1
expect_like 0 '^DNSBL OK - 192.0.2.21: 2 listings, 3 of 3 lists' \
    dnsbl -H 192.0.2.21 -c 2
expect_like 2 '^DNSBL CRITICAL - 192.0.2.21: on bl.spamcop.net' \
    dnsbl -H 192.0.2.21 -c 1

# --- several, and a sweep -----------------------------------------------

expect_like 2 '^DNSBL CRITICAL - 192.0.2.11: on zen' \
    dnsbl -H 192.0.2.1 -H 192.0.2.11 -H 192.0.2.21
output_has 'subjects=3;;;0 ok=1;;;0 warning=0;;;0 critical=2;;;0'
output_has 'listed=3;;;0'
{
	printf '# mixed\r\n\r\n192.0.2.1\n192.0.2.11\nexample.jp\n'
	printf 'host mail.example.jp\n2001:db8:bad::1\n192.0.2.0/24\na..b\n'
} > "$work/subjects"
expect_like 2 '^DNSBL CRITICAL - ' via -f "$work/subjects" --rate 0
for text in 192.0.2.11 example.jp mail.example.jp 'critical=4' \
    'unknown=2' 'ok=1' 'subjects=7' 'listed=8' 'lists=15'; do
	output_has "$text"
done
finish

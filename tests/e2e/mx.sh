#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# check_mx_weblife against NSD and unbound: every cause it names, and every
# state that a real server can cause.

. "${srcdir:-.}/tests/e2e/lib.sh"

z=$work/zones
mkdir "$z"

# zone NAME: its records, behind SOA and NS, from stdin.
zone() {
	{ zone_head "$1"; cat; } > "$z/$1.zone"
}

# figures RIGHT MISSING FOREIGN WRONG-PREFERENCE
figures() {
	echo "| time=T right=$1;;;0 missing=$2;;;0 foreign=$3;;;0" \
	    "wrong_preference=$4;;;0"
}

right='@ MX 10 bs-mail-mta01.weblife.me.
@ MX 100 bs-mail-mta02.weblife.me.'

zone weblife.me <<'END'
bs-mail-mta01 A 192.0.2.11
bs-mail-mta01 AAAA 2001:db8::11
bs-mail-mta02 A 192.0.2.12
END
zone jp < /dev/null
zone example.jp <<END
$right
END
zone one.example.jp <<'END'
@ MX 10 bs-mail-mta01.weblife.me.
END

port=$(free_port)
serve_nsd "$z" "$port"

mx() {
	"$plugins/check_mx_weblife" -s "127.0.0.1:$port" "$@"
}

expect 2 "MX CRITICAL - one.example.jp: MX 100 bs-mail-mta02.weblife.me is\
 missing $(figures 1 1 0 0)" mx -d one.example.jp
output_has '  MX 10 bs-mail-mta01.weblife.me'
output_has '  MX 100 bs-mail-mta02.weblife.me'
output_has 'value bs-mail-mta01.weblife.me, priority 10, there already'
output_has 'type MX, sub-domain empty, value bs-mail-mta02.weblife.me,'
output_lacks 'priority 100, there'
[ -z "$quick" ] || finish

stop "nsd-$port"
. "$srcdir/tests/e2e/lib-mx-zones.sh"
serve_nsd "$z" "$port"

# --- every cause, on NSD ---

expect 0 "MX OK - example.jp: both MX records of weblife.me are right\
 $(figures 2 0 0 0)" mx -d example.jp
output_lacks 'sub-domain'
expect 0 "MX OK - example.jp: both MX records of weblife.me are right\
 $(figures 2 0 0 0)" mx --domain=EXAMPLE.JP.
expect 0 "MX OK - xn--wgv71a119e.jp: both MX records of weblife.me are right\
 $(figures 2 0 0 0)" mx -d 日本語.jp
expect 2 "MX CRITICAL - two.example.jp: MX 10 bs-mail-mta01.weblife.me is\
 missing $(figures 1 1 0 0)" mx -d two.example.jp
expect 2 "MX CRITICAL - nomx.example.jp: there is no MX record\
 $(figures 0 2 0 0)" mx -d nomx.example.jp
expect 2 "MX CRITICAL - null.example.jp: a null MX (MX 0 .) says that the\
 domain takes no mail $(figures 0 2 1 0)" mx -d null.example.jp
expect 2 "MX CRITICAL - other.example.jp: none of the MX records of weblife.me\
 is there $(figures 0 2 1 0)" mx -d other.example.jp
output_has 'MX 10 mail.example.net'
expect 1 "MX WARNING - swapped.example.jp: the priorities of the two MX\
 records are swapped: bs-mail-mta01.weblife.me has 100,\
 bs-mail-mta02.weblife.me has 10 $(figures 0 0 0 2)" mx -d swapped.example.jp
expect 1 "MX WARNING - pref.example.jp: MX bs-mail-mta02.weblife.me has\
 priority 20 instead of 100 $(figures 1 0 0 1)" mx -d pref.example.jp
expect 1 "MX WARNING - twice.example.jp: MX bs-mail-mta01.weblife.me is there\
 twice (10 and 50) $(figures 2 0 0 0)" mx -d twice.example.jp
expect 2 "MX CRITICAL - extra.example.jp: MX 5 mail.example.net is foreign, it\
 does not belong to weblife.me $(figures 2 0 1 0)" mx -d extra.example.jp
expect 1 "MX WARNING - extra.example.jp: MX 5 mail.example.net is foreign, it\
 does not belong to weblife.me $(figures 2 0 1 0)" \
    mx -d extra.example.jp -x warning
expect_like 0 '^MX OK - extra\.example\.jp: .*foreign=1;;;0 ' \
    mx -d extra.example.jp --extra ok
expect 2 "MX CRITICAL - appended.example.jp: MX 10\
 bs-mail-mta01.weblife.me.appended.example.jp: the form has appended the\
 domain to the value $(figures 0 2 2 0)" mx -d appended.example.jp
output_has 'value bs-mail-mta01.weblife.me. (with the final dot)'
expect 2 "MX CRITICAL - typo.example.jp: MX 10 bs-mail-mta1.weblife.me is\
 mistyped, bs-mail-mta01.weblife.me is meant $(figures 1 1 1 0)" \
    mx -d typo.example.jp
expect 2 "MX CRITICAL - label.example.jp: MX 100 bs-mail-mta02.weblife.jp is\
 mistyped, bs-mail-mta02.weblife.me is meant $(figures 1 1 1 0)" \
    mx -d label.example.jp
expect 2 "MX CRITICAL - www-only.example.jp: there is no MX record at the\
 domain itself; the MX records stand at www.www-only.example.jp\
 $(figures 0 2 0 0)" mx -d www-only.example.jp
output_has 'sub-domain field of the form has to stay empty'
expect 2 "MX CRITICAL - mail-only.example.jp: there is no MX record at the\
 domain itself; the MX records stand at mail.mail-only.example.jp\
 $(figures 0 2 0 0)" mx -d mail-only.example.jp
expect_like 1 "^MX WARNING - alias\.example\.jp: the domain is a CNAME to\
 example\.jp, .*right=2;;;0 " mx -d alias.example.jp
expect_like 2 "^MX CRITICAL - cname-mx\.example\.jp: the MX host\
 mx\.cname-mx\.example\.jp is a CNAME \(to bs-mail-mta01\.weblife\.me\)" \
    mx -d cname-mx.example.jp -m 10:mx.cname-mx.example.jp
expect_like 2 "^MX CRITICAL - address\.example\.jp: MX 10 192\.0\.2\.11 is an\
 address; " mx -d address.example.jp
expect_like 2 "^MX CRITICAL - nowhere\.example\.jp: the MX host\
 mx\.nowhere\.example\.jp has no address \(" \
    mx -d nowhere.example.jp -m 10:mx.nowhere.example.jp
expect_like 2 "^MX CRITICAL - gone\.example\.jp: the MX host\
 mx\.gone\.example\.jp has no address \(" \
    mx -d gone.example.jp -m 10:mx.gone.example.jp
expect_like 2 "^MX CRITICAL - absent\.example\.jp: the domain does not exist\
 \(NXDOMAIN\)" mx -d absent.example.jp
output_has 'has the domain expired, is it restricted'

# --- any other provider ---

expect 0 "MX OK - other.example.jp: the expected MX record is\
 right\
 $(figures 1 0 0 0)" mx -d other.example.jp -m 10:mail.example.net
output_lacks weblife
expect 2 "MX CRITICAL - one.example.jp: none of the expected MX records is\
 there $(figures 0 1 1 0)" mx -d one.example.jp --mx 10:mail.example.net
output_lacks 'of weblife'

# --- several domains, verbosity ---

expect_like 2 "^MX CRITICAL - one\.example\.jp: MX 100 bs-mail-mta02\.weblife\
\.me is missing \| subjects=3;;;0 ok=1;;;0 warning=1;;;0 critical=1;;;0\
 unknown=0;;;0 time=T$" mx -d example.jp -d one.example.jp -d swapped.example.jp
expect_like 0 '^MX OK - example\.jp: ' mx -d example.jp -vv
output_has 'asked MX example.jp: 10 bs-mail-mta01.weblife.me, 100 bs-mail-mta02'

# --- what a hostile zone cannot do ---

expect_like 2 '^MX CRITICAL - hostile\.example\.jp: [^|<>&]* \| time=T right=' \
    mx -d hostile.example.jp -vv
if LC_ALL=C tr -d '\n' < "$out" | LC_ALL=C grep -q '[[:cntrl:]<>&$`"\\]'; then
	fail 'hostile names stay harmless' "$(cat -v "$out")"
else
	pass 'hostile names stay harmless'
fi
if [ "$(grep -c '|' "$out")" -eq 1 ] &&
    [ "$(tr -cd '|' < "$out" | wc -c)" -eq 1 ]; then
	pass 'one bar'
else
	fail 'one bar' "$(cat -v "$out")"
fi

# --- too long for UDP: NSD drops the answer section, TCP has it ---

expect_like 2 '^MX CRITICAL - big\.example\.jp: MX .* foreign=60;;;0 ' \
    mx -d big.example.jp
[ "$(wc -c < "$out")" -lt 4096 ] && pass 'under 4,096 octets' ||
    fail 'under 4,096 octets' "$(wc -c < "$out")"

# --- IPv6 ---

port6=$(free_port)
serve_nsd "$z" "$port6" ::1
expect 0 "MX OK - example.jp: both MX records of weblife.me are right\
 $(figures 2 0 0 0)" "$plugins/check_mx_weblife" -s "[::1]:$port6" \
    -d example.jp

. "$srcdir/tests/e2e/lib-mx-unbound.sh"
finish

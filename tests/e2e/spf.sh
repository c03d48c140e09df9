#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# check_spf_weblife against NSD, unbound and the scripted server: a made-up
# tree behind _spf.weblife.me, the states that real servers cause, check_host()
# from the command line, and how many questions and round trips it takes.

. "${srcdir:-.}/tests/e2e/lib.sh"

z=$work/zones
mkdir "$z"

# zone NAME: its records, behind SOA and NS, from stdin.
zone() {
	{ zone_head "$1"; cat; } > "$z/$1.zone"
}

# figures LOOKUPS VOIDS RECORDS OLD
figures() {
	echo "| time=T records=$3 old_addresses=$4 lookups=$1;8;10;0;10" \
	    "voids=$2;;2;0;2"
}

# alone LOOKUPS VOIDS: those of --ip without -d
alone() {
	echo "| time=T lookups=$1;;;0;10 voids=$2;;;0;2"
}

old='ip4:122.219.43.142 ip4:122.219.46.7 ip4:122.219.46.23 ip4:122.219.46.39
ip4:122.219.46.55 ip4:210.131.150.91 ip4:210.131.150.92 ip4:122.219.45.73
ip4:122.219.40.14'
# shellcheck disable=SC2086,SC2116 # into one line
old=$(echo $old)

zone weblife.me <<'END'
_spf TXT "v=spf1 include:_spf4.weblife.me include:_spf6.weblife.me -all"
_spf4 TXT "v=spf1 ip4:192.0.2.0/26 a:out.weblife.me -all"
_spf6 TXT "v=spf1 ip6:2001:db8:25::/64 -all"
out A 198.51.100.25
out AAAA 2001:db8:26::25
END
zone jp <<'END'
right.example TXT "v=spf1 include:_spf.weblife.me ~all"
_dmarc.right.example TXT "v=DMARC1; p=none"
old.example TXT "v=spf1 a mx ip4:122.219.43.142 ip4:122.219.46.7 ip4:122.219.46.23 ip4:122.219.46.39 ip4:122.219.46.55 ip4:210.131.150.91 ip4:210.131.150.92 ip4:122.219.45.73 ip4:122.219.40.14 ~all"
old.example A 203.0.113.80
old.example MX 10 old.example
two.example TXT "v=spf1 include:_spf.weblife.me ~all"
two.example TXT "v=spf1 ip4:203.0.113.80 ~all"
split.example TXT "v=spf1 include:_spf.webl" "ife.me ~all"
joined.example TXT "v=spf1 include:_spf.weblife.me" "~all"
behind.example TXT "v=spf1 ip4:203.0.113.80 ~all include:_spf.weblife.me"
many.example TXT "v=spf1 a mx include:m1.many.example.jp include:_spf.weblife.me ~all"
many.example A 203.0.113.80
many.example MX 10 many.example
m1.many.example TXT "v=spf1 a a a a a -all"
m1.many.example A 203.0.113.81
none.example A 203.0.113.80
www.none.example TXT "v=spf1 include:_spf.weblife.me ~all"
big.example TXT "v=spf1 include:_spf.weblife.me ~all"
big.example TXT "padding 00 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
big.example TXT "padding 01 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
big.example TXT "padding 02 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
big.example TXT "padding 03 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
big.example TXT "padding 04 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
big.example TXT "padding 05 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
fail.example TXT "v=spf1 ip4:203.0.113.80 -all exp=why.fail.example.jp"
why.fail.example TXT "%{i} may not send  mail of %{d}, %{s}"
xn--wgv71a119e TXT "v=spf1 include:_spf.weblife.me ~all"
END
port=$(free_port)
serve_nsd "$z" "$port"

spf() {
	"$plugins/check_spf_weblife" -s "127.0.0.1:$port" "$@"
}

expect 2 "SPF CRITICAL - old.example.jp: SPF is still the old value, from\
 before 2024-02-27: include:_spf.weblife.me is missing $(figures 2 0 1 9)" \
    spf -d old.example.jp
output_has 'v=spf1 include:_spf.weblife.me ~all (the sign before all is a tilde)'
output_has '0 of the 4 networks of _spf.weblife.me pass, 192.0.2.0 gets spf=softfail'
[ -z "$quick" ] || finish

# --- the verdict, on NSD ---

expect 0 "SPF OK - right.example.jp: the SPF record lets _spf.weblife.me send\
 $(figures 4 0 1 0)" spf -v -d right.example.jp
output_has '4 of the 4 networks of _spf.weblife.me pass SPF'
output_has 'DMARC says p=none (_dmarc.right.example.jp)'
expect 0 "SPF OK - split.example.jp: the SPF record lets _spf.weblife.me send\
 $(figures 4 0 1 0)" spf -d split.example.jp
output_has 'there is no DMARC record at _dmarc.split.example.jp'
expect_like 1 'SPF WARNING - split.example.jp: the rules of Google and Yahoo' \
    spf -d split.example.jp --dmarc warning
# 1,300 octets of TXT: truncated, and asked again by TCP
expect 0 "SPF OK - big.example.jp: the SPF record lets _spf.weblife.me send\
 $(figures 4 0 1 0)" spf -d big.example.jp
expect_like 2 'SPF CRITICAL - two.example.jp: 2 SPF records, only one' \
    spf -d two.example.jp
output_has 'v=spf1 include:_spf.weblife.me ip4:203.0.113.80 ~all (the sign'
expect_like 2 'SPF CRITICAL - joined.example.jp: syntax error in term 1, .*the blank between them is missing' \
    spf -d joined.example.jp
expect_like 2 'SPF CRITICAL - behind.example.jp: include:_spf.weblife.me stands behind all' \
    spf -d behind.example.jp
expect_like 2 'SPF CRITICAL - many.example.jp: 12 look-ups of 10 .*include:m1.many.example.jp 6, include:_spf.weblife.me 4, the record itself 2' \
    spf -d many.example.jp
expect_like 2 'SPF CRITICAL - none.example.jp: no SPF record at the domain: it stands on www.none.example.jp' \
    spf -d none.example.jp
expect_like 2 'SPF CRITICAL - gone.example.jp: the domain does not exist \(NXDOMAIN\)' \
    spf -d gone.example.jp
expect 0 "SPF OK - xn--wgv71a119e.jp: the SPF record lets _spf.weblife.me send\
 $(figures 4 0 1 0)" spf -d '日本語.jp'
expect_like 2 'SPF CRITICAL - right.example.jp: include:_spf.other.jp is missing' \
    spf -d right.example.jp -i _spf.other.jp
expect_like 0 'SPF OK' spf --exact -d right.example.jp
expect_like 1 'SPF WARNING - right.example.jp: 4 look-ups of 10 .*lookups=4;3;10' \
    spf -d right.example.jp -w 3
expect_like 2 'SPF CRITICAL - .*subjects=2;;;0 ok=1;;;0 warning=0;;;0 critical=1;;;0 unknown=0' \
    spf -d right.example.jp -d old.example.jp
printf 'right.example.jp\nold.example.jp\ntwo.example.jp\n' > "$work/list"
expect_like 2 'SPF CRITICAL - .*subjects=3;;;0 ok=1;;;0 warning=0;;;0 critical=2;;;0 unknown=0' \
    spf -f "$work/list"

# --- check_host() ---

expect 0 "SPF OK - right.example.jp: spf=pass for 192.0.2.1:\
 include:_spf.weblife.me matched by ip4:192.0.2.0/26 in the record of\
 _spf4.weblife.me $(alone 2 0)" \
    spf --ip 192.0.2.1 --mail-from info@right.example.jp
expect_like 0 'spf=pass for ::ffff:198.51.100.25' \
    spf --ip ::ffff:198.51.100.25 --mail-from info@right.example.jp
expect_like 0 'spf=pass for 2001:db8:26::25' \
    spf --ip 2001:db8:26::25 --mail-from '' --helo right.example.jp
expect_like 1 'spf=softfail for 203.0.113.9: ~all in the record of right' \
    spf --ip 203.0.113.9 --mail-from info@right.example.jp
expect_like 2 'spf=fail for 203.0.113.9' \
    spf --ip 203.0.113.9 --mail-from a@fail.example.jp
output_has 'exp: 203.0.113.9 may not send  mail of fail.example.jp, a@fail.example.jp'
expect_like 2 'spf=permerror for 192.0.2.1: more than one SPF record' \
    spf --ip 192.0.2.1 --mail-from @two.example.jp
expect_like 1 'spf=none' spf --ip 192.0.2.1 --mail-from 'a@[192.0.2.1]'
expect_like 1 'spf=none' spf --ip 192.0.2.1 --mail-from '' --helo host
expect_like 1 'spf=none' spf --ip 192.0.2.1 --mail-from '' --helo ''
expect_like 1 'spf=none' spf --ip 192.0.2.1 --mail-from a@x..jp
expect_like 2 'SPF CRITICAL - old.example.jp: SPF is still the old value' \
    spf -d old.example.jp --ip 203.0.113.80
output_has 'the record as published: CRITICAL'
output_has 'spf=pass for 203.0.113.80'
expect_like 0 'SPF OK - right.example.jp: the SPF record lets' \
    spf -d right.example.jp --ip 192.0.2.1
output_has 'spf=pass for 192.0.2.1'
expect_like 1 'SPF WARNING - right.example.jp: spf=softfail for 203.0.113.9' \
    spf -d right.example.jp --ip 203.0.113.9
output_has 'the record as published: OK'

# --- options ---

expect 3 'SPF UNKNOWN - --ip nonsense: an address is wanted, as 192.0.2.1 or 2001:db8::1' \
    spf -d right.example.jp --ip nonsense
expect 3 'SPF UNKNOWN - --mail-from and --helo need --ip' \
    spf -d right.example.jp --helo x
expect 3 'SPF UNKNOWN - --ip needs --domain, --mail-from or --helo' \
    spf --ip 192.0.2.1

# --- through unbound ---

resolver=$(free_port)
serve_unbound "$work" "$resolver" "jp@127.0.0.1@$port weblife.me@127.0.0.1@$port"
port=$resolver
expect 0 "SPF OK - right.example.jp: the SPF record lets _spf.weblife.me send\
 $(figures 4 0 1 0)" spf -d right.example.jp
expect 0 "SPF OK - big.example.jp: the SPF record lets _spf.weblife.me send\
 $(figures 4 0 1 0)" spf -d big.example.jp
expect_like 2 'spf=fail for 203.0.113.9' \
    spf --ip 203.0.113.9 --mail-from a@fail.example.jp

# --- whose failure, on the scripted server ---

cat > "$work/faults.zone" <<'END'
_spf.weblife.me. TXT "v=spf1 ip4:192.0.2.0/26 -all"
wait.jp. TXT "v=spf1 include:_spf.weblife.me include:servfail.x.other.jp ~all"
x.other.jp. TXT "v=spf1 ip4:203.0.113.1 -all"
own.jp. TXT "v=spf1 include:_spf.weblife.me a:servfail.own.jp ~all"
own.jp. A 203.0.113.1
temp.jp. TXT "v=spf1 a:silence.temp.jp -all"
temp.jp. A 203.0.113.1
bogus.jp. TXT "v=spf1 include:_spf.weblife.me ~all"
flat.jp. TXT "v=spf1 include:a.flat.jp include:b.flat.jp include:c.flat.jp include:d.flat.jp include:e.flat.jp include:f.flat.jp include:g.flat.jp include:h.flat.jp include:i.flat.jp -all"
a.flat.jp. TXT "v=spf1 ip4:198.51.100.1 -all"
b.flat.jp. TXT "v=spf1 ip4:198.51.100.2 -all"
c.flat.jp. TXT "v=spf1 ip4:198.51.100.3 -all"
d.flat.jp. TXT "v=spf1 ip4:198.51.100.4 -all"
e.flat.jp. TXT "v=spf1 ip4:198.51.100.5 -all"
f.flat.jp. TXT "v=spf1 ip4:198.51.100.6 -all"
g.flat.jp. TXT "v=spf1 ip4:198.51.100.7 -all"
h.flat.jp. TXT "v=spf1 ip4:198.51.100.8 -all"
i.flat.jp. TXT "v=spf1 a:m.flat.jp -all"
m.flat.jp. A 192.0.2.1
bound.jp. TXT "v=spf1 a:m.flat.jp ptr exists:%{l}.never.jp ip4:203.0.113.0/24 a:late.jp -all"
END
cat > "$work/rules" <<'END'
bogus.jp * bogus
dead.jp * servfail
END
port=$(free_port)
serve_faults "$port" 127.0.0.1 --zone "$work/faults.zone" \
    --rules "$work/rules"
expect_like 1 'SPF WARNING - wait.jp: include:servfail.x.other.jp: its name servers fail \(SERVFAIL\), receivers let mail of this domain wait' \
    spf -d wait.jp
expect_like 2 'SPF CRITICAL - own.jp: the name servers of servfail.own.jp fail' \
    spf -d own.jp
expect_like 2 'SPF CRITICAL - dead.jp: the name servers of dead.jp fail \(SERVFAIL' \
    spf -d dead.jp
expect_like 2 'SPF CRITICAL - bogus.jp: the DNSSEC of bogus.jp is broken' \
    spf -d bogus.jp
expect_like 2 'SPF CRITICAL - temp.jp: spf=temperror for 192.0.2.1: no answer for A silence.temp.jp' \
    spf -t 8 --ip 192.0.2.1 --mail-from x@temp.jp
# the deadline: too early to say whose fault it is, and never a bare time-out
expect_like 2 'spf=temperror' spf -t 1 --ip 192.0.2.1 --mail-from x@temp.jp

# what is asked ahead of need, and what never is
forget "$port"
expect_like 0 'spf=pass' spf --ip 203.0.113.9 --mail-from x@bound.jp
if [ "$(questions "$port" 'late\.jp')" -eq 0 ]; then
	pass 'only what evaluation could reach is asked ahead'
else
	fail 'only what evaluation could reach is asked ahead' \
	    "$(cat "$work/questions-$port")"
fi

# --- round trips: every answer 50 ms late ---

port=$(free_port)
serve_faults "$port" 127.0.0.1 --zone "$work/faults.zone" --delay 50
expect_like 0 'spf=pass for 192.0.2.1: include:i.flat.jp matched by a:m.flat.jp.*lookups=10' \
    spf --ip 192.0.2.1 --mail-from x@flat.jp
# Questions of one round trip come within less than the delay of each other.
rounds=$(awk 'NR == 1 || $1 - last >= 0.025 { n++ } { last = $1 } END { print n }' \
    "$work/questions-$port")
if [ "$rounds" -le 4 ]; then
	pass "9 includes cost $rounds round trips"
else
	fail '9 includes cost at most 4 round trips' "$rounds: $(
	    cat "$work/questions-$port")"
fi
asked=$(questions "$port" ' flat.jp. TXT| [a-i].flat.jp. TXT| m.flat.jp. A ')
if [ "$asked" -eq 11 ]; then
	pass 'each question goes out once'
else
	fail 'each question goes out once' "$asked"
fi

finish

#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# check_dnsbl: is an address, or a sender of a domain, on a block list?

. "$srcdir/contrib/demo/lib.sh"

if [ -n "$domain" ]; then
	title "The senders of $domain, asked by the system's resolver"
	show check_dnsbl -v -d "$domain"
	demo_end
fi

# list ZONE: a block list is a zone like any other; its entries, besides the
# test entry, come from stdin.
list() {
	{
		zone_head "$1"
		echo '2.0.0.127 A 127.0.0.2'
		cat
	} > "$work/zones/$1.zone"
}

mkdir "$work/zones"
list zen.spamhaus.org <<'END'
25.100.51.198 A 127.0.0.2
25.100.51.198 TXT "https://check.spamhaus.org/query/ip/198.51.100.25"
26.100.51.198 A 127.0.0.2
10.113.0.203 A 127.0.0.10
10.113.0.203 TXT "https://check.spamhaus.org/query/ip/203.0.113.10"
END
list bl.spamcop.net <<'END'
25.100.51.198 A 127.0.0.2
END
list psbl.surriel.com < /dev/null
list dbl.spamhaus.org <<'END'
dbltest.com A 127.0.1.2
END
# A list whose domain was sold: every name leads to a web page.
{
	zone_head sold.example
	echo '* A 216.120.147.200'
} > "$work/zones/sold.example.zone"
# A list that has ended and says yes to everything, so that nobody asks.
{
	zone_head ended.example
	echo '* A 127.0.0.2'
} > "$work/zones/ended.example.zone"
{
	zone_head weblife.me
	echo '_spf TXT "v=spf1 ip4:198.51.100.24/30 ip4:192.0.2.0/26 -all"'
} > "$work/zones/weblife.me.zone"
{
	zone_head example.jp
	echo '@ TXT "v=spf1 include:_spf.weblife.me ip4:203.0.113.80 ~all"'
} > "$work/zones/example.jp.zone"
port=$(free_port)
serve_nsd "$work/zones" "$port"
server="127.0.0.1:$port"

title 'A clean address'
show check_dnsbl -s "$server" -H 192.0.2.25
title 'A listed one'
show check_dnsbl -s "$server" -H 198.51.100.25
title 'An office line, looked at as if it were a mail server'
show check_dnsbl -s "$server" -H 203.0.113.10
title 'The same line as what it is: the policy list is no fault'
show check_dnsbl -s "$server" -H 203.0.113.10 --client
title 'Lists that are dead: sold, or saying yes to everything'
show check_dnsbl -s "$server" -H 192.0.2.25 -l default -l sold.example \
    -l ended.example
title 'A list that is known to be dead'
show check_dnsbl -s "$server" -H 192.0.2.25 -l dnsbl.sorbs.net
title 'Everybody who may send for a domain'
show check_dnsbl -s "$server" -d example.jp
demo_end

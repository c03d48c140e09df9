#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# check_spf_weblife: is the SPF record what the provider asks for, and would
# Gmail let the provider's servers pass?

. "$srcdir/contrib/demo/lib.sh"

if [ -n "$domain" ]; then
	title "The SPF record of $domain, asked by the system's resolver"
	show check_spf_weblife -v -d "$domain"
	demo_end
fi

# example DOMAIN WHAT: its records come from stdin; WHAT is printed.
example() {
	{ zone_head "$1"; cat; } > "$work/zones/$1.zone"
	examples="$examples $1"
	echo "$2" > "$work/zones/$1.what"
}

mkdir "$work/zones"
examples=
# The addresses are made up: what the provider's include really holds is asked
# of the DNS each time.
{
	zone_head weblife.me
	cat <<- 'END'
	_spf TXT "v=spf1 include:_spf4.weblife.me ip6:2001:db8:25::/64 -all"
	_spf4 TXT "v=spf1 ip4:192.0.2.0/26 ip4:198.51.100.25 -all"
	END
} > "$work/zones/weblife.me.zone"
{
	zone_head news.example
	cat <<- 'END'
	_spf TXT "v=spf1 include:a.news.example include:b.news.example -all"
	a TXT "v=spf1 a:m1.news.example a:m2.news.example a:m3.news.example -all"
	b TXT "v=spf1 a:m1.news.example a:m2.news.example a:m3.news.example -all"
	m1 A 203.0.113.1
	m2 A 203.0.113.2
	m3 A 203.0.113.3
	END
} > "$work/zones/news.example.zone"

example healthy.example.jp 'the value that the provider asks for' <<'END'
@ TXT "v=spf1 include:_spf.weblife.me ~all"
_dmarc TXT "v=DMARC1; p=none"
END
example old.example.jp 'still the value from before the maintenance' <<'END'
@ TXT "v=spf1 a mx ip4:122.219.43.142 ip4:122.219.46.7 ip4:122.219.46.23 ip4:122.219.46.39 ip4:122.219.46.55 ip4:210.131.150.91 ip4:210.131.150.92 ip4:122.219.45.73 ip4:122.219.40.14 ~all"
@ MX 10 bs-mail-mta01.weblife.me.
@ A 203.0.113.80
END
example two.example.jp 'a second record was added instead of changing the first' <<'END'
@ TXT "v=spf1 include:_spf.news.example ~all"
@ TXT "v=spf1 include:_spf.weblife.me ~all"
END
example many.example.jp 'too many look-ups: a newsletter service spends nine' <<'END'
@ TXT "v=spf1 mx a include:_spf.news.example include:_spf.weblife.me ~all"
@ MX 10 bs-mail-mta01.weblife.me.
@ A 203.0.113.80
END
example behind.example.jp 'the include was added at the end, behind all' <<'END'
@ TXT "v=spf1 ip4:203.0.113.80 ~all include:_spf.weblife.me"
END
zone_head example.jp > "$work/zones/example.jp.zone"
port=$(free_port)
serve_nsd "$work/zones" "$port"

for example in $examples; do
	title "$example: $(cat "$work/zones/$example.what")"
	show check_spf_weblife -s "127.0.0.1:$port" -d "$example"
done
title 'What would a receiver say of this client and this sender?'
show check_spf_weblife -s "127.0.0.1:$port" --ip 192.0.2.25 \
    --mail-from info@healthy.example.jp
show check_spf_weblife -s "127.0.0.1:$port" --ip 192.0.2.25 \
    --mail-from info@behind.example.jp
demo_end

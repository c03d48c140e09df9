#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# check_mx_weblife: are the two MX records as the provider asks for?

. "$srcdir/contrib/demo/lib.sh"

if [ -n "$domain" ]; then
	title "The MX records of $domain, asked by the system's resolver"
	show check_mx_weblife -d "$domain"
	demo_end
fi

# example DOMAIN WHAT: its MX records come from stdin; WHAT is printed.
example() {
	{ zone_head "$1"; cat; } > "$work/zones/$1.zone"
	examples="$examples $1"
	echo "$2" > "$work/zones/$1.what"
}

mkdir "$work/zones"
examples=
example healthy.example.jp 'as the provider asks for' <<'END'
@ MX 10 bs-mail-mta01.weblife.me.
@ MX 100 bs-mail-mta02.weblife.me.
END
example one.example.jp 'only one of the two' <<'END'
@ MX 10 bs-mail-mta01.weblife.me.
END
example swapped.example.jp 'the preferences swapped' <<'END'
@ MX 100 bs-mail-mta01.weblife.me.
@ MX 10 bs-mail-mta02.weblife.me.
END
example foreign.example.jp 'a foreign MX beside them' <<'END'
@ MX 10 bs-mail-mta01.weblife.me.
@ MX 100 bs-mail-mta02.weblife.me.
@ MX 5 mail.old-provider.example.
END
example appended.example.jp \
    'the registrar form appended the zone to the value' <<'END'
@ MX 10 bs-mail-mta01.weblife.me
@ MX 100 bs-mail-mta02.weblife.me
END
{
	zone_head jp
} > "$work/zones/jp.zone"
{
	zone_head weblife.me
	echo 'bs-mail-mta01 A 192.0.2.11'
	echo 'bs-mail-mta02 A 192.0.2.12'
} > "$work/zones/weblife.me.zone"
{
	zone_head example
	echo 'mail.old-provider A 192.0.2.25'
} > "$work/zones/example.zone"
port=$(free_port)
serve_nsd "$work/zones" "$port"

for example in $examples; do
	title "$example: $(cat "$work/zones/$example.what")"
	show check_mx_weblife -s "127.0.0.1:$port" -d "$example"
done
title 'expired.example.jp: the domain is gone'
show check_mx_weblife -s "127.0.0.1:$port" -d expired.example.jp
demo_end

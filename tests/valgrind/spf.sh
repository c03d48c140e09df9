#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# check_spf_weblife under valgrind: no error, no leak, on the good way, on
# findings with advice, for check_host(), and on a refused option.

. "${srcdir:-.}/tests/e2e/lib.sh"
have valgrind valgrind 'check_spf_weblife under valgrind' || finish

mkdir "$work/zones"
{
	zone_head weblife.me
	cat <<- 'END'
	_spf TXT "v=spf1 include:_spf4.weblife.me ip6:2001:db8:25::/64 -all"
	_spf4 TXT "v=spf1 ip4:192.0.2.0/26 a:out.weblife.me -all"
	out A 198.51.100.25
	END
} > "$work/zones/weblife.me.zone"
{
	zone_head jp
	cat <<- 'END'
	right TXT "v=spf1 include:_spf.weblife.me ~all"
	wrong TXT "v=spf1 ipv4:203.0.113.1 mx" "~all redirect=x.jp exp=y.jp"
	wrong TXT "v=spf1 include:wrong.jp exists:%{i}.%{l}.jp ?all"
	why TXT "v=spf1 ptr exists:%{ir}.%{L2r+-}.why.jp -all exp=text.why.jp"
	text.why TXT "%{c} %{p} %{S} %{h} %{t} %{r}"
	END
} > "$work/zones/jp.zone"
port=$(free_port)
serve_nsd "$work/zones" "$port"

memcheck expect_like 0 '^SPF OK' \
    check_spf_weblife -s "127.0.0.1:$port" -d right.jp -vv
[ -z "$quick" ] || finish
memcheck expect_like 2 '^SPF CRITICAL' \
    check_spf_weblife -s "127.0.0.1:$port" -d right.jp -d wrong.jp -d gone.jp
memcheck expect_like 2 '^SPF CRITICAL - wrong.jp' \
    check_spf_weblife -s "127.0.0.1:$port" -d wrong.jp --ip 2001:db8::1 \
    --mail-from a+b@why.jp
memcheck expect_like 2 'spf=fail' \
    check_spf_weblife -s "127.0.0.1:$port" --ip 192.0.2.1 \
    --mail-from a+b@why.jp --helo '[192.0.2.1]'
memcheck expect_like 3 '^SPF UNKNOWN' check_spf_weblife --ip 192.0.2.1
finish

#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# check_mx_weblife under valgrind: no error, no leak, on the good way, on a
# finding, and on a refused option.

. "${srcdir:-.}/tests/e2e/lib.sh"
have valgrind valgrind 'check_mx_weblife under valgrind' || finish

mkdir "$work/zones"
zone_head example.jp > "$work/zones/example.jp.zone"
cat >> "$work/zones/example.jp.zone" <<'END'
@ MX 10 bs-mail-mta01.weblife.me.
@ MX 100 bs-mail-mta02.weblife.me.
END
zone_head one.example.jp > "$work/zones/one.example.jp.zone"
echo '@ MX 10 bs-mail-mta01.weblife.me.' >> "$work/zones/one.example.jp.zone"
zone_head weblife.me > "$work/zones/weblife.me.zone"
cat >> "$work/zones/weblife.me.zone" <<'END'
bs-mail-mta01 A 192.0.2.11
bs-mail-mta02 A 192.0.2.12
END
port=$(free_port)
serve_nsd "$work/zones" "$port"

memcheck expect_like 0 '^MX OK' \
    check_mx_weblife -s "127.0.0.1:$port" -d example.jp -vv
[ -z "$quick" ] || finish
memcheck expect_like 2 '^MX CRITICAL' \
    check_mx_weblife -s "127.0.0.1:$port" -d example.jp -d one.example.jp
memcheck expect_like 2 '^MX CRITICAL' \
    check_mx_weblife -s "127.0.0.1:$port" -d absent.example.jp
memcheck expect_like 3 '^MX UNKNOWN' check_mx_weblife -d a..jp
finish

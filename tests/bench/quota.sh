#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# check_imap_quota against the one of monitoring-plugins-contrib, on the same
# Dovecot: over TLS, on plain loopback and with 50 ms each way.

. "$srcdir/tests/bench/lib.sh"

peer=/usr/lib/nagios/plugins/check_imap_quota
bench_need "$peer" monitoring-plugins-contrib
bench_need dovecot dovecot-imapd
perl -e 'use Mail::IMAPClient; use IO::Socket::SSL;' || {
	echo 'libmail-imapclient-perl and libio-socket-ssl-perl are wanted'
	exit 1
}

base=$(free_port 143 993 110 995)
serve_dovecot "$work/mail" "$base"
SSL_CERT_FILE=$work/mail/tls/ca.pem
export SSL_CERT_FILE
slow=$(free_port)
background delay "$python" "$srcdir/tests/bench/delay.py" "$slow" \
    $((base + 993)) 50
wait_for 30 grep -q ready "$work/delay.log" || gives_up delay "$work/delay.log"

# compare PORT [option...]
compare() {
	port=$1
	shift
	bench_run empty "$floor" \
	    -- check_imap_quota "$plugins/check_imap_quota" -H localhost \
	    -p "$port" --ca-file "$SSL_CERT_FILE" -u alice@example.test \
	    --password-file "$work/mail/alice.secret" \
	    -- contrib "$peer" -H localhost -p "$port" --ssl \
	    -U alice@example.test -P secret-alice
}

echo 'plain loopback, TLS'
compare $((base + 993))
bench_target 'CPU, share of that of contrib' \
    "$(awk -v a="$(bench_value check_imap_quota cpu)" \
    -v b="$(bench_value contrib cpu)" 'BEGIN { print a / b }')" 0.5

echo '50 ms each way, TLS'
RUNS=10 compare "$slow"
# The relay connects at once: TLS, greeting, login, quota are left.
bench_target 'wall, share of 4 round trips of 100 ms' \
    "$(awk -v a="$(bench_value check_imap_quota wall)" \
    'BEGIN { print a / 400000 }')" 1.1
# rounds NAME CMD...: what the relay saw of one run, beside the connection.
rounds() {
	rounds_name=$1
	shift
	"$@" > /dev/null
	sleep 0.5
	echo "$rounds_name: $(tail -n 1 "$work/delay.log")"
}
rounds check_imap_quota "$plugins/check_imap_quota" -H localhost -p "$slow" \
    --ca-file "$SSL_CERT_FILE" -u alice@example.test \
    --password-file "$work/mail/alice.secret"
rounds contrib "$peer" -H localhost -p "$slow" --ssl \
    -U alice@example.test -P secret-alice

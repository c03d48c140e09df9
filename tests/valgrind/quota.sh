#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# check_imap_quota under valgrind: no error, no leak, with Dovecot, and with
# servers that break off or say what cannot be read.

. "${srcdir:-.}/tests/e2e/lib.sh"
have valgrind valgrind 'check_imap_quota under valgrind' || finish
have dovecot dovecot-imapd 'check_imap_quota under valgrind' || finish

base=$(free_port 143 993 110 995)
dc=$work/dovecot
serve_dovecot "$dc" "$base"
printf 'secret-alice\n' > "$work/word"
chmod 600 "$work/word"

# alice CODE ERE PORT [option...]
alice() {
	alice_code=$1
	alice_line=$2
	alice_port=$3
	shift 3
	memcheck expect_like "$alice_code" "$alice_line" check_imap_quota \
	    -H 127.0.0.1 -p "$alice_port" --ca-file "$dc/tls/ca.pem" -t 120 \
	    -u alice@example.test --password-file "$work/word" "$@"
}

alice 0 '^IMAP QUOTA OK' $((base + 993)) -vv --older-than 30
[ -z "$quick" ] || finish
alice 0 '^IMAP QUOTA OK' $((base + 143)) --tls starttls --limit 1G
alice 0 '^IMAP QUOTA OK' $((base + 143)) --tls none
alice 0 '^IMAP QUOTA OK' $((base + 995)) --pop3 --limit 1G
alice 2 'the certificate is not for 127.0.0.4' $((base + 993)) -H 127.0.0.4

background mailserver "$python" "$srcdir/tests/e2e/mailserver.py" \
    "$work/ports" "$work/mail.log" "$dc/tls/good.pem" "$dc/tls/good.key" \
    alice@example.test secret-alice
wait_for 60 grep -q '^ready' "$work/ports" ||
    gives_up mailserver "$work/mailserver.log"
# breaks CODE NAME...
breaks() {
	breaks_code=$1
	shift
	for scenario in "$@"; do
		alice "$breaks_code" '^IMAP QUOTA (OK|CRITICAL)' \
		    "$(awk -v n="$scenario" '$1 == n { print $2 }' "$work/ports")"
	done
}
breaks 0 unsolicited sasl_cram sasl_login login_command
breaks 2 cut huge_literal nul_quota all_ways_refused bye_after_login long_line
memcheck expect_like 3 '^IMAP QUOTA UNKNOWN' check_imap_quota -H x -u x \
    --password-file "$work/none"
finish

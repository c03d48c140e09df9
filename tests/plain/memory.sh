#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The password of check_imap_quota is not in its memory once the login is
# over, however it was sent; and while it is held, root alone can read it
# there.  The plain build: a sanitizer keeps what was freed.

. "${srcdir:-.}/tests/e2e/lib.sh"

have openssl openssl 'servers with certificates' || finish
certificates "$work/tls" > "$work/certificates.log" 2>&1 ||
    gives_up 'openssl for certificates' "$work/certificates.log"
printf 'kX9-mWq4.Zt7_Lh2+Vb5~Rn8\n' > "$work/word"
chmod 600 "$work/word"

# memory WANTED MODE [option...]
memory() {
	memory_wanted=$1
	memory_mode=$2
	shift 2
	memory_got=$("$python" "$srcdir/tests/e2e/memscan.py" "$memory_mode" \
	    "$work/tls/good.pem" "$work/tls/good.key" u@example.jp \
	    "$work/word" "$plugins/check_imap_quota" -H 127.0.0.1 -p PORT \
	    --ca-file "$work/tls/ca.pem" -t 60 -u u@example.jp \
	    --password-file "$work/word" "$@" 2>&1)
	case $memory_got in
	$memory_wanted*) pass "$memory_mode: $memory_got" ;;
	*) fail "$memory_mode: $memory_got, wanted $memory_wanted" ;;
	esac
}

clear='--tls none --clear-password'
# Root reads it while it is held, which shows that the search can find it.
held=refused
[ "$(id -u)" -ne 0 ] || held=found

memory "$held" held
memory clean used
[ -z "$quick" ] || finish
# shellcheck disable=SC2086
{
	memory "$held" held-command-plain $clear
	memory clean used-command-plain $clear
	memory clean used-plain $clear
	memory clean used-cram-plain --tls none
	memory "$held" pop-held-plain --pop3 $clear
	memory clean pop-used-plain --pop3 $clear
}
memory clean used-login
memory clean used-command
memory clean pop-used --pop3

finish

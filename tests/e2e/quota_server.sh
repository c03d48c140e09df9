#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# check_imap_quota against servers that are not Dovecot, and that do what no
# real one does (mailserver.py); and whether the password shows anywhere.

. "${srcdir:-.}/tests/e2e/lib.sh"

have openssl openssl 'servers with certificates' || finish

check=$plugins/check_imap_quota
certificates "$work/tls" > "$work/certificates.log" 2>&1 ||
    gives_up 'openssl for certificates' "$work/certificates.log"
ca=$work/tls/ca.pem

password='p"a\ss wo|rd'
printf '%s\n' "$password" > "$work/word"
chmod 600 "$work/word"
log=$work/mail.log
background mailserver "$python" "$srcdir/tests/e2e/mailserver.py" \
    "$work/mail.ports" "$log" "$work/tls/good.pem" "$work/tls/good.key" \
    u@example.jp "$password"
wait_for 30 grep -q '^ready' "$work/mail.ports" ||
    gives_up mailserver "$work/mailserver.log"

port_of() {
	awk -v name="$1" '$1 == name { print $2 }' "$work/mail.ports"
}

# says CODE ERE SCENARIO [option...]
says() {
	says_code=$1
	says_line=$2
	says_scenario=$3
	shift 3
	expect_like "$says_code" "$says_line" "$check" -H 127.0.0.1 \
	    -p "$(port_of "$says_scenario")" --ca-file "$ca" -t 60 \
	    -u u@example.jp --password-file "$work/word" "$@"
}

# came SCENARIO COUNT ERE: how many of the lines that came match.
came() {
	came_n=$(grep -a "^$1: " "$log" | grep -Eac "$3")
	if [ "$came_n" -eq "$2" ]; then
		pass "$1: $2 times $3"
	else
		fail "$1: $came_n times $3, wanted $2" \
		    "$(grep -a "^$1: " "$log")"
	fi
}

says 3 'UNKNOWN - u@example.jp: the server sets no limit for this' courier
[ -z "$quick" ] || finish
says 2 '91\.0 % full: 91\.0 KB of 100 KB, 9\.0 KB free \(ROOT\)' courier_limit
says 1 'WARNING - u@example.jp: 85\.0 % full: 850 KB of 1000 KB' cyrus
says 3 'the server has no quota for this mailbox' cyrus_none
says 3 'the server sets no limit for this mailbox' hmailserver
says 3 'the server refuses to tell the quota: IMAP QUOTA is not enabled' \
    hmailserver_off
says 0 '51\.2 % full: 51\.2 MB of 100 MB, 48\.8 MB free \|' zimbra
says 3 'the server has no quota for this mailbox' zimbra_none
says 3 'the server tells no quota \(no QUOTA capability\)' exchange
says 0 'OK - u@example.jp: 1\.0 % full' greenmail
says 1 '86\.7 % full: 13\.0 GB of 15\.0 GB, 2\.0 GB free \|' gmail

says 0 'OK - ' login_command -v
output_has 'logged in over TLS (LOGIN)'
says 0 'OK - ' plain_slow_way -v
output_has 'logged in over TLS (PLAIN)'
says 0 'OK - ' sasl_login -v
output_has 'logged in over TLS (AUTHENTICATE LOGIN)'
says 0 'OK - ' sasl_cram -v
output_has 'logged in over TLS (CRAM-MD5)'
says 2 'the server takes no login \(LOGINDISABLED\); nothing was sent' \
    login_disabled
says 2 'the server takes no login' only_oauth
says 0 'OK - ' no_capability
says 2 'the server cannot check the password now: no directory' unavailable
output_lacks 'Compare password'
says 2 'the mailbox is in use by another program: locked' inuse
output_lacks 'Compare password'
says 2 'the server limits logins, this one was too much: too many' limit
output_lacks 'Compare password'
says 2 'the password or the account has expired: password too old' expired
output_has 'Compare password'
says 2 'the server takes no login without TLS: not without TLS' privacy
says 2 'login refused: no reason given' no_reason
says 2 'login refused: no' all_ways_refused
came all_ways_refused 1 'LOGIN|AUTHENTICATE'

says 0 'OK - u@example.jp: 50\.0 % full' drip
says 0 'OK - u@example.jp: 50\.0 % full' unsolicited
output_has 'the server alerts: the disk is nearly full'
says 2 '127.0.0.1 closed the connection, we waited for the quota' cut
says 2 '127.0.0.1 closed the connection, we waited for the quota' \
    cut_in_literal
says 2 '127.0.0.1 (reset|closed) the connection, we waited for' reset
says 2 'the server announces a literal of 2000000 bytes, more than 1048576' \
    huge_literal
says 1 'WARNING - u@example.jp: 50\.0 % full' big_literal -w 10 -c 60
says 2 'sent a line of more than 8192 bytes, we waited for the greeting' \
    long_line
says 2 'sent a line of more than 65536 bytes' long_line_later
says 2 'the server answered a command that was not sent: b7' wrong_tag
says 2 'the server answered a command that was not sent: a1' tag_twice
says 2 'the server asks for more where nothing is to be said' continues
says 2 'the server sent what is no IMAP response: . OK ready' nul_greeting
says 2 'the server sent what is no IMAP response' nul_quota
says 2 'the server ended the session: overloaded, come back later' bye
says 2 'the server ended the session: no home folder' bye_after_login
says 2 'the server lets everybody in without a password \(PREAUTH\)' preauth
came preauth 0 'LOGIN|AUTHENTICATE'
says 2 'the server answered a command that was not sent: 220|no IMAP' smtp
says 2 'closed the connection, we waited for the greeting' closes
says 0 'OK - ' late
says 2 '127.0.0.1 is too slow: the time was over, we waited for the greeting' \
    late -t 1
within 20000
says 2 'the time was over, we waited for the greeting' silent -t 1
says 2 'the time was over, we waited for the greeting' trickle -t 2
within 20000
says 2 'more than 400000 responses|the time was over' endless -t 30
says 0 'OK - .* old_messages=100000;;;0 old_bytes=102400000B' search \
    --older-than 30
output_has '100000 messages are older than 30 days, 97.7 MB'
says 2 'the answer to the search has more than 1000000 numbers' \
    search_too_much --older-than 30

says 2 'does not speak TLS on this port' plain_greeting
says 2 'the time was over, we waited for the TLS handshake' plain_stall -t 1
within 20000
says 2 '127.0.0.1 offers no TLS of version 1\.2 or newer' plain_old_tls
says 2 'closed the connection, we waited for the (TLS handshake|greeting)' \
    plain_closes
says 2 'closed the connection, we waited for the greeting' plain_closes \
    --tls starttls
says 2 'plain text came from 127.0.0.1 where TLS was to begin' plain_inject \
    --tls starttls
output_has 'The password was not sent'
came plain_inject 0 'LOGIN|AUTHENTICATE'
says 2 'the server offers no STARTTLS; nothing was sent in clear' \
    plain_no_starttls --tls starttls
came plain_no_starttls 0 'LOGIN|AUTHENTICATE'
says 2 'the server offers no STARTTLS' plain_starttls_refused --tls starttls
came plain_starttls_refused 0 'LOGIN|AUTHENTICATE'
says 2 'the time was over, we waited for the TLS handshake' \
    plain_starttls_stall --tls starttls -t 1
says 2 'PREAUTH' plain_preauth --tls starttls
says 3 'UNKNOWN - u@example.jp: not logged in: without TLS the password' \
    plain_no_starttls --tls none
came plain_no_starttls 0 'LOGIN|AUTHENTICATE'
says 0 'OK - ' plain_no_starttls --tls none --clear-password
came plain_no_starttls 1 'AUTHENTICATE PLAIN'

says 0 'OK - .*: 2\.0 % full: 2\.0 KB of 100 KB from --limit' pop_old \
    --pop3 --tls none --clear-password --limit 100K
says 0 'OK - ' pop_pipelining --pop3 --tls none --clear-password --limit 100K
says 3 'not logged in: without TLS' pop_old --pop3 --tls none
came pop_old 1 'PASS'
says 2 'the mailbox is in use by another program: locked' pop_in_use \
    --pop3 --tls none --clear-password
output_lacks 'Compare password'
says 2 'the server cannot check the password now' pop_temporary \
    --pop3 --tls none --clear-password
says 2 'the server offers no way to log in' pop_no_way \
    --pop3 --tls none --clear-password
came pop_no_way 0 'PASS|AUTH'
says 2 'the answer to STAT cannot be read: three messages' pop_junk \
    --pop3 --tls none --clear-password
says 2 'the server refuses service: too many' pop_refuses --pop3 --tls none \
    --clear-password
says 2 'the server sent what is no POP3 reply: . OK IMAP ready' pop_imap \
    --pop3 --tls none --clear-password
says 2 'plain text came from 127.0.0.1' pop_inject --pop3 --tls starttls
came pop_inject 0 'PASS|AUTH'
says 0 'OK - ' pop_stls --pop3 --tls starttls --limit 100K
says 2 'the server offers no STLS' pop_refused_stls --pop3 --tls starttls
says 2 'the list of capabilities does not end' pop_capa_endless \
    --pop3 --tls none --clear-password

# Passwords as people have them go over every way as they are.
# shellcheck disable=SC1003 # a backslash is meant
printf 'p\303\244ss"\\' > "$work/word8"
chmod 600 "$work/word8"
background mailserver8 "$python" "$srcdir/tests/e2e/mailserver.py" \
    "$work/mail8.ports" "$work/mail8.log" "$work/tls/good.pem" \
    "$work/tls/good.key" u@example.jp "$(cat "$work/word8")"
wait_for 30 grep -q '^ready' "$work/mail8.ports" ||
    gives_up mailserver "$work/mailserver8.log"
for scenario in login_command login_command_plus plain_slow_way sasl_login \
    sasl_cram; do
	expect_like 0 'OK - ' "$check" -H 127.0.0.1 -t 60 --ca-file "$ca" \
	    -p "$(awk -v n=$scenario '$1 == n { print $2 }' \
	    "$work/mail8.ports")" -u u@example.jp \
	    --password-file "$work/word8"
done
stop mailserver8

# --- the password is nowhere ----------------------------------------------

# Nothing that is printed, however it is asked for.
says 2 'user name or password|login refused: wrong: PLAIN \(password\) that is \(password\)' \
    repeats_password -vvv
for form in "$password" 'p?a/ss wo/rd' "$(printf '%s' "$password" | base64)" \
    "$(printf '\000u@example.jp\000%s' "$password" | base64)"; do
	output_lacks "$form"
done
# ... as the name of a thing, in capitals, in pieces, or without padding.
says 0 'OK - u@example.jp: \(PASSWORD\) at 50\.0 % of the limit: 50 of 100 \(\(password\)\)' \
    tells_password -vvv --no-quota ok
output_has '4.9 KB in the mailbox (password)'
output_has 'the server alerts: (password), (password) (password)'
output_has 'tells no limit of it ((password))'
for form in 'p?a' 'ss wo' "$(printf '%s' "$password" | base64)" \
    "$(printf '\000u@example.jp\000%s' "$password" | base64 | tr -d =)"; do
	if grep -aiFq -e "$form" "$out" "$err"; then
		fail "tells_password: the password is printed" "$(cat "$out")"
	else
		pass "tells_password: $form is not printed"
	fi
done
for scenario in login_command plain_slow_way sasl_login sasl_cram \
    no_capability tells_password pop_old; do
	more=
	[ "$scenario" != pop_old ] ||
	    more='--pop3 --tls none --clear-password --limit 1M'
	# shellcheck disable=SC2086 # several words
	run "$check" -H 127.0.0.1 -p "$(port_of "$scenario")" -t 60 \
	    --ca-file "$ca" -u u@example.jp --password-file "$work/word" \
	    -vvv $more
	if grep -aFq -e "$password" -e 'p?a' -e 'ss wo' \
	    -e "$(printf '%s' "$password" | base64)" "$out" "$err"; then
		fail "$scenario: the password is printed" "$(cat "$out")"
	else
		pass "$scenario: the password is not printed"
	fi
done

# Nor in what other users see of the process.
port=$(port_of silent)
"$check" -H 127.0.0.1 -p "$port" --ca-file "$ca" -t 20 -u u@example.jp \
    --password-file "$work/word" -vvv > "$work/silent.out" 2>&1 &
pid=$!
wait_for 15 grep -qa 'check_imap_quota' "/proc/$pid/cmdline"
wait_for 15 sh -c "ls -l /proc/$pid/fd | grep -q socket"
for file in cmdline environ; do
	if grep -aFq -e "$password" -e 'ss wo' "/proc/$pid/$file"; then
		fail "the password is in /proc/PID/$file"
	else
		pass "the password is not in /proc/PID/$file"
	fi
done
# The file is closed once it was read.
# shellcheck disable=SC2010 # the targets of links
if ls -l "/proc/$pid/fd" | grep -q "$work/word"; then
	fail 'the password file is still open'
else
	pass 'the password file is closed'
fi
kill "$pid" 2> /dev/null
wait "$pid" 2> /dev/null

finish

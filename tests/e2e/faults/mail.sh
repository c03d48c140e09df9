# SPDX-License-Identifier: GPL-3.0-or-later
#
# mail.sh - faults.sh: what a server for IMAP or POP3 can do.

# shellcheck disable=SC2154,SC2034 # set, or used, in the other parts

have openssl openssl 'servers with certificates' || finish
certificates "$work/tls" > "$work/certificates.log" 2>&1 ||
    gives_up 'openssl for certificates' "$work/certificates.log"
(umask 077 && echo 'a word' > "$work/word")
background mailserver "$python" "$srcdir/tests/e2e/mailserver.py" \
    "$work/mail.ports" "$work/mail.log" "$work/tls/good.pem" \
    "$work/tls/good.key" u@example.jp 'a word'
wait_for 30 grep -q '^ready' "$work/mail.ports" ||
    gives_up mailserver "$work/mailserver.log"

mail_port() {
	awk -v name="$1" '$1 == name { print $2 }' "$work/mail.ports"
}

# quota SCENARIO [option...]
quota() {
	quota_port=$(mail_port "$1")
	shift
	case " $* " in
	*' -H '*) ;;
	*) set -- -H 127.0.0.1 "$@" ;;
	esac
	plugin imap_quota -p "$quota_port" \
	    --ca-file "$work/tls/ca.pem" -u u@example.jp \
	    --password-file "$work/word" -t "$seconds" "$@"
}

# clear SCENARIO [option...]: without TLS, as the scenarios of POP3 begin.
clear() {
	quota "$@" --pop3 --tls none --clear-password --limit 100K
}

# mail_cell FAULT STATE 'ERE' SCENARIO [option...]
mail_cell() {
	mail_fault=$1
	mail_state=$2
	mail_text=$3
	shift 3
	cell quota "IMAP: $mail_fault" "$mail_state" "u@example.jp: $mail_text" \
	    quota "$@"
}

pop_cell() {
	mail_fault=$1
	mail_state=$2
	mail_text=$3
	shift 3
	cell quota "POP3: $mail_fault" "$mail_state" "u@example.jp: $mail_text" \
	    clear "$@"
}

mail_closed='127.0.0.1 closed the connection, we waited for'
mail_time='127.0.0.1 is too slow: the time was over, we waited for'

mail_cells() {
	seconds=60
	mail_cell drip OK '50.0 % full' drip
	mail_cell 'numbers of a search' CRITICAL \
	    'the answer to the search has more than 1000000 numbers' \
	    search_too_much --older-than 30
	pop_cell drip OK '2.0 % full' pop_drip
	seconds=10
	mail_cell 'cut mid-line' CRITICAL "$mail_closed the quota" cut
	mail_cell 'cut in a literal' CRITICAL "$mail_closed the quota" \
	    cut_in_literal
	mail_cell reset CRITICAL '127.0.0.1 (reset|closed) the connection' \
	    reset
	mail_cell 'huge literal' CRITICAL \
	    'the server announces a literal of 2000000 bytes, more than' \
	    huge_literal
	mail_cell 'big literal' OK '50.0 % full' big_literal
	mail_cell 'line of 100 KB' CRITICAL \
	    '127.0.0.1 sent a line of more than 8192 bytes' long_line
	mail_cell 'line of 70 KB later' CRITICAL \
	    '127.0.0.1 sent a line of more than 65536 bytes' long_line_later
	mail_cell 'STARTTLS injection' CRITICAL \
	    'plain text came from 127.0.0.1 where TLS was to begin' \
	    plain_inject --tls starttls
	mail_cell 'STARTTLS not offered' CRITICAL \
	    'the server offers no STARTTLS' plain_no_starttls --tls starttls
	mail_cell 'STARTTLS refused' CRITICAL \
	    'the server offers no STARTTLS' plain_starttls_refused \
	    --tls starttls
	mail_cell 'unsolicited data' OK '50.0 % full' unsolicited
	mail_cell 'wrong tag' CRITICAL \
	    'the server answered a command that was not sent: b7' wrong_tag
	mail_cell 'tag twice' CRITICAL \
	    'the server answered a command that was not sent: a1' tag_twice
	mail_cell 'asks for more' CRITICAL \
	    'the server asks for more where nothing is to be said' continues
	mail_cell 'greeting BYE' CRITICAL 'the server ended the session' bye
	mail_cell 'BYE after the login' CRITICAL \
	    'the server ended the session: no home folder' bye_after_login
	mail_cell PREAUTH CRITICAL \
	    'the server lets everybody in without a password' preauth
	mail_cell 'PREAUTH before STARTTLS' CRITICAL \
	    'the server lets everybody in without a password' \
	    plain_preauth --tls starttls
	mail_cell 'greeting after 3 s' OK '50.0 % full' late
	mail_cell 'NUL in the greeting' CRITICAL \
	    'the server sent what is no IMAP response' nul_greeting
	mail_cell 'NUL in the quota' CRITICAL \
	    'the server sent what is no IMAP response' nul_quota
	mail_cell 'SMTP' CRITICAL \
	    'the server sent what is no IMAP response: 220' smtp
	mail_cell 'closes at once' CRITICAL "$mail_closed the greeting" closes
	mail_cell 'no TLS on the port' CRITICAL \
	    '127.0.0.1 does not speak TLS on this port' plain_greeting
	mail_cell 'TLS: garbage' CRITICAL \
	    '127.0.0.1 does not speak TLS on this port' plain_garbage
	mail_cell 'TLS 1.0 only' CRITICAL \
	    '127.0.0.1 offers no TLS of version 1.2 or newer' plain_tls10
	mail_cell 'TLS 1.0 and 1.1 only' CRITICAL \
	    '127.0.0.1 offers no TLS of version 1.2 or newer' plain_old_tls
	mail_cell 'port refused' CRITICAL \
	    '127.0.0.1 refuses connections on port [0-9]+' \
	    silent -p "$(free_port)"
	pop_cell 'cut mid-line' CRITICAL "$mail_closed the greeting" pop_cut
	pop_cell reset CRITICAL '127.0.0.1 (reset|closed) the connection' \
	    pop_reset
	pop_cell 'line of 2 MB' CRITICAL \
	    '127.0.0.1 sent a line of more than' pop_long_line
	pop_cell 'unsolicited data' OK '2.0 % full' pop_unsolicited
	pop_cell 'capabilities without an end' CRITICAL \
	    'the list of capabilities does not end' pop_capa_endless
	pop_cell 'STAT of words' CRITICAL \
	    'the answer to STAT cannot be read: three messages' pop_junk
	pop_cell 'NUL in the greeting' CRITICAL \
	    'the server sent what is no POP3 reply' pop_nul
	pop_cell 'NUL in STAT' CRITICAL '.*' pop_nul_stat
	pop_cell 'greeting after 3 s' OK '2.0 % full' pop_late
	pop_cell 'greeting refused' CRITICAL \
	    'the server refuses service: too many' pop_refuses
	pop_cell 'IMAP instead' CRITICAL \
	    'the server sent what is no POP3 reply' pop_imap
	cell quota 'POP3: STLS injection' CRITICAL \
	    '.*plain text came from 127.0.0.1' \
	    quota pop_inject --pop3 --tls starttls
	cell quota 'POP3: STLS refused' CRITICAL \
	    '.*the server offers no STLS' \
	    quota pop_refused_stls --pop3 --tls starttls
	cell quota 'POP3: TLS 1.0 only' CRITICAL \
	    '.*offers no TLS of version 1.2 or newer' \
	    quota plain_tls10 --pop3
	mail_deadlines
}

mail_deadlines() {
	seconds=4
	mail_cell silence CRITICAL "$mail_time the greeting" silent
	mail_cell 'trickle' CRITICAL "$mail_time the greeting" trickle
	mail_cell 'TLS stalls' CRITICAL "$mail_time the TLS handshake" \
	    plain_stall
	mail_cell 'TLS stalls half-way' CRITICAL \
	    "$mail_time the TLS handshake" plain_half_handshake
	mail_cell 'TLS stalls after STARTTLS' CRITICAL \
	    "$mail_time the TLS handshake" plain_starttls_stall \
	    --tls starttls
	mail_cell 'responses without an end' CRITICAL \
	    '(the server sent more than 400000 responses|127.0.0.1 is too slow)' \
	    endless
	pop_cell silence CRITICAL "$mail_time the greeting" pop_silent
	pop_cell trickle CRITICAL "$mail_time the greeting" pop_trickle
	seconds=2
	pop_cell 'greeting after 3 s, -t 2' CRITICAL \
	    "$mail_time the greeting" pop_late
	seconds=4
	cell quota 'POP3: TLS stalls' CRITICAL \
	    ".*$mail_time the TLS handshake" quota plain_stall --pop3
	seconds=10
}

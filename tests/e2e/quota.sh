#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# check_imap_quota against Dovecot, and against servers that do what Dovecot
# does not (mailserver.py).

. "${srcdir:-.}/tests/e2e/lib.sh"

have dovecot dovecot-imapd 'everything with a real server' || finish
have openssl openssl 'certificates' || finish

check=$plugins/check_imap_quota
base=$(free_port 143 993 110 995)
imap=$((base + 143))
imaps=$((base + 993))
pop=$((base + 110))
pops=$((base + 995))
dc=$work/dovecot
serve_dovecot "$dc" "$base"
ca=$dc/tls/ca.pem

# as USER [option...]: the command line for a user of Dovecot, IMAPS.
as() {
	as_user=$1
	shift
	set -- "$check" -H 127.0.0.1 -p "$imaps" --ca-file "$ca" \
	    -u "$as_user@example.test" --password-file "$dc/$as_user.secret" \
	    -t 60 "$@"
	"$as_run" "$as_code" "$as_line" "$@"
}

# is CODE LINE USER [option...], and like CODE ERE USER [option...]
is() { as_run=expect as_code=$1 as_line=$2; shift 2; as "$@"; }
like() { as_run=expect_like as_code=$1 as_line=$2; shift 2; as "$@"; }

like 2 '^IMAP QUOTA CRITICAL - near@example.test: 91\.0 % full: 91\.0 KB of 100 KB, 9\.0 KB free \(User quota\) \| time=T usage=91\.0%;80;90;0;100 storage=93184B;;;0 storage_max=102400B;;;0 certificate_days=82[45];14:;7:$' \
    near
output_has 'Make room: in the mail program'
[ -z "$quick" ] || finish

# --- Dovecot --------------------------------------------------------------

like 0 '^IMAP QUOTA OK - alice@example.test: 5\.1 % full: 51\.0 KB of 1000 KB, 949 KB free \(User quota\) \| .* messages=5;;;0 messages_max=100;;;0 certificate' \
    alice
like 2 'over@example.test: 122\.0 % full: 61\.0 KB of 50\.0 KB, 11\.0 KB over' \
    over
like 1 'WARNING - two@example.test: 84\.0 % full: .* \(Domain\) \|' two
like 0 'OK - two@example.test: 84\.0 % full' two -w 85 -c 95 -v
output_has 'OK - two@example.test: 21.0 % full: 21.0 KB of 100 KB, 79.0 KB free (User quota)'
output_has 'logged in over TLS (PLAIN)'
output_has 'in the mailbox INBOX'
like 3 'UNKNOWN - noquota@example.test: the server tells no quota \(no QUOTA capability\)' \
    noquota
output_has '--limit'
like 0 'OK - noquota@example.test: the server tells no quota' \
    noquota --no-quota ok
like 3 'UNKNOWN - unlimited@example.test: the server has no quota for this mailbox' \
    unlimited
like 2 'unlimited@example.test: [0-9.]+ % full: 1\.1 KB of 1\.0 KB from --limit' \
    unlimited --limit 1K
like 2 'CRITICAL - broken@example.test: the server ended the session: Internal error' \
    broken
like 2 'CRITICAL - old@example.test: 95\.3 % full: .* old_messages=30;;;0 old_bytes=125181B;;;0' old --older-than 90
output_has '30 messages are older than 90 days, 122 KB'
like 2 'old_messages=0' old --older-than 500
output_has 'no message is older than 500 days'
like 0 'OK - old@' old -w 96 -c 97 --older-than 90 -m INBOX -m INBOX
output_has '60 messages are older than 90 days'
like 3 'UNKNOWN - old@example.test: the server refuses to search for old messages: Mailbox doesn' \
    old -w 96 -c 97 --older-than 90 -m Missing
# Looking at a mailbox leaves no trace in it.
if find "$dc/mail" -name '*:2,*S*' | grep -q .; then
	fail 'no flag was changed' "$(find "$dc/mail" -name '*:2,*S*')"
else
	pass 'no flag was changed'
fi

echo wrong-word > "$work/wrong"
chmod 600 "$work/wrong"
expect_like 2 'CRITICAL - alice@example.test: user name or password is wrong: Authentication failed' \
    "$check" -H 127.0.0.1 -p "$imaps" --ca-file "$ca" -t 60 \
    -u alice@example.test --password-file "$work/wrong"
output_has 'A mailbox that was made within the last 2 hours is not active yet'
expect_like 2 'nobody@example.test: user name or password is wrong' \
    "$check" -H 127.0.0.1 -p "$imaps" --ca-file "$ca" -t 60 \
    -u nobody@example.test --password-file "$work/wrong"

# alice_at HOST PORT [option...]
alice_at() {
	alice_host=$1
	alice_port=$2
	shift 2
	"$as_run" "$as_code" "$as_line" "$check" -H "$alice_host" \
	    -p "$alice_port" --ca-file "$ca" -t 60 -u alice@example.test \
	    --password-file "$dc/alice.secret" "$@"
}
at() { as_run=expect_like as_code=$1 as_line=$2; shift 2; alice_at "$@"; }

at 0 'OK - alice@' 127.0.0.2 "$imap" --tls starttls -v
output_has 'logged in over TLS (PLAIN)'
at 0 'OK - alice@' ::1 "$imaps"
at 0 'OK - alice@' localhost "$imaps"
at 0 'OK - alice@' 127.0.0.2 "$imap" --tls none -v
output_has 'logged in without TLS (CRAM-MD5)'
at 0 'OK - alice@.*: 4\.9 % full: 50\.4 KB of 1\.0 MB from --limit' \
    127.0.0.1 "$pops" --pop3 --limit 1M
at 2 'CRITICAL - alice@.*: 100\.9 % full' \
    127.0.0.2 "$pop" --pop3 --tls starttls --limit 50K
at 3 'POP3 tells no limit: name it with --limit .* storage=51660B;;;0 messages=5' \
    127.0.0.1 "$pops" --pop3
at 2 'CRITICAL - alice@.*: the certificate of 127.0.0.3 expired on 2021-01-01, [0-9]+ days ago' \
    127.0.0.3 "$imaps"
at 2 'the certificate of 127.0.0.3 expired' 127.0.0.3 "$imap" --tls starttls
at 2 'the certificate of 127.0.0.3 expired' 127.0.0.3 "$pops" --pop3
at 2 'CRITICAL - alice@.*: the certificate expired [0-9]+ days ago' \
    127.0.0.3 "$imaps" --insecure
at 2 'CRITICAL - alice@.*: the certificate is not for 127.0.0.4, it is for: other.example.test' \
    127.0.0.4 "$imaps"
at 0 'OK - alice@' 127.0.0.4 "$imaps" --insecure
at 2 'CRITICAL - alice@.*: the certificate is valid for 5 more days' \
    127.0.0.5 "$imaps"
at 1 'WARNING - alice@.*: the certificate is valid for 5 more days' \
    127.0.0.5 "$imaps" --certificate 10,3
at 0 'OK - alice@' 127.0.0.5 "$imaps" --certificate 3
at 2 'CRITICAL - alice@.*: 127.0.0.1 refuses connections on port 1 ' 127.0.0.1 1
at 2 '127.0.0.1 does not speak TLS on this port: it may want --tls starttls' \
    127.0.0.1 "$imap"
expect_like 2 'the certificate of 127.0.0.1 is issued by Test CA, which this host does not know' \
    "$check" -H 127.0.0.1 -p "$imaps" -t 60 -u alice@example.test \
    --password-file "$dc/alice.secret"
mkdir "$work/hashed"
cp "$ca" "$work/hashed/"
openssl rehash "$work/hashed" > /dev/null 2>&1
expect_like 0 'OK - alice@' "$check" -H 127.0.0.1 -p "$imaps" -t 60 \
    --ca-dir "$work/hashed" -u alice@example.test \
    --password-file "$dc/alice.secret"

# A Dovecot without any quota, and one that counts by maildirsize.
base2=$(free_port 143 993 110 995)
serve_dovecot "$work/bare" "$base2" 'mail_plugins =
protocol imap {
  mail_plugins =
}'
expect_like 3 'UNKNOWN - alice@example.test: the server tells no quota \(no QUOTA cap' \
    "$check" -H 127.0.0.1 -p $((base2 + 993)) -t 60 \
    --ca-file "$work/bare/tls/ca.pem" -u alice@example.test \
    --password-file "$work/bare/alice.secret"
expect_like 1 'WARNING - near@example.test: 90\.8 % full: 90\.8 KB of 100 KB from --limit' \
    "$check" -H 127.0.0.1 -p $((base2 + 993)) -t 60 --limit 100K -w 70 -c 95 \
    --ca-file "$work/bare/tls/ca.pem" -u near@example.test \
    --password-file "$work/bare/near.secret"
stop "dovecot-$base2"
base3=$(free_port 143 993 110 995)
serve_dovecot "$work/md" "$base3" 'plugin {
  quota = maildir:User quota
}'
expect_like 1 'WARNING - near@example.test: 90\.0 % full: 90\.0 KB of 100 KB' \
    "$check" -H 127.0.0.1 -p $((base3 + 993)) -t 60 \
    --ca-file "$work/md/tls/ca.pem" -u near@example.test \
    --password-file "$work/md/near.secret"
stop "dovecot-$base3"

# --- servers as no real one is --------------------------------------------

password='p"a\ss wo|rd'
printf '%s\n' "$password" > "$work/word"
chmod 600 "$work/word"
log=$work/mail.log
background mailserver "$python" "$srcdir/tests/e2e/mailserver.py" \
    "$work/mail.ports" "$log" "$dc/tls/good.pem" "$dc/tls/good.key" \
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
printf 'p\303\244ss"\\' > "$work/word8"
chmod 600 "$work/word8"
background mailserver8 "$python" "$srcdir/tests/e2e/mailserver.py" \
    "$work/mail8.ports" "$work/mail8.log" "$dc/tls/good.pem" \
    "$dc/tls/good.key" u@example.jp "$(cat "$work/word8")"
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

# --- names ----------------------------------------------------------------

if have nsd nsd 'names in the DNS'; then
	mkdir "$work/zones"
	{
		zone_head example.test
		echo 'imap A 127.0.0.1'
		# ::1 is there, too, but nobody listens on the scenario's port
		echo 'both A 127.0.0.1'
		echo 'both AAAA ::1'
		echo 'txt TXT "no address"'
	} > "$work/zones/example.test.zone"
	# The control questions of a resolver that is well.
	{ zone_head .; echo 'test. NS ns.test.'; } > "$work/zones/root.zone"
	dns=$(free_port)
	serve_nsd "$work/zones" "$dns"
	at 0 'OK - alice@' imap.example.test "$imaps" -s "127.0.0.1:$dns"
	at 2 'the certificate is not for both.example.test, it is for: imap.example.test, localhost' \
	    both.example.test "$imaps" -s "127.0.0.1:$dns"
	says 0 'OK - ' greenmail -s "127.0.0.1:$dns" -H both.example.test \
	    --insecure
	at 2 'CRITICAL - alice@.*: the name txt.example.test has no address' \
	    txt.example.test "$imaps" -s "127.0.0.1:$dns"
	at 2 'CRITICAL - alice@.*: the name no.example.test has no address' \
	    no.example.test "$imaps" -s "127.0.0.1:$dns"
	output_has 'The name does not exist'
	at 3 'UNKNOWN - alice@.*: our resolver' imap.example.test "$imaps" \
	    -s "127.0.0.1:$(free_port)"
fi

# --- the password is nowhere ----------------------------------------------

# Nothing that is printed, however it is asked for.
says 2 'user name or password|login refused: wrong: PLAIN \(password\) that is \(password\)' \
    repeats_password -vvv
for form in "$password" 'p?a/ss wo/rd' "$(printf '%s' "$password" | base64)" \
    "$(printf '\000u@example.jp\000%s' "$password" | base64)"; do
	output_lacks "$form"
done
for scenario in login_command plain_slow_way sasl_login sasl_cram \
    no_capability pop_old; do
	more=
	[ "$scenario" != pop_old ] ||
	    more='--pop3 --tls none --clear-password --limit 1M'
	# shellcheck disable=SC2086
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
if ls -l "/proc/$pid/fd" | grep -q "$work/word"; then
	fail 'the password file is still open'
else
	pass 'the password file is closed'
fi
kill "$pid" 2> /dev/null
wait "$pid" 2> /dev/null

# --- options --------------------------------------------------------------

# wrong LINE OPTION...
wrong() {
	wrong_line=$1
	shift
	expect_like 3 "^IMAP QUOTA UNKNOWN - $wrong_line" "$check" "$@"
}
word=$work/word
wrong '--hostname is wanted' -u u --password-file "$word"
wrong '--username is wanted' -H h --password-file "$word"
wrong '--password-file is wanted' -H h -u u
wrong '--password-file .*/none: No such file' -H h -u u \
    --password-file "$work/none"
chmod 644 "$word"
wrong '--password-file .*: other users have access' -H h -u u \
    --password-file "$word"
chmod 600 "$word"
ln -s word "$work/link"
wrong '--password-file .*: a symbolic link' -H h -u u \
    --password-file "$work/link"
mkfifo -m 600 "$work/fifo"
wrong '--password-file .*: not a regular file' -H h -u u \
    --password-file "$work/fifo"
wrong '--tls tls: implicit, starttls or none' -H h -u u --tls tls \
    --password-file "$word"
wrong '--port 0: ' -H h -u u -p 0
wrong '--hostname 1.2.3: ' -H 1.2.3
wrong '--limit 0: ' -H h --limit 0
wrong '--limit 5X: ' -H h --limit 5X
wrong '--certificate 7,14: ' -H h --certificate 7,14
wrong '--older-than 0: ' -H h --older-than 0
wrong '--no-quota no: ' -H h --no-quota no
wrong '--clear-password belongs to --tls none' -H h -u u --clear-password \
    --password-file "$word"
wrong '--older-than needs IMAP' -H h -u u --pop3 --older-than 5 \
    --password-file "$word"
wrong '--username .*: a name without control' -H h -u 'u
a2 DELETE INBOX'
wrong '--mailbox .*: the name of a mailbox' -H h -m 'x
y'
wrong '.*--ca-file .*/none: no certificate' -H 127.0.0.1 -p "$imaps" -u u \
    --password-file "$word" --ca-file "$work/none"

finish

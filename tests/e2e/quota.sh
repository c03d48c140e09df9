#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# check_imap_quota against Dovecot; names in the DNS; options.

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
	at 0 'OK - alice@' both.example.test "$imaps" -s "127.0.0.1:$dns" \
	    --insecure
	at 2 'CRITICAL - alice@.*: the name txt.example.test has no address' \
	    txt.example.test "$imaps" -s "127.0.0.1:$dns"
	at 2 'CRITICAL - alice@.*: the name no.example.test does not exist \(NXDOMAIN\)' \
	    no.example.test "$imaps" -s "127.0.0.1:$dns"
	output_has 'see whether its domain has expired or is restricted'
	at 3 'UNKNOWN - alice@.*: our resolver' imap.example.test "$imaps" \
	    -s "127.0.0.1:$(free_port)"
fi

# --- options --------------------------------------------------------------

# wrong LINE OPTION...
wrong() {
	wrong_line=$1
	shift
	expect_like 3 "^IMAP QUOTA UNKNOWN - $wrong_line" "$check" "$@"
}
word=$work/word
echo secret > "$word"
chmod 600 "$word"
wrong '--hostname is wanted' -u u --password-file "$word"
wrong '--username is wanted' -H h --password-file "$word"
wrong '--password-file is wanted' -H h -u u
wrong '--password-file .*/none: No such file or directory: make it, chown' -H h -u u \
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

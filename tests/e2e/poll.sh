#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# check_poll_interval and the log of the mail server: logs with known clients,
# a Dovecot of our own that fetchmail and curl fetch from, and what a log can
# be beside that.

. "${srcdir:-.}/tests/e2e/lib.sh"

poll=$plugins/check_poll_interval
cd "$work" || exit 1
end=$(date +%s)

log() {
	log_name=$1
	shift
	TZ=UTC "$python" "$srcdir/tests/e2e/maillog.py" "$@" > "$log_name"
}

figures() {
	grep -Eq "[| ]$1( |\$)" "$out" || fail "figure $1" "$(head -n 1 "$out")"
}

# --- one case -----------------------------------------------------------

log minute.log "$end" 'info@example.jp 203.0.113.5 pop3 60' \
    'sales@example.jp 203.0.113.6 imap 600x5'
expect_like 2 '^POLL INTERVAL CRITICAL - info@example\.jp from 203\.0\.113\.5 \(pop3\) fetches every 60 s, regular, 1(19|20) polls in 2 h \|.* min_interval=60s;285:;114:;0 clients=2;;;0 fast_warning=0;;;0 fast_critical=1;;;0' \
    "$poll" --log minute.log
output_has 'every 10 minutes: that is what weblife.me advises'
[ -z "$quick" ] || finish

# --- thresholds and options ---------------------------------------------

figures 'polls=1[0-9]*;;;0'
expect_like 0 'POLL INTERVAL OK - none of 2 clients fetches too often; most often info' \
    "$poll" --log minute.log -w 30: -c 20:
expect_like 1 'POLL INTERVAL WARNING' "$poll" --log minute.log -c 20:
expect_like 0 'POLL INTERVAL OK - 1 client, not too often: sales@example.jp' \
    "$poll" --log minute.log --exclude 'INFO@*'
output_has 'logins by --exclude'
expect 3 'POLL INTERVAL UNKNOWN - --exclude 203.0.113.0/99: a network such as 192.0.2.0/24 is wanted' \
    "$poll" --log minute.log --exclude 203.0.113.0/99
expect_like 0 'POLL INTERVAL OK' "$poll" --log minute.log -x 203.0.113.0/29
log five.log "$end" 'info@example.jp 203.0.113.5 pop3 400'
expect_like 0 'POLL INTERVAL OK' "$poll" --log five.log
expect_like 1 'POLL INTERVAL WARNING' "$poll" --log five.log --strict
log phone.log "$end" 'a 203.0.113.5 pop3 120' 'a 203.0.113.6 pop3 120'
expect_like 1 'from 203.0.113.5 \(pop3\) fetches every 120 s' \
    "$poll" --log phone.log
expect_like 2 'a from 2 addresses \(pop3\) fetches every' \
    "$poll" --log phone.log --by user --burst 1s -c 120:
for wrong in '--window x' '--until then' '--by mail' '-w abc' '--burst 0' \
    '--leave bad' '--log'; do
	# shellcheck disable=SC2086 # several words
	expect_like 3 '^POLL INTERVAL UNKNOWN - ' "$poll" $wrong
done
expect 3 'POLL INTERVAL UNKNOWN - --log FILE or, for the settings of mail programs, --clients is wanted' \
    "$poll"

# --- what a log can be --------------------------------------------------

expect_like 3 '^POLL INTERVAL UNKNOWN - none\.log: No such file or directory; with a journal only, pipe journalctl -o short-iso into --log - \| time=T clients=0' \
    "$poll" --log none.log
expect_like 2 'POLL INTERVAL CRITICAL' "$poll" --log none.log --log minute.log
output_has 'UNKNOWN - none.log: No such file'
# login lines that tell no login are not nobody's
sed 's/user=<[^>]*>/user=<a, method=LOGIN, rip=1.2.3.4, lip=x>, user=<v@x/' \
    minute.log > odd.log
expect_like 3 'UNKNOWN - ([0-9]+) of \1 login lines in 2 h not understood: no user or no valid address .* logins=0;;;0 .* unparsed=[1-9]' \
    "$poll" --log odd.log
output_has 'let the server write user, rip and lip again'
output_lacks 'nobody fetched mail'
# also those alone that are in the window, of stdin
sed 's/^20[0-9-]*T/2026-01-01T/' odd.log > before.log
expect_like 0 'OK - 1 client, not too often: .* unparsed=0' \
    sh -c "cat before.log five.log | '$poll' --log -"
: > empty.log
expect_like 3 'empty\.log has no line with a usable time stamp' \
    "$poll" --log empty.log
printf '\0\001\377\n\n\0\0' > garbage.log
expect_like 3 'garbage\.log has no line with a usable time stamp' \
    "$poll" --log garbage.log
# a clock that was never set, or far from any time
log years.log "$end" 'info 203.0.113.5 pop3 60'
sed 's/^....-..-../0000-01-01/;n;s/^....-..-../9999-12-31/' years.log > odd.log
expect_like 3 'odd\.log has no line with a usable time stamp' \
    "$poll" --log odd.log
log old.log "$((end - 100000))" 'info 203.0.113.5 pop3 60'
touch -d "@$((end - 100000))" old.log
expect_like 3 'old\.log was not written for 26 hours' "$poll" --log old.log
expect_like 2 'POLL INTERVAL CRITICAL' "$poll" --log old.log --until newest
log quiet.log "$((end - 20000))" 'info 203.0.113.5 pop3 60'
touch -d "@$((end - 20000))" quiet.log
expect_like 0 '^POLL INTERVAL OK - nobody fetched mail in 2 h \|' \
    "$poll" --log quiet.log
# old stamps, the zone of this process
TZ=Asia/Tokyo "$python" "$srcdir/tests/e2e/maillog.py" -s "$end" \
    'info 203.0.113.5 pop3 60' > tokyo.log
expect_like 2 'POLL INTERVAL CRITICAL' env TZ=Asia/Tokyo "$poll" \
    --log tokyo.log
expect_like 2 'POLL INTERVAL CRITICAL' env TZ=UTC "$poll" \
    --log tokyo.log --until newest
# stdin, rotated and compressed
cp minute.log stdin.log
expect_like 2 'POLL INTERVAL CRITICAL' sh -c "cat stdin.log | '$poll' --log -"
head -n 100 minute.log > new.log
tail -n +101 minute.log > rest.log
head -n 100 minute.log | gzip -c > rotated.log.1.gz
mv rest.log rotated.log
# as many as before it was rotated
expect_like 2 'polls=132;' "$poll" --log rotated.log --until newest
gzip -k minute.log
expect_like 2 'POLL INTERVAL CRITICAL' "$poll" --log minute.log.gz
# whoever may write to the log may write any number of times
sed 's/\(imap\|pop3\)-login: .*/message repeated 1000000 times: [ &]/' \
    minute.log > repeated.log
expect_like 2 'logins=1[0-9]*000;;;0' "$poll" --log repeated.log
# what is cut off is no good news
head -c 400 minute.log.gz > cut.log.gz
expect_like 2 'POLL INTERVAL CRITICAL' \
    "$poll" --log cut.log.gz --until newest
output_has 'a part of cut.log.gz (or of a rotated file) could not be read'
expect_like 2 'logins=1[0-9][0-9];;;0' "$poll" --log minute.log \
    --log minute.log
if [ "$(id -u)" -eq 0 ]; then
	chmod 755 .
	cp minute.log adm.log
	chgrp adm adm.log
	chmod 640 adm.log
	expect_like 3 'adm\.log: permission denied; group adm may read it' \
	    setpriv --reuid=65534 --regid=65534 --clear-groups "$poll" \
	    --log adm.log
fi

# --- what is understood -------------------------------------------------

run "$poll" --log minute.log --window 0 --show-logins
count=$(grep -c '' minute.log)
[ "$(grep -Ec '^[0-9TZ:-]+	(imap|pop3)	(info|sales)@example\.jp	203\.0\.113\.[56]$' "$out")" -eq "$count" ] &&
    pass 'all logins shown' || fail 'all logins shown' "$(head -n 3 "$out")"
run sh -c "printf 'imap-login: Login: user=<a>, rip=203.0.113.5' |
    '$poll' --log - --show-logins"
[ "$code $(cat "$out")" = "0 -	imap	a	203.0.113.5" ] &&
    pass 'a login without a stamp' || fail 'a login without a stamp' "$(cat "$out")"

# --- a real Dovecot -----------------------------------------------------

have fetchmail fetchmail 'a Dovecot that is fetched from' || finish
have curl curl 'a Dovecot that is fetched from' || finish
base=$(free_port 143 993 110 995)
serve_dovecot "$work/dovecot" "$base"
# Scaled down by 20 and more: thresholds of 4 and 2 s, bursts of a second.
cat > fetchmailrc <<END
set daemon 1
poll 127.0.0.1 port $((base + 143)) proto imap
	user alice@example.test password secret-alice keep mda "cat > /dev/null"
	options sslproto ''
END
chmod 600 fetchmailrc
mkdir -p home
background fetchmail env HOME="$work/home" FETCHMAILHOME="$work/home" \
    fetchmail -f fetchmailrc --nodetach --nosyslog --pidfile home/pid \
    --idfile home/ids
background curl3 sh -c "while :; do curl -s -u near@example.test:secret-near \
    pop3://127.0.0.1:$((base + 110))/ > /dev/null; sleep 3; done"
background curl10 sh -c "while :; do curl -s -u over@example.test:secret-over \
    pop3://127.0.0.1:$((base + 110))/ > /dev/null; sleep 10; done"
logins() {
	[ "$(grep -c "Login: user=<$1@" dovecot/dovecot.log)" -ge "$2" ]
}
wait_for 180 logins over 7
stop fetchmail
expect_like 2 '^POLL INTERVAL CRITICAL - alice@example\.test from 127\.0\.0\.1 \(imap\) fetches every [12] s, regular, [0-9]+ polls in 10 min \|.* clients=3;;;0 fast_warning=1;;;0 fast_critical=1;;;0' \
    env TZ="$(date +%Z)" "$poll" --log dovecot/dovecot.log --window 10m \
    --include-webmail --burst 1s -w 5: -c 2.6:
output_has 'near@example.test from 127.0.0.1 (pop3) fetches every'
output_has 'POP3 sessions fetched nothing'
# The clients go on, so a copy is counted.
cp dovecot/dovecot.log still.log
wanted=$(grep -c 'login: Info: Login: ' still.log)
run "$poll" --log still.log --window 0 --show-logins
[ "$(grep -c '' "$out")" -eq "$wanted" ] && pass 'each login of Dovecot' ||
    fail 'each login of Dovecot' "$wanted, shown $(grep -c '' "$out")"
finish

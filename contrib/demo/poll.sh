#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# check_poll_interval: who fetches mail more often than is good for it?

. "$srcdir/contrib/demo/lib.sh"

if [ -n "$domain" ]; then
	title "Who fetches mail is in the mail server's log or in the settings of
# mail programs, not in the DNS of $domain: the settings of this user"
	show check_poll_interval --clients
	demo_end
fi

cd "$work" || exit 1
end=$(date +%s)
# log NAME CLIENT...: USER ADDRESS PROTOCOL SECONDS, see maillog.py.
log() {
	log_name=$1
	shift
	"$python" "$srcdir/tests/e2e/maillog.py" "$end" "$@" > "$log_name"
}

title 'A healthy server: 5 connections each 10 minutes, and a slower one'
log healthy.log 'info@example.jp 203.0.113.5 imap 600x5~5' \
    'sales@example.jp 203.0.113.6 pop3 1200'
show check_poll_interval --log healthy.log

title 'One mail program fetches every minute'
log minute.log 'info@example.jp 203.0.113.5 pop3 60~5' \
    'sales@example.jp 203.0.113.6 imap 600x5~5'
# Each POP3 session has an end, too; one in twelve had something to fetch.
awk '{ print }
    / pop3-login: / {
	printf "%s mail dovecot: pop3(info@example.jp)<9><x>: Disconnected: " \
	    "Logged out top=0/0, retr=%s, del=0/4210, size=1288490188\n",
	    $1, ++n % 12 ? "0/0" : "1/2048"
    }' minute.log > ends.log
mv ends.log minute.log
show check_poll_interval --log minute.log

title 'Several people read the same mailbox behind one address'
log office.log 'info@example.jp 203.0.113.5 pop3 600~5' \
    'info@example.jp 203.0.113.5 pop3 420~30' \
    'info@example.jp 203.0.113.5 pop3 300~30' \
    'info@example.jp 203.0.113.5 pop3 380~40'
show check_poll_interval --log office.log

title 'The webmail on the server itself does not count'
log webmail.log 'info@example.jp 127.0.0.1 imap 60' \
    'sales@example.jp 203.0.113.6 imap 600'
show check_poll_interval --log webmail.log

title 'What is understood of a log (the first three)'
grep -m 3 login: minute.log > first.log
show check_poll_interval --log first.log --window 0 --show-logins

title 'The other side: the settings of a Thunderbird'
mkdir profile
cat > profile/prefs.js << 'END'
user_pref("mail.accountmanager.accounts", "account1,account2");
user_pref("mail.account.account1.server", "server1");
user_pref("mail.account.account2.server", "server2");
user_pref("mail.server.server1.type", "pop3");
user_pref("mail.server.server1.hostname", "pop.example.jp");
user_pref("mail.server.server1.userName", "info@example.jp");
user_pref("mail.server.server1.check_time", 1);
user_pref("mail.server.server1.leave_on_server", true);
user_pref("mail.server.server2.type", "imap");
user_pref("mail.server.server2.hostname", "imap.example.jp");
user_pref("mail.server.server2.userName", "sales@example.jp");
END
show check_poll_interval --thunderbird profile -v

title 'fetchmail, as the provider advises (10 minutes)'
printf 'set daemon 600\npoll pop.example.jp proto pop3 user info pass x\n' \
    > fetchmailrc
show check_poll_interval --fetchmail fetchmailrc --strict

title 'A log that is empty, and one that is not there'
: > empty.log
show check_poll_interval --log empty.log
show check_poll_interval --log missing.log
demo_end

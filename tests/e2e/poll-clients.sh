#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# check_poll_interval and the settings of mail programs.

. "${srcdir:-.}/tests/e2e/lib.sh"

poll=$plugins/check_poll_interval
data=$srcdir/tests/data/clients
cd "$work" || exit 1

expect_like 2 '^POLL INTERVAL CRITICAL - Thunderbird account Say \?hello\? A \(imap2\.example\.jp, imap\) fetches every 30 s; change it at Account Settings, Server Settings, Check for new messages every \| time=T min_interval=30s;285:;114:;0 clients=3;;;0 fast_warning=1;;;0 fast_critical=2;;;0' \
    "$poll" --thunderbird "$data/thunderbird/syntax"
output_has 'CRITICAL - Thunderbird account info@example.jp (pop.example.jp, pop3) fetches every 60 s; change it at Account Settings'
output_has 'WARNING - Thunderbird account sales@example.jp (imap.example.jp, imap) looks every 60 s, over the connection that it keeps (IDLE)'
[ -z "$quick" ] || finish

# --- states -------------------------------------------------------------

expect_like 1 'POLL INTERVAL WARNING - offlineimap account info@example' \
    "$poll" --offlineimap "$data/offlineimap/floats" -c 20:
expect_like 0 'POLL INTERVAL OK - 1 account, which does not fetch by the clock' \
    "$poll" --getmail "$data/getmail/forever"
output_has 'getmail account info@example.jp (pop.example.jp, pop3) leaves all mail on the server, for ever'
expect_like 2 'CRITICAL - getmail account .* leaves all mail' \
    "$poll" --getmail "$data/getmail/forever" --leave critical
expect_like 0 'POLL INTERVAL OK' \
    "$poll" --getmail "$data/getmail/days" --leave critical
# IDLE: one step less
printf 'user_pref("mail.server.server1.type", "imap");\nuser_pref("mail.server.server1.check_time", 1);\n' \
    > idle.js
expect_like 1 'POLL INTERVAL WARNING - Thunderbird.* looks every 60 s, over the connection that it keeps' \
    "$poll" --thunderbird idle.js
# what starts a program gives its accounts their interval
expect_like 2 'CRITICAL - mbsync account info@example\.jp \(imap\.example\.jp, imap\) fetches every 90 s' \
    "$poll" --timer "$data/timer/mail.timer" --mbsync "$data/mbsync/two"
expect_like 1 'WARNING - mbsync account b \(imap2\.example\.jp, imap\) fetches every 120 s|mbsync account info.* every 120 s' \
    "$poll" --timer "$data/timer/crontab" --mbsync "$data/mbsync/two"
expect_like 0 'OK - no POP3 or IMAP account in the settings' \
    "$poll" --kmail "$data/claws/folder"
# logs and settings in one run
"$python" "$srcdir/tests/e2e/maillog.py" "$(date +%s)" \
    'info@example.jp 203.0.113.5 imap 600' > mail.log
expect_like 2 'CRITICAL - Thunderbird.*clients=3;;;0 fast_warning=0;;;0 fast_critical=1' \
    "$poll" --log mail.log --thunderbird "$data/thunderbird/profiles"

# --- files --------------------------------------------------------------

expect_like 3 'UNKNOWN - none: No such file or directory' \
    "$poll" --fetchmail none
expect_like 3 'UNKNOWN - \.: Is a directory' "$poll" --fetchmail .
mkdir profile
expect_like 3 'UNKNOWN - profile/prefs\.js: No such file' \
    "$poll" --thunderbird profile
cp "$data/thunderbird/syntax/prefs.js" profile
ln -s profile link
expect_like 2 'POLL INTERVAL CRITICAL' "$poll" --thunderbird link
expect_like 2 'POLL INTERVAL CRITICAL' sh -c "cd link && '$poll' --thunderbird ."
if [ "$(id -u)" -eq 0 ]; then
	chmod 755 .
	chmod 600 profile/prefs.js
	expect_like 3 'UNKNOWN - profile/prefs\.js: Permission denied' \
	    setpriv --reuid=65534 --regid=65534 --clear-groups "$poll" \
	    --thunderbird profile
	chmod 644 profile/prefs.js
	# a link that somebody else made
	ln -s "$work/profile/prefs.js" other.js
	chown -h 65533:65533 other.js
	expect_like 3 'other\.js: a symbolic link that somebody else made' \
	    setpriv --reuid=65534 --regid=65534 --clear-groups "$poll" \
	    --thunderbird other.js
fi
# what is not of the program gives no account, and is not well
mkfifo ff
expect_like 3 'UNKNOWN - ff: not a regular file' "$poll" --fetchmail ff
expect_like 3 'UNKNOWN - /dev/zero: not a regular file' \
    "$poll" --fetchmail /dev/zero
echo '{"a":1}' > json
echo 'good.jp' > word
printf 'A server is what you set daemon 60 for.\nLet the user poll it.\n' \
    > prose
printf 'first=1\n[Else]\nhost=good.jp\n' > ini
printf '\n# nothing\n\n' > blank
: > empty
while read -r option program; do
	for file in json word prose ini; do
		expect_like 3 "^POLL INTERVAL UNKNOWN - $file: holds no account of $program: is it its settings file\? \|.* clients=0;" \
		    "$poll" "--$option" $file
	done
	for file in blank empty; do
		expect_like 0 'OK - no POP3 or IMAP account in the settings' \
		    "$poll" "--$option" $file
	done
done << EOF
thunderbird Thunderbird
fetchmail fetchmail
offlineimap offlineimap
getmail getmail
mbsync mbsync
evolution Evolution
kmail KMail
EOF
for file in json word prose ini; do
	expect_like 3 "UNKNOWN - $file: holds neither a systemd timer nor a line" \
	    "$poll" --timer $file
done
for text in '' '# none' 'SHELL=/bin/sh' '@reboot mbsync' '0 3 * * * backup' \
    '[Timer]'; do
	echo "$text" > tab
	expect_like 0 'OK - no POP3 or IMAP account' "$poll" --timer tab
done
for folder in claws sylpheed; do
	cp -R "$data/$folder/folder" $folder
	echo 'good.jp' > $folder/accountrc
	expect_like 3 'UNKNOWN - [a-z]*/accountrc: holds no account of' \
	    "$poll" --$folder $folder
done
# a profile without mail, as Thunderbird makes it
cat > feeds.js << EOF
// Mozilla User Preferences
user_pref("app.update.lastUpdateTime.background-update-timer", 1);
user_pref("mail.accountmanager.accounts", "account1");
user_pref("mail.account.account1.server", "server1");
user_pref("mail.server.server1.type", "rss");
user_pref("mail.server.server1.check_time", 1);
EOF
expect_like 0 'OK - no POP3 or IMAP account in the settings' \
    "$poll" --thunderbird feeds.js
# what is wrong with one hides nothing of the other
expect_like 2 'CRITICAL - Thunderbird account' "$poll" --getmail json \
    --thunderbird profile
output_has 'UNKNOWN - json: holds no account of getmail'
# no content is printed, whatever is wrong
printf 'poll pop.example.jp user info password "hunter2' > secret
expect_like 0 'POLL INTERVAL OK' "$poll" --fetchmail secret -v
output_lacks hunter2
# ten megabytes
awk 'BEGIN {
	for (i = 0; i < 150000; i++)
		printf "user_pref(\"mail.server.server%d.check_time\", 1); // %030d\n", i, i
	print "user_pref(\"mail.accountmanager.accounts\", \"account1\");"
	print "user_pref(\"mail.account.account1.server\", \"server7\");"
	print "user_pref(\"mail.server.server7.type\", \"pop3\");"
	print "user_pref(\"mail.server.server7.userName\", \"big@example.jp\");"
}' > big.js
expect_like 2 'Thunderbird account big@example\.jp \(pop3\) fetches every 60 s' \
    "$poll" --thunderbird big.js

# --- the usual places ---------------------------------------------------

mkdir -p home/.config/systemd/user home/.config/isync
cp -R "$data/thunderbird/profiles" home/.thunderbird
cp "$data/mbsync/two" home/.mbsyncrc
cp "$data/timer/mail.timer" home/.config/systemd/user/mbsync.timer
expect_like 2 'CRITICAL - Thunderbird account info@example\.jp' \
    env HOME="$work/home" "$poll" --clients
output_has 'mbsync account info@example.jp (imap.example.jp, imap) fetches every 90 s'
output_has "looked at: $work/home/.thunderbird, "
mkdir nobody
expect_like 0 'OK - no POP3 or IMAP account in the settings|OK - ' \
    env HOME="$work/nobody" "$poll" --clients
finish

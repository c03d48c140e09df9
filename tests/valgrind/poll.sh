#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# check_poll_interval under valgrind: a log, a compressed one, the logins
# shown, and the settings of each mail program.

. "${srcdir:-.}/tests/e2e/lib.sh"
have valgrind valgrind 'check_poll_interval under valgrind' || finish

data=$srcdir/tests/data/clients
cd "$work" || exit 1
"$python" "$srcdir/tests/e2e/maillog.py" "$(date +%s)" \
    'info@example.jp 203.0.113.5 pop3 60~5' \
    'sales@example.jp 203.0.113.6 imap 600x5~5' > mail.log
gzip -k mail.log
memcheck expect_like 2 'POLL INTERVAL CRITICAL - info' \
    check_poll_interval --log mail.log --exclude 'monitor*'
memcheck expect_like 2 'POLL INTERVAL CRITICAL - info' \
    check_poll_interval --log mail.log.gz --by user
memcheck expect_like 0 '^20.*	(imap|pop3)	' check_poll_interval \
    --log mail.log --window 0 --show-logins
memcheck expect_like 3 'POLL INTERVAL UNKNOWN' check_poll_interval \
    --log none.log
memcheck expect_like 2 'POLL INTERVAL CRITICAL' check_poll_interval -v \
    --thunderbird "$data/thunderbird/syntax" \
    --thunderbird "$data/thunderbird/profiles" \
    --fetchmail "$data/fetchmail/one-minute" \
    --offlineimap "$data/offlineimap/floats" \
    --getmail "$data/getmail/days" --mbsync "$data/mbsync/two" \
    --evolution "$data/evolution/sources" --kmail "$data/kmail/config" \
    --claws "$data/claws/folder" --sylpheed "$data/sylpheed/folder" \
    --timer "$data/timer/crontab" --timer "$data/timer/mail.timer" \
    --leave warning
finish

#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The full read of a log of 500 MB, 18 % of its lines logins of 100,000
# clients, against what else there is for the same log; and a window of two
# hours out of ten times as much against reading these two hours.  The page
# cache is warm: each command runs once before it is timed.

RUNS=${RUNS:-3}
. "$srcdir/tests/bench/lib.sh"

check_logfiles=/usr/lib/nagios/plugins/check_logfiles
bench_need mawk mawk
cd "$work" || exit 1
${CC:-cc} -O2 -o pollgen "$srcdir/tests/bench/pollgen.c" || exit 1
now=$(date +%s)
TZ=UTC
export TZ
./pollgen 500 100000 7200 "$now" > two-hours.log
./pollgen 50 100000 720 "$now" > tenth.log
bytes=$(wc -c < two-hours.log)
echo "log: $bytes octets," \
    "$(grep -cE '(imap|pop3)-login: (Info: )?(Login|Logged in): ' two-hours.log)" \
    "of $(wc -l < two-hours.log) lines are logins"

cat > grep.sh <<'END'
grep -cE '(imap|pop3)-login: (Info: )?(Login|Logged in): ' two-hours.log | cat
END
cat > mawk.sh <<'END'
mawk '/(imap|pop3)-login: (Info: )?(Login|Logged in): / {
	user = $8; ip = $10; n[user ip]++
} END { for (k in n) if (n[k] > most) most = n[k]; print most }' two-hours.log
END
cat > logfiles.sh <<END
"$check_logfiles" --tag=bench --logfile="$work/tenth.log" --allyoucaneat \\
    --noprotocol --seekfilesdir="$work/seek" --criticalpattern='imap-login: Login: ' ||
    :
rm -rf "$work/seek"
END
LC_ALL=C
export LC_ALL
set -- check_poll_interval "$plugins/check_poll_interval" \
    --log two-hours.log --window 0 --until newest -t 60 \
    -- grep sh grep.sh -- mawk sh mawk.sh
sh grep.sh > /dev/null
if [ -x "$check_logfiles" ]; then
	set -- "$@" -- check_logfiles_a_tenth sh logfiles.sh
else
	echo 'check_logfiles is not there (package' \
	    'monitoring-plugins-check-logfiles)'
fi
bench_run "$@"
ours=$(bench_value check_poll_interval wall)
grep=$(bench_value 'grep' wall)
echo "throughput: $((bytes / ours)) MB/s, grep -cE $((bytes / ${grep:-1})) MB/s"
bench_target 'wall time, of that of grep -cE' \
    "$(awk -v a="$ours" -v b="$grep" 'BEGIN { print a / b }')" 1
bench_target 'peak memory in MiB' \
    "$(awk -v a="$(bench_value check_poll_interval rss)" \
    'BEGIN { print a / 1024 }')" 64

# 4.5 GB of the 20 hours before, and the same two hours.
./pollgen 4500 100000 64800 $((now - 7200)) > long.log
cat two-hours.log >> long.log
bench_run part "$plugins/check_poll_interval" --log two-hours.log \
    --window 2h --until newest -t 60 \
    -- window "$plugins/check_poll_interval" --log long.log --window 2h \
    --until newest -t 60
bench_target 'window of 2 h out of 5 GB, of reading 2 h' \
    "$(awk -v a="$(bench_value window wall)" -v b="$(bench_value part wall)" \
    'BEGIN { print a / b }')" 3

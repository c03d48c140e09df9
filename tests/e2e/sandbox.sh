#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Every plugin gives up what it does not need (common/sandbox.h): looked at
# from outside while it waits, and, for Landlock, in its system calls.  What
# the sandbox refuses is tried in tests/test_sandbox.c.

. "${srcdir:-.}/tests/e2e/lib.sh"

if grep -q '^#define SANDBOX 0' "$builddir/config.h"; then
	echo 'built with --disable-sandbox'
	finish
fi
mkfifo "$work/fifo"
exec 9<> "$work/fifo"		# it never ends
printf 'word-of-a-mailbox\n' > "$work/word"
chmod 600 "$work/word"
port=$(free_port)
background silent "$python" -c 'import socket, sys, time
server = socket.create_server(("127.0.0.1", int(sys.argv[1])))
time.sleep(600)' "$port"

has() {
	grep -Eq "$2" "/proc/$1/$3"
}

# looks NAME: no new privileges, no core dump, while it waits.
looks() {
	looks_pid=$(cat "$work/$1.pid")
	if wait_for 30 has "$looks_pid" '^NoNewPrivs:[[:space:]]*1$' status &&
	    has "$looks_pid" '^Max core file size +0 +0 ' limits; then
		pass "$1: no new privileges, no core dump"
	else
		fail "$1: privileges or core dumps are left" \
		    "$(cat "/proc/$looks_pid/status" "$work/$1.log")"
	fi
	stop "$1"
}

# confined FILES NAME ARG...: its last rule is in force, and after it only
# files that match the ERE are opened.
confined() {
	confined_files=$1
	confined_name=$2
	shift 2
	# LeakSanitizer cannot work beside strace.
	ASAN_OPTIONS=$ASAN_OPTIONS:detect_leaks=0 timeout 60 strace \
	    -o "$work/trace" -e trace=open,openat,execve,landlock_restrict_self \
	    "$plugins/$confined_name" "$@" > "$work/strace.out" 2>&1
	if ! grep -Eq '^landlock_restrict_self\(.* = 0$' "$work/trace"; then
		fail "$confined_name: no Landlock" "$(cat "$work/strace.out")"
		return
	fi
	confined_rest=$(sed '1,/^landlock_restrict_self/d' "$work/trace" |
	    grep -E '^(open|openat|execve)\(' |
	    grep -Ev "\"($confined_files)\"|\"/proc/self/|\"/usr/lib/")
	if [ -z "$confined_rest" ]; then
		pass "$confined_name: Landlock"
	else
		fail "$confined_name: opens more" "$confined_rest"
	fi
}

for program in check_mx_weblife check_spf_weblife check_dnsbl; do
	background "$program" "$plugins/$program" -s "127.0.0.1:$port" \
	    -f "$work/fifo"
	looks "$program"
done
background poll "$plugins/check_poll_interval" --log "$work/fifo" -t 60
looks poll
background quota "$plugins/check_imap_quota" -H 127.0.0.1 -p "$port" -t 60 \
    -u u@example.jp --password-file "$work/word"
looks quota

if ! "$python" -c 'import ctypes, sys
sys.exit(ctypes.CDLL(None).syscall(444, None, 0, 1) < 1)'; then
	skip_kernel 'what can be opened' Landlock
	finish
fi
# Descriptors that are short here are not put down to anything else.
: > "$work/mail.log"
# Every sh has it, though POSIX says nothing of -n.
# shellcheck disable=SC3045
files_4() { (ulimit -n 4 && "$@"); }
for program in "check_mx_weblife -d example.jp" "check_spf_weblife -d \
example.jp" "check_dnsbl -H 192.0.2.1" "check_imap_quota -H 127.0.0.1 -u u \
--password-file $work/word" "check_poll_interval --log $work/mail.log"; do
	# shellcheck disable=SC2086 # several words
	expect_like 3 'UNKNOWN - no file descriptor is free: ' files_4 \
	    "$plugins/"$program
done

have strace strace 'Landlock in the system calls' || finish
: > "$work/empty"
for program in check_mx_weblife check_spf_weblife check_dnsbl; do
	confined nothing "$program" -s "127.0.0.1:$port" -f "$work/empty" \
	    --report "$work/report"
	if [ -e "$work/report" ]; then
		pass "$program: --report"
	else
		fail "$program: no --report"
	fi
	rm -f "$work/report"
done
confined "$work|$work/mail.log" check_poll_interval --log "$work/mail.log"
confined "$work/none.*" check_poll_interval --thunderbird "$work/none"
confined '/etc/hosts' check_imap_quota -H localhost -p 1 -u u@example.jp \
    --password-file "$work/word"

finish

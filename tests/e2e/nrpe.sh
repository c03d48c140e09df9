#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The programs behind a real NRPE: check_nrpe gives text and exit code of
# every program in every state unchanged, the longest text too, and the
# shipped weblife.cfg is understood.

. "${srcdir:-.}/tests/e2e/lib.sh"
. "$srcdir/tests/e2e/lib-icinga-nodes.sh"
. "$srcdir/tests/e2e/lib-world.sh"

check_nrpe=/usr/lib/nagios/plugins/check_nrpe
have nrpe nagios-nrpe-server 'everything' || finish
have "$check_nrpe" nagios-nrpe-plugin 'everything' || finish
for needed in nsd rbldnsd unbound dovecot; do
	have "$needed" "$needed" 'everything' || finish
done

begin=$(now)
port=$(free_port)
serve_world
world_cases world_direct
world_japanese || finish
direct_language=ja
world_direct mx-japanese 2 check_mx_weblife --domain bad.example.jp \
    --server "127.0.0.1:$dns_port"

# nrpe_command NAME CODE PROGRAM OPTION...
nrpe_command() {
	nrpe_name=$1
	nrpe_program=$3
	shift 3
	echo "command[$nrpe_name]=/usr/bin/env LC_ALL=C.UTF-8" \
	    "LANGUAGE=${nrpe_language:-en} $work/plugins/$nrpe_program $*"
}

nrpe_conf() {
	cat <<- END
	log_file=$work/nrpe/log
	pid_file=$work/nrpe/pid
	server_address=127.0.0.1
	server_port=$port
	nrpe_user=$daemon_user
	nrpe_group=$(id -gn "$daemon_user")
	allowed_hosts=127.0.0.1
	command_timeout=60
	connection_timeout=60
	disable_syslog=1
	END
	world_cases nrpe_command
	nrpe_language=ja
	nrpe_command mx-japanese 2 check_mx_weblife \
	    --domain bad.example.jp --server "127.0.0.1:$dns_port"
	# The shipped examples, under their own names.
	sed "s|/usr/lib/monitoring-plugins-weblife|$work/plugins|" \
	    "$srcdir/contrib/nrpe/weblife.cfg"
}

ask() {
	"$check_nrpe" -H 127.0.0.1 -p "$port" -t 60 -c "$1"
}

answers() {
	ask check_poll_interval | grep -q '^POLL INTERVAL'
}

# unchanged NAME CODE ...
unchanged() {
	run ask "$1"
	steady < "$out" > "$work/got"
	steady < "$work/direct/$1" > "$work/wanted"
	if [ "$code" != "$2" ]; then
		fail "$1 by NRPE: exit $code, wanted $2" "$(cat "$out")"
	elif differs=$(diff "$work/wanted" "$work/got"); then
		pass "$1 by NRPE: $(wc -c < "$out") bytes unchanged"
	else
		fail "$1 by NRPE: the text differs" "$differs"
	fi
}

mkdir "$work/nrpe"
nrpe_conf > "$work/nrpe/nrpe.cfg"
give "$work/nrpe"
background nrpe nrpe -c "$work/nrpe/nrpe.cfg" -f
wait_for 60 answers || gives_up nrpe "$work/nrpe/log"
if [ -n "$quick" ]; then
	unchanged mx-good 0
	finish
fi
world_cases unchanged
unchanged mx-japanese 2
longest=$(wc -c < "$work/direct/mx-long")
if [ "$longest" -gt 1500 ]; then
	pass "the longest text has $longest bytes"
else
	fail "the longest text has only $longest bytes"
fi
# The shipped commands exist; example.jp is not this world's.
for program in "$work/plugins"/*; do
	run ask "${program##*/}"
	if grep -Eq '^[A-Z ]+ (OK|WARNING|CRITICAL|UNKNOWN) - ' "$out"; then
		pass "contrib/nrpe: ${program##*/}"
	else
		fail "contrib/nrpe: ${program##*/}" "$(cat "$out")"
	fi
done
echo "nrpe: $((($(now) - begin) / 1000)) s"
finish

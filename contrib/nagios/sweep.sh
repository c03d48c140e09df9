#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# sweep.sh LIST [option...] - checks every domain of LIST in one process and
# gives the results to Nagios as passive results, through its command file.
# For cron:
#
#	*/15 * * * * nagios sh /usr/local/bin/sweep.sh /etc/nagios4/domains
#
# Nagios needs a host of the domain's name with a service "mx" for each (or
# give --passive-host and --passive-service), accept_passive_service_checks=1
# and check_external_commands=1.  Its command file is a pipe: each result is
# one line of less than 4,096 octets, which the pipe keeps whole.

CHECK=${CHECK:-/usr/lib/monitoring-plugins-weblife/check_mx_weblife}
COMMAND_FILE=${COMMAND_FILE:-/var/lib/nagios4/rw/nagios.cmd}

[ $# -ge 1 ] || {
	echo "usage: $0 LIST [option...]" >&2
	exit 3
}
list=$1
shift
# Without Nagios at its other end, opening the pipe would wait for ever.
[ -p "$COMMAND_FILE" ] || {
	echo "$COMMAND_FILE is not there: is Nagios running?" >&2
	exit 3
}
"$CHECK" --file "$list" --passive nagios "$@" > "$COMMAND_FILE"

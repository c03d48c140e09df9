#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# sweep.sh LIST [option...] - checks every domain of LIST in one process and
# posts the results to the API of Icinga 2 as passive results, over one kept
# connection.  For cron:
#
#	*/15 * * * * nagios sh /usr/local/bin/sweep.sh /etc/icinga2/domains
#
# Icinga needs a host of the domain's name with a service "mx" for each (or
# give --passive-host and --passive-service), and a user of the API with the
# permission "actions/process-check-result".  His name and password stand in
# NETRC ("machine HOST login NAME password WORD"), which only its owner can
# read, and never in the process list.

CHECK=${CHECK:-/usr/lib/monitoring-plugins-weblife/check_mx_weblife}
API=${API:-https://localhost:5665}
NETRC=${NETRC:-/etc/icinga2/sweep.netrc}
CACERT=${CACERT:-/var/lib/icinga2/certs/ca.crt}
POSTS=${POSTS:-200}	# results posted by one curl over its connection

[ $# -ge 1 ] || {
	echo "usage: $0 LIST [option...]" >&2
	exit 3
}
list=$1
shift

umask 077
work=$(mktemp -d) || exit 3
trap 'rm -rf "$work"' EXIT
trap 'exit 3' INT TERM HUP

# One file of curl's configuration for many results: curl keeps the
# connection between them.  A line of JSON is quoted for curl by a backslash
# before each quote and backslash.
"$CHECK" --file "$list" --passive icinga2 "$@" > "$work/results"
code=$?
[ -s "$work/results" ] || exit "$code"
awk -v api="$API" -v posts="$POSTS" -v dir="$work" '
NR % posts == 1 || posts == 1 {
	if (file)
		close(file)
	file = sprintf("%s/batch%06d", dir, ++n)
}
{
	gsub(/\\/, "\\\\\\\\")
	gsub(/"/, "\\\"")
	if (NR % posts != 1 && posts != 1)
		print "next" > file
	print "url = \"" api "/v1/actions/process-check-result\"" > file
	print "netrc-file = \"NETRC\"" > file
	print "data = \"" $0 "\"" > file
	print "header = \"Accept: application/json\"" > file
	print "header = \"Content-Type: application/json\"" > file
	print "cacert = \"CACERT\"" > file
	print "max-time = 30" > file
	print "output = \"/dev/null\"" > file
	print "write-out = \"%{http_code}\\n\"" > file
	print "silent" > file
}' "$work/results"
failed=0
for batch in "$work"/batch*; do
	sed -i "s|^netrc-file = .*|netrc-file = \"$NETRC\"|
	    s|^cacert = .*|cacert = \"$CACERT\"|" "$batch"
	curl -K "$batch" >> "$work/codes" 2>> "$work/errors"
done
failed=$(grep -vc '^200$' "$work/codes")
if [ "$failed" -gt 0 ]; then
	echo "$failed results were not taken:" \
	    "$(sort "$work/codes" | uniq -c | tr '\n' ' ')" >&2
	sort -u "$work/errors" | head -n 5 >&2
	exit 3
fi
exit "$code"

#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# A master, two satellites in one zone and an agent, all real: checks run on
# the far end; when a satellite is killed the other has a new result of every
# check within two intervals and 60 s, and after its return both run checks.

# shellcheck disable=SC2154 # icinga2_node sets the ports by eval

. "${srcdir:-.}/tests/e2e/lib.sh"
. "$srcdir/tests/e2e/lib-icinga-nodes.sh"
. "$srcdir/tests/e2e/lib-world.sh"

have icinga2 icinga2-bin 'everything' || finish
have curl curl 'everything' || finish
have jq jq 'everything' || finish
for needed in nsd rbldnsd unbound dovecot; do
	have "$needed" "$needed" 'everything' || finish
done
# Four daemons: too long for the quick run, which has icinga2.sh.
[ -z "$quick" ] || finish

begin=$(now)
interval=5
services=12
for node in master1 satellite1 satellite2 mail1; do
	eval "port_$node=$(free_port)"
done

# zones NODE: with the address of whom this node connects to.
zones() {
	for node in master1 satellite1 satellite2 mail1; do
		echo "object Endpoint \"$node\" {"
		eval "node_port=\$port_$node"
		case $1/$node in
		master1/satellite*|satellite1/satellite2|satellite*/mail1)
			echo "	host = \"127.0.0.1\""
			echo "	port = $node_port" ;;
		esac
		[ "$node" != mail1 ] || echo "	log_duration = 0"
		echo '}'
	done
	# The zones themselves are the shipped ones.
	sed -n '/^object Zone/,/^}/p' \
	    "$srcdir/contrib/icinga2/weblife-zones-example.conf"
}

objects() {
	cat <<- 'END'
	object Host "domains" { check_command = "dummy" }
	END
	for i in $(seq $services); do
		cat <<- END
		object Service "mx $i" {
			import "weblife-mx"
			host_name = "domains"
			check_interval = ${interval}s
			retry_interval = ${interval}s
			vars.mx_weblife_domain = [ "good.example.jp" ]
			vars.mx_weblife_server = [ "127.0.0.1:$dns_port" ]
		}
		END
	done
	cat <<- END
	object Service "poll" {
		import "weblife-poll-interval"
		host_name = "domains"
		command_endpoint = "mail1"
		check_interval = ${interval}s
		retry_interval = ${interval}s
		vars.poll_interval_log = [ "$world/slow.log" ]
	}
	END
}

results() {
	icinga2_api "$port_master1" \
	    'objects/services?attrs=last_check_result&attrs=name'
}

# by ENDPOINT [SINCE]: checks whose last result it made, after that second.
by() {
	results | jq --arg by "$1" --argjson since "${2:-0}" '[.results[] |
	    .attrs.last_check_result | select(. != null) |
	    select(.check_source == $by and .execution_end > $since)] | length'
}

all_by_satellites() {
	[ "$(by satellite1)" -gt 0 ] && [ "$(by satellite2)" -gt 0 ] &&
	    [ $(($(by satellite1) + $(by satellite2))) -eq "$services" ]
}

agent_ran() {
	[ "$(by mail1)" -eq 1 ]
}

all_by_other() {
	[ "$(by satellite2 "$killed")" -eq "$services" ]
}

# node_kill NODE: the daemon and its children, at once, as when power fails.
node_kill() {
	kill_pid=$(cat "$work/icinga2-$1.pid")
	rm -f "$work/icinga2-$1.pid"
	kill_tree "$kill_pid"
}

kill_tree() {
	kill -STOP "$1" 2> /dev/null
	# shellcheck disable=SC2013 # words are wanted
	for child in $(cat "/proc/$1/task/$1/children" 2> /dev/null); do
		kill_tree "$child"
	done
	kill -KILL "$1" 2> /dev/null
}

serve_world
for node in master1 satellite1 satellite2 mail1; do
	case $node in
	satellite*) zone=satellites ;;
	mail1) zone=mail1 ;;
	*) zone=master ;;
	esac
	eval "node_port=\$port_$node"
	icinga2_node "$node" "$node_port" "$zone"
	zones "$node" > "$work/$node/etc/zones.conf"
done
common=$work/master1/etc/zones.d/global-templates
mkdir -p "$common" "$work/master1/etc/zones.d/satellites"
cp "$srcdir/contrib/icinga2/weblife-commands.conf" \
    "$srcdir/contrib/icinga2/weblife-templates.conf" "$common"
objects > "$work/master1/etc/zones.d/satellites/domains.conf"
for node in mail1 satellite2 satellite1 master1; do
	icinga2_start "$node"
done

if wait_for 180 all_by_satellites; then
	pass 'both satellites run checks'
else
	fail 'not both satellites run checks' "$(results | jq -c \
	    '.results[].attrs | [.name, .last_check_result.check_source]')"
	finish
fi
echo "icinga2_cluster: satellite1 $(by satellite1), satellite2" \
    "$(by satellite2) of $services checks"
if wait_for 120 agent_ran; then
	pass 'the agent reads its log'
else
	fail 'the agent has not run its check' \
	    "$(tail -n 5 "$work/mail1/log/icinga2.log")"
fi
bad=$(results | jq -r '[.results[].attrs.last_check_result.exit_status] |
    map(select(. != 0)) | length')
if [ "$bad" = 0 ]; then
	pass 'every result from the far end is OK'
else
	fail "$bad results are not OK"
fi

node_kill satellite1
killed=$(date +%s)
if wait_for $((2 * interval + 60)) all_by_other; then
	pass 'the other satellite has taken over every check'
else
	fail 'not every check was taken over'
fi
echo "icinga2_cluster: satellite2 $(by satellite2 "$killed") of $services" \
    "checks, $(($(date +%s) - killed)) s after satellite1 was killed"

icinga2_run satellite1
back=$(date +%s)
both_again() {
	[ "$(by satellite1 "$back")" -gt 0 ] &&
	    [ "$(by satellite2 "$back")" -gt 0 ]
}
if wait_for 120 both_again; then
	pass 'both run checks again'
else
	fail 'the satellite that came back runs no check'
fi
echo "icinga2_cluster: satellite1 $(by satellite1 "$back"), satellite2" \
    "$(by satellite2 "$back") checks, $(($(date +%s) - back)) s after the return"
echo "icinga2_cluster: $((($(now) - begin) / 1000)) s"
finish

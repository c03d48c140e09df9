# SPDX-License-Identifier: GPL-3.0-or-later
#
# lib-icinga-nodes.sh - private Icinga 2 daemons on loopback; sourced by the tests
# that need them, after lib.sh.  As root they drop to the user nagios, else
# they run as the caller.  Started with LANG=C, as an init system does.
#
# icinga2_node NODE PORT [ZONE]	the folder $work/NODE; its configuration
#				$work/NODE/etc/icinga2.conf begins with an API
#				on this port, and the test appends its own;
#				$work/NODE/etc/zones.conf is the test's
# icinga2_start NODE		checks the configuration and starts the daemon
# icinga2_api PORT PATH [curl option...]	asks it, prints JSON

# shellcheck disable=SC2154 # set by the script that reads this file

daemon_user=$(id -un)
[ "$daemon_user" != root ] || daemon_user=nagios

# as_daemon CMD...: as the user that the daemons run as.
as_daemon() {
	if [ "$(id -un)" = "$daemon_user" ]; then
		"$@"
	else
		setpriv --reuid="$daemon_user" --regid="$daemon_user" \
		    --clear-groups "$@"
	fi
}

# give FOLDER: to the user of the daemons.
give() {
	[ "$(id -u)" -ne 0 ] || chown -R "$daemon_user:" "$1"
}

# icinga2_for NODE COMMAND...: icinga2 with the folders of this node.
icinga2_for() {
	for_node=$work/$1
	shift
	LANG=C icinga2 "$@" "-DConfigDir=$for_node/etc" \
	    "-DZonesDir=$for_node/etc/zones.d" "-DDataDir=$for_node/lib" \
	    "-DLogDir=$for_node/log" "-DCacheDir=$for_node/cache" \
	    "-DInitRunDir=$for_node/run" "-DSpoolDir=$for_node/spool" \
	    "-DRunAsUser=$daemon_user" "-DRunAsGroup=$(id -gn "$daemon_user")" \
	    "-DPidPath=$for_node/run/icinga2.pid"
}

icinga2_node() {
	node_dir=$work/$1
	mkdir -p "$node_dir/etc/zones.d" "$node_dir/lib/certs" "$node_dir/log" \
	    "$node_dir/cache" "$node_dir/run" "$node_dir/spool/perfdata"
	cat > "$node_dir/etc/icinga2.conf" <<- END
	const PluginDir = "/usr/lib/nagios/plugins"
	const WeblifePluginDir = "$work/plugins"
	const NodeName = "$1"
	const ZoneName = "${3:-$1}"
	include <itl>
	include <plugins>
	include "zones.conf"
	object CheckerComponent "checker" { }
	object FileLogger "main" {
		severity = "information"
		path = "$node_dir/log/icinga2.log"
	}
	object ApiUser "root" {
		password = "secret"
		permissions = [ "*" ]
	}
	object ApiListener "api" {
		bind_host = "127.0.0.1"
		bind_port = $2
		accept_config = true
		accept_commands = true
	}
	END
	printf 'object Endpoint "%s" { }\nobject Zone "%s" { endpoints = [ "%s" ] }\n' \
	    "$1" "$1" "$1" > "$node_dir/etc/zones.conf"
	give "$node_dir"
	icinga2_certificate "$1" > "$work/pki.log" 2>&1 ||
	    gives_up 'icinga2 pki' "$work/pki.log"
	give "$node_dir"
}

# One authority for all nodes of a test.
icinga2_certificate() {
	certs=$work/$1/lib/certs
	if [ ! -e "$work/ca" ]; then
		icinga2_for "$1" pki new-ca || return 1
		cp -r "$work/$1/lib/ca" "$work/ca"
	fi
	mkdir -p "$work/$1/lib/ca"
	cp "$work/ca"/* "$work/$1/lib/ca"
	give "$work/$1"
	icinga2_for "$1" pki new-cert --cn "$1" --key "$certs/$1.key" \
	    --csr "$certs/$1.csr" &&
	icinga2_for "$1" pki sign-csr --csr "$certs/$1.csr" \
	    --cert "$certs/$1.crt" &&
	cp "$work/ca/ca.crt" "$certs/ca.crt"
}

icinga2_check() {
	give "$work/$1"
	icinga2_for "$1" daemon -C -c "$work/$1/etc/icinga2.conf" \
	    > "$work/$1.check" 2>&1
}

icinga2_start() {
	icinga2_check "$1" || gives_up "icinga2 daemon -C of $1" \
	    "$work/$1.check"
	icinga2_run "$1"
}

# The daemon itself, not a shell around it, is what the exit trap ends.  It
# has LANG=C, and not this test's LC_ALL: Icinga puts a command's environment
# behind its own, where the first LC_ALL would win.
icinga2_run() {
	background "icinga2-$1" env -u LC_ALL LANG=C icinga2 daemon \
	    -c "$work/$1/etc/icinga2.conf" "-DConfigDir=$work/$1/etc" \
	    "-DZonesDir=$work/$1/etc/zones.d" "-DDataDir=$work/$1/lib" \
	    "-DLogDir=$work/$1/log" "-DCacheDir=$work/$1/cache" \
	    "-DInitRunDir=$work/$1/run" "-DSpoolDir=$work/$1/spool" \
	    "-DRunAsUser=$daemon_user" "-DRunAsGroup=$(id -gn "$daemon_user")" \
	    "-DPidPath=$work/$1/run/icinga2.pid"
}

icinga2_api() {
	api_port=$1
	api_path=$2
	shift 2
	curl -sk --max-time 20 -u root:secret -H 'Accept: application/json' \
	    "$@" "https://127.0.0.1:$api_port/v1/$api_path"
}

icinga2_ready() {
	# jq -e is content with no input at all.
	icinga2_api "$1" status/IcingaApplication | grep -q '"results"'
}

# recheck PORT: every service now.
icinga2_recheck() {
	icinga2_api "$1" actions/reschedule-check -X POST \
	    -d '{"type":"Service","filter":"true","force":true}'
}

# icinga2_result PORT HOST!SERVICE: its last result, as JSON.
icinga2_result() {
	icinga2_api "$1" "objects/services/$(printf '%s' "$2" |
	    sed 's/ /%20/g; s/!/%21/')?attrs=last_check_result&attrs=state" |
	    jq '.results[0].attrs.last_check_result'
}

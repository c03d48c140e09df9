# SPDX-License-Identifier: GPL-3.0-or-later
#
# lib-icinga2.sh - an Icinga 2 of the test's own with its API on loopback; to
# be sourced behind lib.sh.
#
#	serve_icinga2 DIR PORT OBJECTS	OBJECTS: a file with hosts, services
#					and commands, included by its config
#	icinga2_api PATH [curl option]	asks the API
#	$icinga2_url $icinga2_user $icinga2_password $icinga2_ca

# shellcheck disable=SC2154 # set by the script that reads this file

# icinga2_defs DIR: everything of it lies in DIR.
icinga2_defs() {
	icinga2_as=$(id -un)
	icinga2_group=$(id -gn)
	if [ "$(id -u)" -eq 0 ]; then
		icinga2_as=nagios
		icinga2_group=nagios
	fi
	echo "-DConfigDir=$1/etc -DDataDir=$1/lib -DLogDir=$1/log" \
	    "-DCacheDir=$1/cache -DInitRunDir=$1/run -DSpoolDir=$1/spool" \
	    "-DRunAsUser=$icinga2_as -DRunAsGroup=$icinga2_group" \
	    "-DPidPath=$1/run/icinga2.pid"
}

icinga2_conf() {
	cat <<- END
	const PluginDir = "$plugins"
	const NodeName = "localhost"
	const ZoneName = NodeName
	object Endpoint NodeName { }
	object Zone ZoneName { endpoints = [ NodeName ] }
	object CheckerComponent "checker" { }
	object FileLogger "main" {
	  severity = "information"
	  path = "$1/log/icinga2.log"
	}
	object ApiUser "$icinga2_user" {
	  password = "$icinga2_password"
	  permissions = [ "*" ]
	}
	object ApiListener "api" {
	  bind_host = "127.0.0.1"
	  bind_port = $2
	}
	include "$1/etc/objects.conf"
	END
}

# The API does not start without a certificate: what "icinga2 api setup" does.
icinga2_certificate() {
	icinga2_key=$1/lib/certs/localhost
	# shellcheck disable=SC2086 # several words
	icinga2 pki new-ca $icinga2_d &&
	    icinga2 pki new-cert --cn localhost --key "$icinga2_key.key" \
	    --csr "$icinga2_key.csr" $icinga2_d &&
	    icinga2 pki sign-csr --csr "$icinga2_key.csr" \
	    --cert "$icinga2_key.crt" $icinga2_d &&
	    cp "$1/lib/ca/ca.crt" "$1/lib/certs/ca.crt"
}

serve_icinga2() {
	# shellcheck disable=SC2034 # for the scripts that read this file
	icinga2_dir=$1
	icinga2_user=root
	icinga2_password=icinga-test
	icinga2_url=https://localhost:$2
	icinga2_ca=$1/lib/certs/ca.crt
	icinga2_d=$(icinga2_defs "$1")
	mkdir -p "$1/etc" "$1/lib/certs" "$1/log" "$1/cache" "$1/run" \
	    "$1/spool/perfdata"
	cp "$3" "$1/etc/objects.conf"
	icinga2_conf "$1" "$2" > "$1/etc/icinga2.conf"
	# It gives up root even for its certificates.
	[ "$(id -u)" -ne 0 ] || chown -R nagios:nagios "$1"
	icinga2_certificate "$1" > "$1/setup.log" 2>&1 ||
	    gives_up 'icinga2 pki' "$1/setup.log"
	[ "$(id -u)" -ne 0 ] || chown -R nagios:nagios "$1"
	# shellcheck disable=SC2086 # several words
	icinga2 daemon -C -c "$1/etc/icinga2.conf" $icinga2_d \
	    > "$1/validate.log" 2>&1 || gives_up icinga2 "$1/validate.log"
	# shellcheck disable=SC2086 # several words
	background icinga2 icinga2 daemon -c "$1/etc/icinga2.conf" $icinga2_d
	wait_for 60 icinga2_api status/IcingaApplication ||
	    gives_up icinga2 "$work/icinga2.log"
}

icinga2_api() {
	icinga2_path=$1
	shift
	curl -sSf --max-time 30 --cacert "$icinga2_ca" \
	    -u "$icinga2_user:$icinga2_password" \
	    -H 'Accept: application/json' "$@" \
	    "$icinga2_url/v1/$icinga2_path"
}

# SPDX-License-Identifier: GPL-3.0-or-later
#
# lib-nagios.sh - a Nagios 4 of the test's own, without active checks of its
# own accord; to be sourced behind lib.sh.
#
#	serve_nagios DIR OBJECTS	OBJECTS: a file with hosts and services
#	$nagios_cmd			its command file
#	nagios_status HOST SERVICE KEY	a value of its status file

# nagios_templates: for OBJECTS: the host template "passive-host" and the
# service template "passive" take passive results only.
nagios_templates() {
	cat <<- 'END'
	define timeperiod {
	 timeperiod_name always
	 alias always
	 sunday 00:00-24:00
	 monday 00:00-24:00
	 tuesday 00:00-24:00
	 wednesday 00:00-24:00
	 thursday 00:00-24:00
	 friday 00:00-24:00
	 saturday 00:00-24:00
	}
	define command {
	 command_name none
	 command_line /bin/true
	}
	define contact {
	 contact_name nobody
	 host_notification_period always
	 service_notification_period always
	 host_notification_options n
	 service_notification_options n
	 host_notification_commands none
	 service_notification_commands none
	}
	define host {
	 name passive-host
	 address 127.0.0.1
	 max_check_attempts 1
	 active_checks_enabled 0
	 check_period always
	 contacts nobody
	 notification_period always
	 register 0
	}
	define service {
	 name passive
	 check_command none
	 active_checks_enabled 0
	 passive_checks_enabled 1
	 max_check_attempts 1
	 check_interval 60
	 retry_interval 60
	 check_period always
	 contacts nobody
	 notification_period always
	 register 0
	}
	END
}

nagios_conf() {
	nagios_user=$(id -un)
	nagios_group=$(id -gn)
	if [ "$(id -u)" -eq 0 ]; then
		nagios_user=nagios
		nagios_group=nagios
	fi
	cat <<- END
	log_file=$1/nagios.log
	cfg_file=$1/objects.cfg
	object_cache_file=$1/objects.cache
	precached_object_file=$1/objects.precache
	status_file=$1/status.dat
	status_update_interval=1
	nagios_user=$nagios_user
	nagios_group=$nagios_group
	check_external_commands=1
	command_file=$1/rw/nagios.cmd
	query_socket=$1/rw/nagios.qh
	lock_file=$1/nagios.lock
	temp_file=$1/tmp/nagios.tmp
	temp_path=$1/tmp
	log_archive_path=$1/archives
	use_syslog=0
	check_result_path=$1/spool
	check_result_reaper_frequency=1
	state_retention_file=$1/retention.dat
	retain_state_information=0
	interval_length=1
	check_for_updates=0
	check_workers=1
	illegal_macro_output_chars=\`~\$&|'"<>
	END
}

serve_nagios() {
	nagios_dir=$1
	nagios_cmd=$1/rw/nagios.cmd
	mkdir -p "$1/spool" "$1/rw" "$1/archives" "$1/tmp"
	{ nagios_templates; cat "$2"; } > "$1/objects.cfg"
	nagios_conf "$1" > "$1/nagios.cfg"
	[ "$(id -u)" -ne 0 ] || chown -R nagios:nagios "$1"
	nagios4 -v "$1/nagios.cfg" > "$1/verify.log" 2>&1 ||
	    gives_up nagios4 "$1/verify.log"
	background nagios nagios4 "$1/nagios.cfg"
	wait_for 60 [ -p "$nagios_cmd" ] || gives_up nagios4 "$1/nagios.log"
	wait_for 60 [ -s "$1/status.dat" ] || gives_up nagios4 "$1/nagios.log"
}

nagios_status() {
	awk -v host="$1" -v service="$2" -v key="$3" '
	/^servicestatus/ { h = s = v = "" }
	{ sub(/^[ \t]*/, ""); at = index($0, "=")
	  k = substr($0, 1, at - 1); rest = substr($0, at + 1) }
	k == "host_name" { h = rest }
	k == "service_description" { s = rest }
	k == key { v = rest }
	/^}/ { if (h == host && s == service) print v; h = "" }' \
	    "$nagios_dir/status.dat"
}

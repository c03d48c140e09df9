#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The files of contrib/nagios in a real Nagios 4: they pass -v, every program
# in every state ends in status.dat and in the file of figures as it printed
# it, and the advice arrives unbroken in a notification's macro when
# illegal_macro_output_chars is as the shipped file says.

. "${srcdir:-.}/tests/e2e/lib.sh"
. "$srcdir/tests/e2e/lib-icinga-nodes.sh"
. "$srcdir/tests/e2e/lib-world.sh"

have nagios4 nagios4-core 'everything' || finish
for needed in nsd rbldnsd unbound dovecot; do
	have "$needed" "$needed" 'everything' || finish
done

begin=$(now)
nagios=$work/nagios
shipped=$srcdir/contrib/nagios

# What the comment of the shipped file says about nagios.cfg.
illegal=$(sed -n 's/^#	\(illegal_macro_output_chars=.*\)$/\1/p' \
    "$shipped/weblife-commands.cfg")

nagios_conf() {
	cat <<- END
	log_file=$nagios/nagios.log
	cfg_file=$nagios/templates.cfg
	cfg_file=$nagios/weblife-commands.cfg
	cfg_file=$1
	object_cache_file=$nagios/objects.cache
	status_file=$nagios/status.dat
	status_update_interval=1
	nagios_user=$daemon_user
	nagios_group=$(id -gn "$daemon_user")
	check_external_commands=0
	command_file=$nagios/rw/nagios.cmd
	query_socket=$nagios/rw/nagios.qh
	lock_file=$nagios/nagios.lock
	temp_file=$nagios/tmp/nagios.tmp
	temp_path=$nagios/tmp
	log_archive_path=$nagios/tmp
	use_syslog=0
	check_result_path=$nagios/spool
	check_result_reaper_frequency=1
	retain_state_information=0
	interval_length=60
	check_for_updates=0
	max_service_check_spread=1
	service_inter_check_delay_method=n
	check_workers=2
	service_check_timeout=60
	enable_notifications=1
	process_performance_data=1
	service_perfdata_file=$nagios/perfdata
	service_perfdata_file_template=\$SERVICEDESC\$ \$SERVICEPERFDATA\$
	service_perfdata_file_mode=a
	$illegal
	END
}

# Stands for Debian's objects/templates.cfg; a notification is kept as the
# macros give it.
templates() {
	cat > "$nagios/notify" <<- END
	#!/bin/sh
	printf '%s\n' "\$2" > "$nagios/told/\$1"
	printf '%b\n' "\$3" >> "$nagios/told/\$1"
	END
	chmod 755 "$nagios/notify"
	cat <<- END
	define timeperiod {
	timeperiod_name 24x7
	alias always
	$(for day in sunday monday tuesday wednesday thursday friday \
	    saturday; do echo "$day 00:00-24:00"; done)
	}
	define command {
	command_name keep
	command_line $nagios/notify "\$SERVICEDESC\$" "\$SERVICEOUTPUT\$" "\$LONGSERVICEOUTPUT\$"
	}
	define contact {
	contact_name admin
	host_notification_period 24x7
	service_notification_period 24x7
	host_notification_options n
	service_notification_options w,u,c,r
	host_notification_commands keep
	service_notification_commands keep
	}
	define host {
	name generic-host
	contacts admin
	notification_period 24x7
	register 0
	}
	define service {
	name generic-service
	max_check_attempts 1
	check_interval 60
	retry_interval 60
	check_period 24x7
	notification_period 24x7
	notification_interval 0
	contacts admin
	register 0
	}
	END
}

# nagios_service NAME CODE PROGRAM OPTION...: by the shipped command; what it
# takes as $ARG1$ comes first.
nagios_service() {
	service_name=$1
	service_command=$3
	shift 3
	service_first=
	service_more=
	while [ $# -gt 0 ]; do
		case $1 in
		--domain|--username|--log) service_first=$2 ;;
		--hostname)
			[ "$service_command" = check_imap_quota ] ||
			    service_first=$2 ;;
		*) service_more="$service_more $1 $2" ;;
		esac
		shift 2
	done
	cat <<- END
	define service {
	use generic-service
	host_name world
	service_description $service_name
	check_command $service_command!$service_first!$service_more
	}
	END
}

# status SERVICE KEY: a value of status.dat.
status() {
	awk -v service="$1" -v key="$2" '
	/^servicestatus/ { name = value = "" }
	{ sub(/^[ \t]*/, ""); at = index($0, "=")
	  k = substr($0, 1, at - 1); rest = substr($0, at + 1) }
	k == "service_description" { name = rest }
	k == key { value = rest }
	/^}/ { if (name == service) print value; name = "" }' \
	    "$nagios/status.dat"
}

all_checked() {
	# shellcheck disable=SC2010 # names of our own
	[ "$(grep -c 'has_been_checked=1' "$nagios/status.dat")" -ge \
	    "$(ls "$work/direct" | grep -vc '[.]')" ]
}

# recorded NAME CODE ...: status.dat and the file of figures.
recorded() {
	recorded_state=$(status "$1" current_state)
	# The status file writes a new line as \n.
	{
		status "$1" plugin_output
		status "$1" long_plugin_output | sed 's/\\n/\n/g'
	} | sed 's/ *$//' | grep . | steady > "$work/got"
	# Nagios makes a colon of each semicolon in the first line.
	sed -e '1s/ *|.*$//' -e '1s/;/:/g' "$work/direct/$1" | grep . |
	    steady > "$work/wanted"
	if [ "$recorded_state" != "$2" ]; then
		fail "$1 in Nagios: state $recorded_state, wanted $2" \
		    "$(cat "$work/got")"
	elif differs=$(diff "$work/wanted" "$work/got"); then
		pass "$1: state and text in status.dat"
	else
		fail "$1: the text in status.dat differs" "$differs"
	fi
	sed -n "s/^$1 //p" "$nagios/perfdata" | head -n 1 | sed 's/ *$//' |
	    steady > "$work/got"
	sed -n '1s/^[^|]*| *//p' "$work/direct/$1" | steady > "$work/wanted"
	if differs=$(diff "$work/wanted" "$work/got"); then
		pass "$1: figures in the file"
	else
		fail "$1: the figures in the file differ" "$differs"
	fi
}

serve_world
# The daemon runs under LANG=C, and the shipped command sets no language.
direct_locale=C
world_cases world_direct
world_japanese || finish
direct_locale=C.UTF-8
direct_language=ja
world_direct mx-japanese 2 check_mx_weblife --domain bad.example.jp \
    --server "127.0.0.1:$dns_port"
mkdir -p "$nagios/rw" "$nagios/tmp" "$nagios/spool" "$nagios/told"
sed "s|/usr/lib/monitoring-plugins-weblife|$work/plugins|" \
    "$shipped/weblife-commands.cfg" > "$nagios/weblife-commands.cfg"
templates > "$nagios/templates.cfg"

# --- the shipped objects ---

cp "$shipped/weblife-services.cfg" "$nagios"
nagios_conf "$nagios/weblife-services.cfg" > "$nagios/shipped.cfg"
give "$nagios"
if nagios4 -v "$nagios/shipped.cfg" > "$work/verify" 2>&1 &&
    grep -q 'Checked 5 services' "$work/verify" &&
    grep -q 'Total Errors: *0' "$work/verify"; then
	pass 'commands and services pass nagios4 -v'
else
	fail 'nagios4 -v' "$(tail -n 25 "$work/verify")"
fi
[ -z "$quick" ] || finish

# --- every program in every state ---

{
	printf 'define host {\nuse generic-host\nhost_name world\n'
	printf 'address 127.0.0.1\nmax_check_attempts 1\n'
	printf 'check_period 24x7\n}\n'
	world_cases nagios_service
	# as the shipped file says it
	echo 'define command {'
	sed -n '/command_name	check_mx_weblife$/,/^}/p' \
	    "$nagios/weblife-commands.cfg" |
	    sed -e 's/check_mx_weblife$/check_mx_japanese/' \
	    -e 's|command_line	|&/usr/bin/env LC_ALL=C.UTF-8 LANGUAGE=ja |'
	nagios_service mx-japanese 2 check_mx_japanese \
	    --domain bad.example.jp --server "127.0.0.1:$dns_port"
} > "$nagios/objects.cfg"
nagios_conf "$nagios/objects.cfg" > "$nagios/nagios.cfg"
give "$nagios"
nagios4 -v "$nagios/nagios.cfg" > "$work/verify" 2>&1 ||
    gives_up 'nagios4 -v' "$work/verify"
background nagios env LANG=C nagios4 "$nagios/nagios.cfg"
wait_for 120 all_checked ||
    fail 'not every check has run' "$(tail -n 20 "$nagios/nagios.log")"
wait_for 30 [ -s "$nagios/told/spf-bad" ]
wait_for 30 [ -s "$nagios/perfdata" ]
world_cases recorded
recorded mx-japanese 2

# --- the advice in a notification ---

if grep -q '~all' "$work/direct/spf-bad" &&
    grep '~all' "$work/direct/spf-bad" > "$work/wanted" &&
    grep -qF "$(head -n 1 "$work/wanted" | sed 's/^ *//')" \
    "$nagios/told/spf-bad"; then
	pass 'the record to publish arrives with its ~all'
else
	fail 'the advice in the notification' "$(cat "$nagios/told/spf-bad")"
fi
echo "nagios4: $((($(now) - begin) / 1000)) s"
finish

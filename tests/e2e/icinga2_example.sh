#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# As a new user does it: the lines of README give a green service in a private
# Icinga 2; the example, with other domains, checks each of them by its rules,
# and a domain that is gone is one notification, and silence of its services.

. "${srcdir:-.}/tests/e2e/lib.sh"
. "$srcdir/tests/e2e/lib-icinga-nodes.sh"
. "$srcdir/tests/e2e/lib-world.sh"

have icinga2 icinga2-bin 'everything' || finish
have curl curl 'everything' || finish
have jq jq 'everything' || finish
for needed in nsd rbldnsd unbound dovecot; do
	have "$needed" "$needed" 'everything' || finish
done
have /usr/lib/nagios/plugins/check_dig monitoring-plugins-standard \
    'everything' || finish
have dig bind9-dnsutils 'everything' || finish
# The quick run has icinga2.sh.
[ -z "$quick" ] || finish

begin=$(now)
shipped=$srcdir/contrib/icinga2
confd=$work/box/etc/conf.d
told=$work/box/told

# The lines of README between the installation of the programs and the check
# of the configuration, as a user types them but for his Icinga and domain.
readme_lines() {
	sed -n '/^    make && make install && cd /,/^    icinga2 daemon -C/p' \
	    "$srcdir/README" | sed -e '1d;$d' -e 's/^    //' \
	    -e "s|/etc/icinga2/conf.d|$confd|" \
	    -e 's/"example\.jp"/"shop.example.jp"/'
}

# The domains of the example, each with the ports of this world.
domains() {
	cat <<- END
	const WeblifeDomains = {
		"shop.example.jp" = {
			senders = [ "192.0.2.1" ]
			mail_host = "127.0.0.1"
			mailboxes = {
				"alice@example.test" = "$world/secrets/alice.secret"
			}
		}
		"poor.example.jp" = {}
		"gone.example.jp" = {}
	}
	for (domain => config in WeblifeDomains) {
		config.dig_port = $dns_port
		for (program in [ "mx_weblife", "spf_weblife", "dnsbl" ]) {
			config[program + "_server"] = "127.0.0.1:$dns_port"
		}
		config.dnsbl_list = "bl.test"
		config.imap_quota_port = $((mail_base + 993))
		config.imap_quota_ca_file = "$world/dovecot/tls/ca.pem"
	}
	END
}

# What Debian's conf.d has, with commands that keep what they are given; and
# the notifications of the example, out of their comment.
notifications() {
	cat <<- END
	object NotificationComponent "notification" { }
	object User "icingaadmin" { }
	object NotificationCommand "mail-host-notification" {
		command = [ "$told", "\$host.name\$", "host", "\$host.output\$" ]
	}
	object NotificationCommand "mail-service-notification" {
		command = [ "$told", "\$host.name\$", "\$service.name\$", "\$service.output\$" ]
	}
	END
	sed -n '/^ \* apply Notification/,/^ \* }/s/^ \* \{0,1\}//p' \
	    "$confd/weblife-example.conf"
}

ask() {
	icinga2_api "$api" "$@"
}

# state TYPE NAME: "STATE HARD REACHABLE" of a host or service.
state() {
	ask "objects/$1" -X POST -H 'X-HTTP-Method-Override: GET' \
	    -d "{\"filter\":\"$2\"}" | jq -r '.results[0].attrs |
	    "\(.state) \(.state_type) \(.last_reachable)"'
}

# becomes TYPE FILTER "STATE HARD REACHABLE": checks it until it is so.
becomes() {
	ask actions/reschedule-check -X POST \
	    -d "{\"type\":\"$1\",\"filter\":\"$2\",\"force\":true}" > "$out"
	sleep 0.3
	[ "$(state "$(echo "$1" | tr HS hs)s" "$2")" = "$3" ]
}

# settles WHAT TYPE FILTER STATE
settles() {
	if wait_for 60 becomes "$2" "$3" "$4"; then
		pass "$1"
	else
		fail "$1: wanted $4, got" \
		    "$(state "$(echo "$2" | tr HS hs)s" "$3")"
	fi
}

host() {
	echo "host.name==\\\"$1.example.jp\\\""
}

service() {
	echo "host.name==\\\"$1.example.jp\\\"&&service.name==\\\"$2\\\""
}

# --- the lines of README ---

plugindir=$(sed -n 's/^ *--with-plugindir=//p' "$srcdir/README" | head -n 1)
if [ -n "$plugindir" ] &&
    grep -qF "= \"$plugindir\"" "$shipped/weblife-commands.conf"; then
	pass 'README installs where the commands look'
else
	fail "README installs to $plugindir, the commands look elsewhere"
fi
serve_world
api=$(free_port)
icinga2_node box "$api"
mkdir -p "$confd"
readme_lines > "$work/lines"
if (cd "$shipped" && sh -e "$work/lines") > "$out" 2>&1 &&
    [ -s "$confd/weblife-commands.conf" ] &&
    [ -s "$confd/weblife-templates.conf" ] && [ -s "$confd/mx.conf" ]; then
	pass "$(grep -c . "$work/lines") lines of README run"
else
	fail 'the lines of README' "$(cat "$work/lines" "$out")"
	finish
fi
# This world's resolver listens elsewhere.
sed -i "s/\"shop.example.jp\"/&\\nvars.mx_weblife_server = \"127.0.0.1:$dns_port\"/" \
    "$confd/mx.conf"
cp "$shipped/weblife-example.conf" "$confd"
cat > "$told" <<- END
	#!/bin/sh
	echo "\$1 \$2 \$3" >> "$work/box/mail"
END
chmod 755 "$told"
{
	domains
	echo 'object Host NodeName { check_command = "dummy" }'
	echo 'include_recursive "conf.d"'
	notifications
} >> "$work/box/etc/icinga2.conf"
icinga2_start box
wait_for 60 icinga2_ready "$api" || gives_up icinga2 "$work/icinga2-box.log"
settles 'the service of README is green' Service \
    'host.name==NodeName&&service.name==\"mx\"' '0 1 true'

# --- the example ---

# A host is asked first, as it is in a minute: its services wait longer.
settles 'a domain that is gone is DOWN' Host "$(host gone)" '1 1 true'
settles 'a domain that is there is UP' Host "$(host shop)" '0 1 true'
for service in mx spf dnsbl 'quota alice@example.test'; do
	settles "the example: $service is green" Service \
	    "$(service shop "$service")" '0 1 true'
done
settles 'the domain with one MX record is UP' Host "$(host poor)" '0 1 true'
settles 'its MX is critical' Service "$(service poor mx)" '2 1 true'
for service in mx spf; do
	settles "$service of the domain that is gone: not reachable" Service \
	    "$(service gone "$service")" '2 1 false'
done
# Whatever was to be told of the last service has been told with this one.
ask actions/send-custom-notification -X POST \
    -d "{\"type\":\"Service\",\"filter\":\"$(service shop mx)\",
    \"author\":\"test\",\"comment\":\"last\",\"force\":true}" > "$out"
wait_for 30 grep -q '^gone.example.jp host ' "$work/box/mail"
wait_for 30 grep -q '^poor.example.jp mx MX CRITICAL' "$work/box/mail"
if [ "$(grep -c '^gone' "$work/box/mail")" -eq 1 ] &&
    grep -q '^gone.example.jp host ' "$work/box/mail" &&
    [ "$(grep -c '^poor.example.jp mx ' "$work/box/mail")" -eq 1 ]; then
	pass 'one notification for the domain that is gone, none of its services'
else
	fail 'who was told what' "$(cat "$work/box/mail")"
fi
echo "icinga2_example: $((($(now) - begin) / 1000)) s"
finish

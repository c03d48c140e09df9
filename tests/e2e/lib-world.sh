# SPDX-License-Identifier: GPL-3.0-or-later
#
# lib-world.sh - a small world for the tests of the daemons: mail domains, a
# block list, mailboxes and a log, and what each program says about them;
# after lib.sh and lib-icinga-nodes.sh.
#
# serve_world		starts NSD, rbldnsd, unbound and Dovecot
# world_cases CMD	calls CMD NAME CODE PROGRAM OPTION... for every program
#			in every state; options are long ones
# world_japanese	whether the programs find their Japanese texts

# shellcheck disable=SC2154,SC2086 # set by lib.sh; several options in one

serve_world() {
	world=$work/world
	mkdir -p "$world/zones" "$world/rbl" "$work/plugins"
	for plugin in "$plugins"/check_*; do
		[ ! -f "$plugin" ] || [ ! -x "$plugin" ] ||
		    cp "$plugin" "$work/plugins"
	done
	world_zones
	world_log
	nsd_port=$(free_port)
	rbl_port=$(free_port)
	dns_port=$(free_port)
	no_port=$(free_port)
	mail_base=$(free_port 143 993 110 995)
	serve_nsd "$world/zones" "$nsd_port"
	serve_rbldnsd "$world/rbl" "$rbl_port" bl.test:ip4set:list \
	    soft.test:ip4set:list dnsbl.dronebl.org:ip4set:soft
	serve_unbound "$world" "$dns_port" "jp@127.0.0.1@$nsd_port
	    weblife.me@127.0.0.1@$nsd_port bl.test@127.0.0.1@$rbl_port
	    soft.test@127.0.0.1@$rbl_port
	    dnsbl.dronebl.org@127.0.0.1@$rbl_port" \
	    '    rrset-roundrobin: no'
	serve_dovecot "$world/dovecot" "$mail_base"
	# As the administrator does: the password belongs to the daemon.
	mkdir -p "$world/secrets"
	cp "$world/dovecot"/*.secret "$world/secrets"
	chmod 755 "$world" "$world/dovecot" "$world/dovecot/tls"
	chmod a+r "$world/dovecot/tls/ca.pem"
	give "$world/secrets"
}

world_zones() {
	for zone in jp weblife.me; do
		zone_head "$zone" > "$world/zones/$zone.zone"
	done
	cat >> "$world/zones/weblife.me.zone" <<- 'END'
	bs-mail-mta01 A 192.0.2.11
	bs-mail-mta02 A 192.0.2.12
	_spf TXT "v=spf1 ip4:192.0.2.0/26 -all"
	END
	cat >> "$world/zones/jp.zone" <<- 'END'
	good.example MX 10 bs-mail-mta01.weblife.me.
	good.example MX 100 bs-mail-mta02.weblife.me.
	good.example TXT "v=spf1 include:_spf.weblife.me ~all"
	xn--wgv71a119e MX 10 bs-mail-mta01.weblife.me.
	xn--wgv71a119e MX 100 bs-mail-mta02.weblife.me.
	tidy.example MX 10 bs-mail-mta01.weblife.me.
	tidy.example MX 20 bs-mail-mta02.weblife.me.
	tidy.example TXT "v=spf1 include:_spf.weblife.me include:away.example.jp a mx ~all"
	away.example TXT "v=spf1 a a a a a ip4:203.0.113.7 -all"
	away.example A 203.0.113.8
	bad.example MX 100 bs-mail-mta02.weblife.me.
	bad.example TXT "v=spf1 ip4:203.0.113.80 ~all"
	hostile.example MX 5 a\124b\010c\060script\062\036HOME\096x\034\039\038\092n.example.net.
	hostile.example TXT "v=spf1 <script>document.title='ran'</script> | x=1;2 \027[31m \226\128\174 ~all"
	END
	# Zones of their own, as domains of customers are.
	{
		zone_head shop.example.jp
		grep '^good' "$world/zones/jp.zone" | sed 's/^good.example/@/'
	} > "$world/zones/shop.example.jp.zone"
	sed -e 's/shop/poor/' -e '/-mta01/d' "$world/zones/shop.example.jp.zone" \
	    > "$world/zones/poor.example.jp.zone"
	for i in $(seq 60); do
		echo "long.example MX $i a-rather-long-name-for-a-mail-host-$i.example.jp."
	done >> "$world/zones/jp.zone"
	world_markup >> "$world/zones/jp.zone"
	cat > "$world/rbl/list" <<- 'END'
	$SOA 300 ns.bl.test hostmaster.bl.test 0 1h 10m 5d 60
	$NS 300 ns.bl.test
	$TTL 60
	:127.0.0.2:listed
	127.0.0.2
	192.0.2.66
	192.0.2.67 :127.0.0.2:<b id=mark onclick=ran=1>|</b> $(id) \u202e
	END
	sed 's/:127.0.0.2:listed/:127.0.0.3:listed/' "$world/rbl/list" \
	    > "$world/rbl/soft"
}

# 4 KiB of markup in a record, with all that text can do to a terminal or page.
world_markup() {
	printf 'markup.example TXT "v=spf1 "'
	for i in $(seq 20); do
		printf ' "%s%s%s%s"' \
		    '<script>ran=1</script><b id=mark>x</b>|<img id=mark ' \
		    "src=x onerror='ran=1'><svg id=mark onload=ran=1> | a=1;2 " \
		    '\027[31m\226\128\174\226\129\166 &lt;b&gt; ' \
		    '<a id=mark href=javascript:ran=1>x</a> [CRITICAL] \194\155'
	done
	echo ' " ~all"'
}

# Three clients, of which one comes every N seconds, for so long that nothing
# leaves the window of two hours while a test runs.
world_log() {
	world_now=$(date +%s)
	for client in slow:900 middle:200 fast:60; do
		for i in $(seq $((6000 / ${client#*:}))); do
			echo "$((world_now - i * ${client#*:})) ${client%:*}"
		done | sort -n | while read -r when who; do
			echo "$(LC_ALL=C date -d "@$when" '+%b %e %H:%M:%S')" \
			    "mail dovecot: imap-login: Login:" \
			    "user=<$who@example.test>, method=PLAIN," \
			    "rip=192.0.2.7, lip=192.0.2.1, mpid=1, TLS," \
			    "session=<$who$when>"
		done > "$world/${client%:*}.log"
	done
	sed 's/<fast@/<x|<img id=mark src=x onerror=ran=1 \&lt;@/' \
	    "$world/fast.log" > "$world/hostile.log"
}

world_cases() {
	resolver="--server 127.0.0.1:$dns_port"
	nobody="--server 127.0.0.1:$no_port --timeout 3"
	mailbox="--hostname 127.0.0.1 --port $((mail_base + 993))
	    --ca-file $world/dovecot/tls/ca.pem"
	secrets="--password-file $world/secrets"
	for state in good:0 tidy:1 bad:2; do
		$1 "mx-${state%:*}" "${state#*:}" check_mx_weblife \
		    --domain "${state%:*}.example.jp" $resolver
		$1 "spf-${state%:*}" "${state#*:}" check_spf_weblife \
		    --domain "${state%:*}.example.jp" $resolver
	done
	$1 mx-long 2 check_mx_weblife --domain long.example.jp $resolver
	$1 mx-japan 0 check_mx_weblife --domain xn--wgv71a119e.jp $resolver
	$1 mx-hostile 2 check_mx_weblife --domain hostile.example.jp $resolver
	$1 spf-hostile 2 check_spf_weblife --domain hostile.example.jp \
	    $resolver
	$1 spf-markup 2 check_spf_weblife --domain markup.example.jp $resolver
	$1 mx-unknown 3 check_mx_weblife --domain good.example.jp $nobody
	$1 spf-unknown 3 check_spf_weblife --domain good.example.jp $nobody
	$1 dnsbl-clean 0 check_dnsbl --hostname 192.0.2.1 --list bl.test \
	    $resolver
	$1 dnsbl-warning 1 check_dnsbl --hostname 192.0.2.66 \
	    --list dnsbl.dronebl.org $resolver
	$1 dnsbl-listed 2 check_dnsbl --hostname 192.0.2.66 --list bl.test \
	    --list soft.test $resolver
	$1 dnsbl-hostile 2 check_dnsbl --hostname 192.0.2.67 --list bl.test \
	    $resolver
	$1 dnsbl-unknown 3 check_dnsbl --hostname 192.0.2.1 --list bl.test \
	    $nobody
	$1 quota-alice 0 check_imap_quota $mailbox $secrets/alice.secret \
	    --username alice@example.test
	$1 quota-two 1 check_imap_quota $mailbox $secrets/two.secret \
	    --username two@example.test
	$1 quota-over 2 check_imap_quota $mailbox $secrets/over.secret \
	    --username over@example.test
	$1 quota-unknown 3 check_imap_quota $mailbox $secrets/noquota.secret \
	    --username noquota@example.test
	$1 poll-slow 0 check_poll_interval --log "$world/slow.log"
	$1 poll-middle 1 check_poll_interval --log "$world/middle.log"
	$1 poll-fast 2 check_poll_interval --log "$world/fast.log"
	$1 poll-hostile 2 check_poll_interval --log "$world/hostile.log"
	$1 poll-unknown 3 check_poll_interval --log "$world/missing.log"
}

# world_direct NAME CODE PROGRAM OPTION...: what the program prints by hand,
# in the language of the CheckCommand ($direct_language: in another), into
# $work/direct/NAME.
world_direct() {
	mkdir -p "$work/direct"
	direct=$work/direct/$1
	direct_name=$1
	direct_code=$2
	direct_program=$3
	shift 3
	code=0
	as_daemon env LC_ALL="${direct_locale:-C.UTF-8}" \
	    LANGUAGE="${direct_language:-en}" \
	    "$work/plugins/$direct_program" "$@" \
	    > "$direct" 2> "$direct.err" || code=$?
	echo "$code" > "$direct.code"
	if [ "$code" -eq "$direct_code" ]; then
		pass "$direct_name: exit $code"
	else
		fail "$direct_name: exit $code, wanted $direct_code" \
		    "$(cat "$direct" "$direct.err")"
	fi
}

# world_service NAME CODE PROGRAM OPTION...: the service of Icinga 2 that has
# these options.
world_service() {
	service_name=$1
	service_short=${3#check_}
	shift 3
	echo "object Service \"$service_name\" {"
	echo "	host_name = \"world\""
	echo "	check_command = \"$service_short\""
	echo "	check_interval = ${service_interval:-1h}"
	echo "	max_check_attempts = 1"
	while [ $# -gt 0 ]; do
		service_option=$(echo "${1#--}" | tr - _)
		service_values="\"$2\""
		shift 2
		# An option that comes again becomes an array.
		while [ $# -gt 0 ] && [ "${1#--}" = "$service_option" ]; do
			service_values="$service_values, \"$2\""
			shift 2
		done
		echo "	vars.${service_short}_$service_option = [ $service_values ]"
	done
	echo '}'
}

# The build finds its catalogues where it makes them, when it was configured
# so; the user of the daemons must be able to read them there.
world_japanese() {
	have msgfmt gettext 'texts in Japanese' || return
	japanese_help=$(as_daemon env LC_ALL=C.UTF-8 LANGUAGE=ja \
	    "$work/plugins/check_mx_weblife" --help | sed -n 1p)
	case $japanese_help in
	*独自ドメイン*) return ;;
	esac
	fail 'no Japanese: configure with --localedir=BUILD/po/locale, in a' \
	    "folder that $daemon_user can read: $japanese_help"
	return 1
}

# steady: what differs from run to run and with the hour becomes a letter.
steady() {
	sed -E -e 's/time=[0-9.]+s/time=Ts/g' \
	    -e 's/[0-9]+ (seconds|minutes|s)([ ,.]|$)/N \1\2/g' \
	    -e 's/queries=[0-9]+/queries=N/'
}

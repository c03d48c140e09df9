# SPDX-License-Identifier: GPL-3.0-or-later
#
# lib-servers.sh - real servers on loopback for the end-to-end tests; part of
# lib.sh.  They run in the foreground as children of the test, as root or as
# an ordinary user, and answer for nothing but what the test gives them.
# Each function returns when the server answers, or ends the test.

# shellcheck disable=SC2154 # set by the script that reads this file

# gives_up WHAT LOG: a server that does not start is a failed test.
gives_up() {
	fail "$1 does not start" "$(tail -n 15 "$2" 2>&1)"
	finish
}

# zone_head ZONE: the first lines of a zone, for the tests' own zone files.
zone_head() {
	cat <<- END
	\$ORIGIN ${1%.}.
	\$TTL 300
	@ IN SOA ns hostmaster 1 3600 900 604800 60
	@ IN NS ns
	ns IN A 127.0.0.1
	END
}

# serve_nsd DIR PORT [ADDR]: every DIR/*.zone; the file's name is the zone's,
# root.zone is the root.  ADDR is 127.0.0.1, or ::1.
serve_nsd() {
	nsd_dir=$1
	nsd_port=$2
	nsd_addr=${3:-127.0.0.1}
	# Its own, or the log of an earlier one would say that it has started.
	nsd_what=nsd-$nsd_port${3:+-$3}
	nsd_state=$work/$nsd_what
	mkdir -p "$nsd_state"
	rm -f "$nsd_state/log"
	{
		cat <<- END
		server:
		    ip-address: $nsd_addr@$nsd_port
		    server-count: 1
		    username: ""
		    chroot: ""
		    zonesdir: "$nsd_dir"
		    database: ""
		    zonelistfile: "$nsd_state/zone.list"
		    xfrdfile: "$nsd_state/xfrd.state"
		    xfrdir: "$nsd_state"
		    pidfile: "$nsd_state/nsd.pid"
		    logfile: "$nsd_state/log"
		    verbosity: 1
		    # The default drops answers above 200 a second.
		    rrl-ratelimit: 0
		    rrl-whitelist-ratelimit: 0
		remote-control:
		    control-enable: no
		END
		for nsd_zone in "$nsd_dir"/*.zone; do
			nsd_name=$(basename "$nsd_zone" .zone)
			[ "$nsd_name" != root ] || nsd_name=.
			printf 'zone:\n    name: "%s"\n    zonefile: "%s"\n' \
			    "$nsd_name" "$nsd_zone"
		done
	} > "$nsd_state/nsd.conf"
	background "$nsd_what" nsd -d -c "$nsd_state/nsd.conf"
	wait_for 30 grep -q 'nsd started' "$nsd_state/log" ||
	    gives_up nsd "$nsd_state/log"
	# NSD starts without a zone that it cannot read.
	if grep -E 'error: .*zone|not read|failed to read' "$nsd_state/log" \
	    > "$nsd_state/bad"; then
		gives_up 'nsd with a zone of this test' "$nsd_state/bad"
	fi
}

# sign_zone DIR ZONE [ldns-signzone options]: signs DIR/ZONE.zone in place;
# the trust anchor is DIR/ZONE.anchor.
sign_zone() {
	sign_dir=$1
	sign_zone=$2
	shift 2
	(
		cd "$sign_dir" &&
		sign_ksk=$(ldns-keygen -a ECDSAP256SHA256 -k "$sign_zone") &&
		sign_zsk=$(ldns-keygen -a ECDSAP256SHA256 "$sign_zone") &&
		ldns-signzone "$@" -f signed.tmp "$sign_zone.zone" \
		    "$sign_ksk" "$sign_zsk" &&
		mv signed.tmp "$sign_zone.zone" &&
		grep -v '^;' "$sign_ksk.ds" > "$sign_zone.anchor"
	) > "$work/sign.log" 2>&1 || gives_up ldns-signzone "$work/sign.log"
}

# serve_unbound DIR PORT "ZONE@ADDR@PORT ..." [server: lines]: a resolver with
# a stub for each of these zones and NXDOMAIN for everything else; every
# DIR/*.anchor is a trust anchor.  Clients from 127.0.0.99 are refused.
serve_unbound() {
	unbound_state=$work/unbound-$2
	mkdir -p "$unbound_state"
	unbound_conf "$@" > "$unbound_state/unbound.conf"
	background "unbound-$2" unbound -d -c "$unbound_state/unbound.conf"
	wait_for 30 grep -q 'start of service' "$unbound_state/log" ||
	    gives_up unbound "$work/unbound-$2.log"
}

unbound_conf() {
	cat <<- END
	server:
	    interface: 127.0.0.1
	    port: $2
	    do-ip6: no
	    directory: "$unbound_state"
	    chroot: ""
	    username: ""
	    pidfile: ""
	    logfile: "$unbound_state/log"
	    use-syslog: no
	    verbosity: 1
	    val-log-level: 2
	    num-threads: 1
	    module-config: "validator iterator"
	    # Stubs are on loopback.
	    do-not-query-localhost: no
	    # RFC 6761 names that unbound would answer by itself.
	    local-zone: "test." nodefault
	    local-zone: "invalid." nodefault
	    access-control: 127.0.0.0/8 allow
	    access-control: 127.0.0.99/32 refuse
	    local-zone: "." static
	END
	for unbound_anchor in "$1"/*.anchor; do
		[ -e "$unbound_anchor" ] || continue
		echo "    trust-anchor-file: \"$unbound_anchor\""
	done
	for unbound_stub in $3; do
		echo "    local-zone: \"${unbound_stub%%@*}\" transparent"
	done
	[ $# -lt 4 ] || printf '%s\n' "$4"
	printf 'remote-control:\n    control-enable: no\n'
	for unbound_stub in $3; do
		printf 'stub-zone:\n    name: "%s"\n    stub-addr: "%s"\n' \
		    "${unbound_stub%%@*}" "${unbound_stub#*@}"
	done
}

# serve_rbldnsd DIR PORT ZONE:TYPE:FILE...: files in DIR, read again within
# 2 s; queries in DIR/query.log.  UDP only.
serve_rbldnsd() {
	rbl_dir=$1
	rbl_port=$2
	shift 2
	rbl_user=
	if [ "$(id -u)" -eq 0 ]; then
		# It refuses to stay root.
		rbl_user='-u rbldns'
		: > "$rbl_dir/query.log"
		chown rbldns "$rbl_dir/query.log"
		chmod -R go+rX "$rbl_dir"
	fi
	# shellcheck disable=SC2086 # several words
	background "rbldnsd-$rbl_port" rbldnsd -n -4 -b "127.0.0.1/$rbl_port" \
	    $rbl_user -w "$rbl_dir" -c 2s -l "+$rbl_dir/query.log" "$@"
	"$python" "$srcdir/tests/e2e/net.py" dns 127.0.0.1 "$rbl_port" 30 ||
	    gives_up rbldnsd "$work/rbldnsd-$rbl_port.log"
}

# serve_faults PORT [ADDR] [option...]: the scripted server (faultserver.py
# --help); every question that reaches it is a line of
# $work/questions-PORT.
serve_faults() {
	faults_port=$1
	faults_addr=${2:-127.0.0.1}
	shift
	[ $# -eq 0 ] || shift
	background "faults-$faults_port" "$python" \
	    "$srcdir/tests/e2e/faultserver.py" --address "$faults_addr" \
	    --port "$faults_port" --log "$work/questions-$faults_port" "$@"
	wait_for 30 grep -q '^ready' "$work/faults-$faults_port.log" ||
	    gives_up faultserver "$work/faults-$faults_port.log"
}

# questions PORT ['ERE']: how many questions came that match it.
questions() {
	grep -Ec -e "${2:-.}" "$work/questions-$1"
}

# forget PORT: the log of questions begins anew.
forget() {
	: > "$work/questions-$1"
}

. "$srcdir/tests/e2e/lib-dovecot.sh"

# SPDX-License-Identifier: GPL-3.0-or-later
#
# dns.sh - faults.sh: what a DNS server can do.  A fault belongs to a class,
# which says whose failure it is; each program has its words for a class.

# shellcheck disable=SC2154,SC2034 # set, or used, in the other parts

cat > "$work/dns.zone" <<'ZONE'
example.test. MX 10 bs-mail-mta01.weblife.me.
example.test. MX 100 bs-mail-mta02.weblife.me.
example.test. TXT "v=spf1 include:_spf.weblife.me ~all"
_dmarc.example.test. TXT "v=DMARC1; p=none"
example.test. A 127.0.0.1
bs-mail-mta01.weblife.me. A 192.0.2.11
bs-mail-mta02.weblife.me. A 192.0.2.12
_spf.weblife.me. TXT "v=spf1 ip4:192.0.2.0/26 -all"
2.0.0.127.good.bl.test. A 127.0.0.2
21.2.0.192.good.bl.test. A 127.0.0.2
2.0.0.127.clean.bl.test. A 127.0.0.2
ZONE

# fault class
dns_faults='data well
late-300 well
late-2500 well
nth-2 well
flood-10000 well
forged-evil well
spoof-evil well
upper well
twice well
noedns-formerr well
noedns-silence well
badvers well
tc well
silence silent
late-7000 silent
garbage silent
short silent
empty silent
wrongid silent
wrongname silent
wrongtype silent
qr0 silent
otherport silent
othersource silent
servfail servfail
refused refused
refused.noquestion refused
bogus bogus
notimp unusable
formerr unusable
noedns-notimp unusable
rcode-9 unusable
comploop unusable
forward unusable
counts-99 unusable
rdlength unusable
cut unusable
nxdomain nxdomain
nodata nodata
wrongowner unusable
tc.tcp-silent truncated
tc.tcp-close truncated
tc.tcp-drip truncated
tc.tcp-cut truncated
tc.tcp-garbage truncated
tc.tcp-wrongid truncated
huge-2000 many
many-4000 many
bomb many'
# What keeps a server busy has one of its own, one cell after the other.
dns_heavy='flood-10000 huge-2000 many-4000 bomb'

# The list of a fault is the zone FAULT.bl.test.
echo "$dns_faults" | while read -r fault class; do
	zone=$fault.bl.test
	echo "*.$zone A $(echo "$fault" | tr .- ' =')" >&3
	echo "2.0.0.127.$zone. A 127.0.0.2"
	echo "21.2.0.192.$zone. A 127.0.0.2"
done 3> "$work/dns.rules" >> "$work/dns.zone"

# An SPF record as long as a message can be, one way a line: what its terms
# are, and what stands behind them.
dns_long_spf() {
	for long_kind in ip4 include a junk bad; do
		printf '%s.long.test. TXT' "$long_kind"
		awk -v kind="$long_kind" 'BEGIN {
			text = "v=spf1"
			for (i = 0; length(text) < 64500; i++) {
				n = sprintf("%05d", i)
				at = "10." int(i / 256) "." i % 256 ".0"
				if (kind == "ip4") text = text " ip4:" at
				if (kind == "include") text = text " include:i" n ".test"
				if (kind == "a") text = text " a:a" n ".test"
				if (kind == "junk") text = text " x" n "=1"
				if (kind == "bad") text = text " )" n "("
			}
			text = text " include:_spf.weblife.me ~all"
			for (i = 1; i <= length(text); i += 250)
				printf " \"%s\"", substr(text, i, 250)
			print ""
		}'
	done
}

dns_long_spf >> "$work/dns.zone"
dns_port=$(free_port)
heavy_port=$(free_port)
for port in "$dns_port" "$heavy_port"; do
	serve_faults "$port" 127.0.0.1 --zone "$work/dns.zone" \
	    --rules "$work/dns.rules"
done

mx() {
	plugin mx_weblife -s "127.0.0.1:$dns_port" -t "$seconds" "$@"
}

spf() {
	plugin spf_weblife -s "127.0.0.1:$dns_port" -t "$seconds" \
	    "$@"
}

dnsbl() {
	plugin dnsbl -s "127.0.0.1:$dns_port" -t "$seconds" "$@"
}

# dns_blame CLASS: state and line where the domain's servers fail.
dns_blame() {
	case $1 in
	silent) echo 'CRITICAL .*no name server of [a-z0-9.-]+ answers' ;;
	servfail) echo 'CRITICAL .*name servers of [a-z.]+ fail .SERVFAIL' ;;
	refused) echo 'CRITICAL .*name servers of [a-z.]+ refuse .REFUSED' ;;
	bogus) echo 'CRITICAL .*the DNSSEC of [a-z.]+ is broken' ;;
	unusable) echo 'CRITICAL .*give a reply that cannot be used' ;;
	truncated) echo 'UNKNOWN .*is too long for UDP, and our resolver' ;;
	esac
}

dns_mx() {
	case $2 in
	well) set -- "$1" 'OK .*both MX records of weblife.me are right' ;;
	nxdomain) set -- "$1" 'CRITICAL .*the domain does not exist' ;;
	nodata) set -- "$1" 'CRITICAL .*there is no MX record' ;;
	many) set -- "$1" \
	    'CRITICAL .*none of the MX records of weblife.me is there' ;;
	*) set -- "$1" "$(dns_blame "$2")" ;;
	esac
	cell mx "DNS: $1" "${2%% *}" "${2#* }" mx -d "$1.example.test"
}

dns_spf() {
	case $2 in
	well) set -- "$1" 'OK .*the SPF record lets _spf.weblife.me send' ;;
	nxdomain) set -- "$1" 'CRITICAL .*the domain does not exist' ;;
	nodata) set -- "$1" 'CRITICAL .*no SPF record: the domain has no TXT' ;;
	many) set -- "$1" 'CRITICAL .*no SPF record' ;;
	*) set -- "$1" "$(dns_blame "$2")" ;;
	esac
	cell spf "DNS: $1" "${2%% *}" "${2#* }" spf -d "$1.example.test"
}

# dns_quota FAULT CLASS: the fault is in the name of the mail server.
dns_quota() {
	case $2 in
	well) set -- "$1" 'OK .*50.0 % full' ;;
	many) set -- "$1" 'CRITICAL .*refuses connections' ;;
	nxdomain) set -- "$1" 'CRITICAL .*the name .* does not exist' ;;
	nodata) set -- "$1" 'CRITICAL .*has no address' ;;
	*) set -- "$1" "$(dns_blame "$2")" ;;
	esac
	cell quota "DNS: $1" "${2%% *}" "${2#* }" quota login_command \
	    -H "$1.example.test" -s "127.0.0.1:$dns_port" --insecure
}

# dns_dnsbl FAULT CLASS: the fault is in a block list; a listing elsewhere is
# told all the same, and a silent list is none that is clean.
dns_dnsbl() {
	dnsbl_zone=$1.bl.test
	dnsbl_none=
	if [ "$2" = well ]; then
		cell dnsbl "DNS: $1" CRITICAL \
		    ".*on $dnsbl_zone: 127.0.0.2 listed" \
		    dnsbl -l "$dnsbl_zone" -H 192.0.2.21
		return
	fi
	[ "$2" != truncated ] ||
	    dnsbl_none='.*the answer for A .* is too long for UDP'
	cell dnsbl "DNS: $1" UNKNOWN "${dnsbl_none:-.*only 0 of 1 list answered}" \
	    dnsbl -l "$dnsbl_zone" -H 192.0.2.21
	cell dnsbl "DNS: $1, listed elsewhere" CRITICAL \
	    '.*on good.bl.test: 127.0.0.2 listed' \
	    dnsbl -l good.bl.test -l "$dnsbl_zone" -H 192.0.2.21
}

# dns_each HEAVY: the cells for one of the servers.
dns_each() {
	dns_port_was=$dns_port
	[ -z "$1" ] || dns_port=$heavy_port
	echo "$dns_faults" > "$work/dns.faults"
	while read -r fault class; do
		heavy=
		case " $dns_heavy " in
		*" $fault "*) heavy=heavy ;;
		esac
		[ "$heavy" = "$1" ] || continue
		for program in mx spf quota dnsbl; do
			"dns_$program" "$fault" "$class"
			[ -z "$1" ] || join
		done
	done < "$work/dns.faults"
	dns_port=$dns_port_was
}

dns_spf_cells() {
	cell spf 'SPF of 64 KiB: ip4' OK '.*lets _spf.weblife.me send' \
	    spf -d ip4.long.test
	cell spf 'SPF of 64 KiB: include' CRITICAL \
	    '.*include:_spf.weblife.me is missing' spf -d include.long.test
	cell spf 'SPF of 64 KiB: a' CRITICAL \
	    '.*at least 4608 look-ups of 10 that a record may spend' \
	    spf -d a.long.test
	cell spf 'SPF of 64 KiB: modifiers' OK '.*lets _spf.weblife.me send' \
	    spf -d junk.long.test
	cell spf 'SPF of 64 KiB: no terms' CRITICAL '.*' spf -d bad.long.test
	cell dnsbl 'SPF of 64 KiB: ip4' OK '.*32 of 4372 addresses asked' \
	    dnsbl -l good.bl.test -d ip4.long.test
	for long_kind in include a bad; do
		cell dnsbl "SPF of 64 KiB: $long_kind" UNKNOWN \
		    '.*not all senders are known' \
		    dnsbl -l clean.bl.test -d "$long_kind.long.test"
	done
}

# The end comes with -t, whatever is silent.
dns_deadlines() {
	seconds=2
	dns_silent='.*no name server of [a-z0-9.-]+ answers'
	cell mx 'DNS: silence, -t 2' CRITICAL "$dns_silent" \
	    mx -d silence.example.test
	cell spf 'DNS: silence, -t 2' CRITICAL "$dns_silent" \
	    spf -d silence.example.test
	cell quota 'DNS: silence, -t 2' CRITICAL "$dns_silent" \
	    quota login_command -H silence.example.test \
	    -s "127.0.0.1:$dns_port"
	cell dnsbl 'DNS: silence, -t 2' UNKNOWN \
	    '.*only 0 of 1 list answered' \
	    dnsbl -l silence.bl.test -H 192.0.2.21
	cell mx 'DNS: TCP drips, -t 2' UNKNOWN '.*' \
	    mx -d tc.tcp-drip.example.test
	cell spf 'DNS: TCP drips, -t 2' UNKNOWN '.*' \
	    spf -d tc.tcp-drip.example.test
	cell quota 'DNS: TCP drips, -t 2' UNKNOWN '.*' \
	    quota login_command -H tc.tcp-drip.example.test \
	    -s "127.0.0.1:$dns_port"
	seconds=10
}

dns_cells() {
	dns_each ''
	dns_spf_cells
	dns_deadlines
	join
	dns_each heavy
}

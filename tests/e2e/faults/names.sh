# SPDX-License-Identifier: GPL-3.0-or-later
#
# names.sh - faults.sh: resolv.conf and hosts of every sort, in a name space
# of their own, with an /etc that holds nothing else, and servers on port 53.

# shellcheck disable=SC2154,SC2034 # set, or used, in the other parts

# inside CMD...: in the name space of the servers.
inside() {
	nsenter -t "$(cat "$work/inside.pid")" -U -m -n \
	    --preserve-credentials -- "$@"
}

# etc_with 'COMMANDS' CMD...: the commands, in a fresh /etc, make its files.
# shellcheck disable=SC2016
etc_with() {
	etc_commands=$1
	shift
	inside unshare -m sh -c 'mount -t tmpfs none /etc && cd /etc &&
	    eval "$1" && cd / && shift && exec "$@"' sh "$etc_commands" "$@"
}

names_start() {
	background inside unshare -rmn "$python" \
	    "$srcdir/tests/e2e/net.py" inside "$python" \
	    "$srcdir/tests/e2e/faultserver.py" --port 53 \
	    --zone "$work/dns.zone" --rules "$work/dns.rules"
	wait_for 30 grep -q '^ready' "$work/inside.log" ||
	    gives_up faultserver "$work/inside.log"
	background inside-mail nsenter -t "$(cat "$work/inside.pid")" \
	    -U -m -n --preserve-credentials -- "$python" \
	    "$srcdir/tests/e2e/mailserver.py" "$work/inside.ports" \
	    "$work/inside-mail.lines" "$work/tls/good.pem" \
	    "$work/tls/good.key" u@example.jp 'a word'
	wait_for 30 grep -q '^ready' "$work/inside.ports" ||
	    gives_up mailserver "$work/inside-mail.log"
}

# etc_mx COMMANDS ... the four programs that ask the DNS, by resolv.conf.
etc_run() {
	etc_files=$1
	shift
	etc_plugin=$plugins/check_$1
	shift
	etc_with "$etc_files" "$builddir/tests/cellrun" "$etc_plugin" \
	    -t "$seconds" "$@"
}

etc_quota() {
	etc_files=$1
	shift
	etc_run "$etc_files" imap_quota --insecure -u u@example.jp \
	    --password-file "$work/word" "$@" \
	    -p "$(awk '$1 == "login_command" { print $2 }' \
	    "$work/inside.ports")"
}

# resolv_cell WHAT 'COMMANDS' STATE 'ERE': the state where it is not that of
# a resolver that is well.
resolv_cell() {
	cell mx "resolv.conf: $1" "${3:-OK}" "${4:-.*both MX}" \
	    etc_run "$2" mx_weblife -d data.example.test
	cell spf "resolv.conf: $1" "${3:-OK}" "${4:-.*record lets}" \
	    etc_run "$2" spf_weblife -d data.example.test
	cell dnsbl "resolv.conf: $1" "${3:-CRITICAL}" \
	    "${4:-.*on good.bl.test}" \
	    etc_run "$2" dnsbl -l good.bl.test -H 192.0.2.21
	cell quota "resolv.conf: $1" "${3:-OK}" "${4:-.*50.0 % full}" \
	    etc_quota "$2" -H data.example.test
}

# hosts_cell WHAT 'COMMANDS' HOST [STATE 'ERE']
hosts_cell() {
	cell quota "hosts: $1" "${4:-OK}" "${5:-.*50.0 % full}" etc_quota \
	    "echo nameserver 127.0.0.1 > resolv.conf; $2" -H "$3"
}

resolv_cells() {
	good='nameserver 127.0.0.1'
	none='.*(names no|resolv.conf)'
	resolv_cell good "echo '$good' > resolv.conf"
	resolv_cell 'CRLF, tabs, comments, no end' "printf \
'; c\r\n# c\r\n\r\nnameserver\t 127.0.0.1 \t# here' > resolv.conf"
	resolv_cell 'other options' "printf 'search a b\noptions ndots:9 \
rotate timeout:1\nsortlist 10.0.0.0/8\n$good\n' > resolv.conf"
	resolv_cell 'garbage before it' "{ head -c 5000 /dev/urandom; echo; \
echo '$good'; } > resolv.conf"
	resolv_cell 'a dead server first' "printf \
'nameserver 127.0.0.9\nnameserver ::1\n$good\n$good\n' > resolv.conf"
	resolv_cell 'eight dead servers first' "{ seq -f \
'nameserver 127.0.1.%g' 8; echo '$good'; } > resolv.conf" \
	    UNKNOWN '.*our resolver is not well'
	resolv_cell 'no address that is one' "printf 'nameserver\nnameserver \
localhost\nnameserver 127.0.0.256\nnameserver fe80::1%%lo\n' > resolv.conf" \
	    UNKNOWN "$none"
	resolv_cell missing : UNKNOWN "$none"
	resolv_cell empty ': > resolv.conf' UNKNOWN "$none"
	resolv_cell garbage 'head -c 5000 /dev/urandom > resolv.conf' \
	    UNKNOWN "$none"
	resolv_cell 'a directory' 'mkdir resolv.conf' UNKNOWN "$none"
	resolv_cell 'a FIFO' 'mkfifo resolv.conf' UNKNOWN "$none"
	resolv_cell '/dev/zero' 'ln -s /dev/zero resolv.conf' UNKNOWN "$none"
	resolv_cell 'a link to itself' 'ln -s resolv.conf resolv.conf' \
	    UNKNOWN "$none"
	resolv_cell '70 KB' "{ seq -f '#%07g' 9000; echo '$good'; } \
> resolv.conf" UNKNOWN "$none"
}

hosts_cells() {
	here=only.hosts.test
	hosts_cell good "echo 127.0.0.1 $here > hosts" $here
	hosts_cell 'alias, capitals, CRLF, no end' "printf \
'# c\r\n127.0.0.1\ta b ONLY.hosts.test\tc # d' > hosts" $here
	hosts_cell 'an address where nobody listens first' "printf \
'::1 $here\n127.0.0.1 $here\n' > hosts" $here
	hosts_cell 'addresses that are none' "printf \
'127.0.0.256 $here\n127.1 $here\n::1%%lo $here\nx $here\n' > hosts" $here \
	    CRITICAL '.*does not exist'
	hosts_cell 'another name' "echo 127.0.0.1 a.$here > hosts" $here \
	    CRITICAL '.*does not exist'
	hosts_cell '16 dead ones first' "{ seq -f '127.0.2.%g $here' 16; \
echo 127.0.0.1 $here; } > hosts" $here CRITICAL '.*refuses connections'
	for hosts_how in : ': > hosts' 'mkdir hosts' 'mkfifo hosts' \
	    'ln -s /dev/zero hosts' 'ln -s hosts hosts' \
	    'head -c 90000 /dev/urandom > hosts' \
	    'seq -f "127.0.2.1 h%07g" 99999 > hosts'; do
		hosts_cell "$hosts_how, and the DNS" "$hosts_how" \
		    data.example.test
	done
}

names_cells() {
	if ! unshare -rmn true 2> /dev/null; then
		echo "$name: resolv.conf and hosts: not tried, no unshare"
		return
	fi
	names_start
	resolv_cells
	hosts_cells
}

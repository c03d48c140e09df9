#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Bad input, every program: UNKNOWN, one clear line that names the option and
# what is wrong, no crash, no hang, nothing odd in the output.  The options
# are taken from --help, so that a new one is tried without a change here.

. "${srcdir:-.}/tests/e2e/lib.sh"

long=$(head -c 70000 /dev/zero | tr '\0' a)
# shellcheck disable=SC2016 # meant as it stands
control=$(printf 'a\001b\033[31mc\nd|e=1;2<script>&"`$HOME\\n')

# clean WHAT: the output of the last run is one harmless line.
clean() {
	if [ "$(wc -l < "$out")" -ne 1 ]; then
		fail "$1: one line" "$(head -c 1000 "$out" | cat -v)"
	elif [ "$(wc -c < "$out")" -gt 256 ]; then
		fail "$1: at most 255 octets" "$(head -c 1000 "$out")"
	elif tr -d '\n' < "$out" | grep -q "[[:cntrl:]|<>&\"'\`\$\\\\]"; then
		fail "$1: nothing odd" "$(cat -v "$out")"
	else
		pass "$1: clean"
	fi
}

# result WHAT: the output of the last run is a short result, of which nothing
# is odd: figures only on line 1, behind the one bar, and as perfdata is
# written; at most 255 octets before it; a few lines of findings and advice.
result() {
	sed -E '1s/ \| ([a-z0-9_.-]+=[0-9.]+[a-zA-Z%]*(;[0-9.:@~]*){0,4} ?)+$//' \
	    "$out" > "$work/text"
	if [ "$(wc -l < "$work/text")" -gt 4 ]; then
		fail "$1: a few lines" "$(head -c 1000 "$out" | cat -v)"
	elif [ "$(sed -n 1p "$work/text" | wc -c)" -gt 256 ]; then
		fail "$1: at most 255 octets" "$(head -c 1000 "$out")"
	elif [ "$(wc -c < "$work/text")" -gt 2000 ]; then
		fail "$1: short" "$(head -c 3000 "$out")"
	elif tr -d '\n' < "$work/text" |
	    grep -q "[[:cntrl:]|<>&\"'\`\$\\\\]"; then
		fail "$1: nothing odd" "$(cat -v "$out")"
	else
		pass "$1: clean"
	fi
}

# refuses OPTION ARG...: exit 3 within the time, naming the option.
refuses() {
	refuses_option=$1
	shift
	expect_like 3 "^$service UNKNOWN - .*$refuses_option" \
	    "$plugins/$plugin" "$@"
	clean "$plugin $refuses_option"
	within 10000
}

# Long options of the plugin that take a value, one a line.
valued() {
	"$plugins/$plugin" --help |
	    sed -En 's/^ {1,8}(-[A-Za-z0-9], )?--([a-z0-9-]+)[ =][A-Z].*/\2/p'
}

has() {
	"$plugins/$plugin" --help | grep -q -e "--$1\\b"
}

try_plugin() {
	run "$plugins/$plugin" -t 0
	service=$(sed -n '1s/ UNKNOWN - .*//p' "$out")
	[ -n "$service" ] || fail "$plugin -t 0" "$(head -n 3 "$out")"
	expect_like 3 "^$service UNKNOWN - .*--timeout" "$plugins/$plugin" -t 0
	clean "$plugin -t 0"
	[ -z "$quick" ] || return
	for value in 1e9 -1 601 99999999999999999999 0x10 10s ' 5' 1.5; do
		refuses --timeout -t "$value"
	done
	refuses --timeout -t
	refuses nosuch --nosuch
	refuses nosuch --nosuch=1
	refuses operand operand
	refuses timeout --timeout
	expect_like 3 "^$service UNKNOWN - " "$plugins/$plugin" -@
	clean "$plugin -@"
	expect_like 3 "^$service UNKNOWN - " "$plugins/$plugin"
	clean "$plugin without any option"
	expect_like 3 "^$service UNKNOWN - " "$plugins/$plugin" "$control"
	clean "$plugin with control octets"
	expect_like 3 "^$service UNKNOWN - " "$plugins/$plugin" "--$control"
	clean "$plugin with control octets in an option"
	for option in $(valued); do
		refuses "$option" "--$option"
		refuses "$option" "--$option="
	done
	for option in $(valued); do
		junk "$option" "$long"
		junk "$option" "$control"
	done
}

# junk OPTION VALUE: what takes any text (a user's name, a file) may fail
# later, as a result, but never otherwise than clean.
junk() {
	run "$plugins/$plugin" "--$1" "$2"
	case $code in
	3) pass "$plugin --$1 with junk: UNKNOWN" ;;
	*) fail "$plugin --$1 with junk: exit $code" \
	    "$(head -c 1000 "$out" | cat -v)" "$(head -c 1000 "$err")" ;;
	esac
	result "$plugin --$1 with junk"
}

try_names() {
	label=$(printf '%064d' 0 | tr 0 a)
	dotted=$(printf '%0100d' 0 | sed 's/0/ab./g')jp
	for value in a..jp .jp . '' "$label.jp" "$dotted" 192.0.2.1 a.1 \
	    'a b.jp' 'a@b.jp' -a.jp a/b.jp jp..; do
		refuses --domain --domain "$value"
	done
}

try_servers() {
	for value in ::1:99999 127.0.0.1:0 127.0.0.1:65536 127.0.0.1: 127.1 \
	    '[::1' '[::1]:' '[::1]:99999' localhost 127.0.0.1:53x 1.2.3.256; do
		refuses --server --server "$value"
	done
}

# A resolv.conf that is missing, empty, or garbage: asked for by one who did
# not say --server.
try_resolv_conf() {
	for kind in missing empty garbage; do
		file=$work/resolv.$kind
		: > "$file"
		[ "$kind" != garbage ] || head -c 3000 /dev/urandom > "$file"
		# shellcheck disable=SC2016 # for the inner shell
		expect_like 3 "^$service UNKNOWN - .*(resolv\\.conf|--server)" \
		    unshare -rmn sh -c '
			mount --bind "$1" /etc/resolv.conf &&
			{ [ "$2" != missing ] || mount -t tmpfs none /etc; } &&
			exec "$3" -d example.test' sh \
		    "$file" "$kind" "$plugins/$plugin"
		clean "$plugin, resolv.conf $kind"
	done
}

for file in "$plugins"/check_*; do
	[ -x "$file" ] && [ ! -d "$file" ] || continue
	plugin=${file##*/}
	case $plugin in
	*.*) continue ;;
	esac
	try_plugin
	[ -z "$quick" ] || continue
	! has domain || try_names
	! has server || try_servers
	if has server && [ "$plugin" = check_mx_weblife ]; then
		if unshare -rmn true 2> /dev/null; then
			try_resolv_conf
		else
			echo "$name: resolv.conf not tried: unshare failed"
		fi
	fi
done
finish

#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Passive results: their formats; into the command file of a real Nagios and
# the API of a real Icinga 2 by the examples of contrib/, and read back.

. "${srcdir:-.}/tests/e2e/lib.sh"
. "$srcdir/tests/e2e/lib-nagios.sh"
. "$srcdir/tests/e2e/lib-icinga2.sh"

world() {
	"$python" "$srcdir/tests/e2e/sweepworld.py" "$@"
}

count=400
world make "$work/w" "$count"
cat >> "$work/w/zones/jp.zone" <<- 'END'
hostile.jp. MX 10 a\059b\124c\010d\034e\092f\060g\062.jp.
hostile.jp. MX 20 x\036\040reboot\041\096id\096\&\039.jp.
END
port=$(free_port)
serve_nsd "$work/w/zones" "$port"
check=$plugins/check_mx_weblife

# passive FORMAT: into $work/FORMAT; nothing else on stdout, exit code as ever.
passive() {
	passive_code=0
	"$check" -s "127.0.0.1:$port" -f "$work/w/list" --passive "$1" \
	    > "$work/$1" 2> "$work/err.$1" || passive_code=$?
	if [ "$passive_code" -eq 2 ] && [ ! -s "$work/err.$1" ] &&
	    world passive "$1" "$work/w/wanted" "$work/$1" \
	    > "$work/differ" 2>&1; then
		pass "$1"
	else
		fail "$1" "exit $passive_code" "$(head -n 20 "$work/differ" \
		    "$work/err.$1")"
	fi
}

passive nagios
passive nsca
passive icinga2

# hostile FORMAT: one line, the fields in their places, nothing that a shell,
# Nagios or a browser would read.
hostile() {
	echo hostile.jp | "$check" -s "127.0.0.1:$port" -f - \
	    --passive "$1" > "$work/hostile.$1"
	if [ "$(wc -l < "$work/hostile.$1")" -eq 1 ] &&
	    ! grep -q '[`$<>&]' "$work/hostile.$1" &&
	    world passive "$1" "$work/hostile.wanted" "$work/hostile.$1" \
	    > "$work/differ" 2>&1; then
		pass "a hostile name in $1"
	else
		fail "a hostile name in $1" "$(cat "$work/hostile.$1" \
		    "$work/differ")"
	fi
}
echo 'hostile.jp CRITICAL x' > "$work/hostile.wanted"
hostile nagios
hostile nsca
hostile icinga2

# Patterns, and lines that are no subject.
printf 'd000000.jp\na..b\n' > "$work/two"
"$check" -s "127.0.0.1:$port" -f "$work/two" --passive nsca \
    --passive-host gateway --passive-service 'mail of %d' \
    > "$work/pattern" 2> "$work/pattern.err"
if grep -q "^gateway	mail of d000000.jp	0	MX OK" "$work/pattern" &&
    [ "$(wc -l < "$work/pattern")" -eq 1 ] &&
    grep -q '^line 2: a..b: ' "$work/pattern.err"; then
	pass 'patterns, and a bad line on stderr'
else
	fail 'patterns, and a bad line on stderr' \
	    "$(cat "$work/pattern" "$work/pattern.err")"
fi
for bad in 'a;b' 'a|b' '%s' 'a!b' '50%'; do
	expect_like 3 '^MX UNKNOWN - .*passive-host' "$check" \
	    -s "127.0.0.1:$port" -f "$work/two" --passive nagios \
	    --passive-host "$bad"
done
expect_like 3 'nagios, nsca or icinga2' "$check" -s "127.0.0.1:$port" \
    -f "$work/two" --passive zabbix
[ -z "$quick" ] || finish

# What is about the whole sweep goes to stderr, and from there to whom cron
# writes; stdout is for a program.
# aside_says CODE ERE CMD...
aside_says() {
	aside_code=$1
	aside_line=$2
	shift 2
	run "$@"
	if [ "$code" -eq "$aside_code" ] &&
	    head -n 1 "$err" | grep -Eq "$aside_line" &&
	    ! grep -q UNKNOWN "$out"; then
		pass "$aside_line"
	else
		fail "$*" "exit $code" "$(head -n 5 "$out" "$err")"
	fi
}
early="^MX UNKNOWN - the total time was over after [0-9]+ of $((count + 1))"
{ echo d000007.jp; cat "$work/w/list"; } > "$work/early"
aside_says 2 "$early\$" "$check" -s "127.0.0.1:$port" -f "$work/early" \
    --rate 50 --concurrency 5 --total-timeout 3 \
    --passive nsca
: > "$work/empty"
aside_says 3 '^MX UNKNOWN - the list of subjects is empty$' "$check" \
    -s "127.0.0.1:$port" -f "$work/empty" --passive icinga2
nobody=$(free_port)
early="$early: nothing listens on the port of the resolver\$"
mkfifo "$work/commands"
background commands cat "$work/commands"
aside_says 3 "$early" env CHECK="$check" COMMAND_FILE="$work/commands" \
    sh "$srcdir/contrib/nagios/sweep.sh" "$work/early" \
    -s "127.0.0.1:$nobody" --total-timeout 5
aside_says 3 "$early" env CHECK="$check" \
    sh "$srcdir/contrib/icinga2/sweep.sh" "$work/early" \
    -s "127.0.0.1:$nobody" --total-timeout 5

# A reader that goes away is UNKNOWN, or the signal, but never a hang.
gone_code=0
timeout 30 sh -c "'$check' -s 127.0.0.1:$port -f '$work/w/list' \
    --passive nagios; echo \$? > '$work/gone'" 2> /dev/null | head -n 1 \
    > /dev/null
gone_code=$(cat "$work/gone")
if [ "$gone_code" -eq 3 ] || [ "$gone_code" -eq 2 ]; then
	pass 'the reader goes away'
else
	fail 'the reader goes away' "exit $gone_code"
fi

# ---- Nagios ----

into_nagios() {
	for domain in $(cat "$work/w/list") hostile.jp; do
		printf 'define host {\n use passive-host\n host_name %s\n}\n' \
		    "$domain"
		printf 'define service {\n use passive\n host_name %s\n' \
		    "$domain"
		printf ' service_description mx\n}\n'
	done > "$work/nagios.objects"
	serve_nagios "$work/nagios-dir" "$work/nagios.objects"
	{ cat "$work/w/list"; echo hostile.jp; } > "$work/list"
	run env CHECK="$check" COMMAND_FILE="$nagios_cmd" \
	    sh "$srcdir/contrib/nagios/sweep.sh" "$work/list" \
	    -s "127.0.0.1:$port"
	if [ "$code" -eq 2 ] && [ ! -s "$out" ] && [ ! -s "$err" ]; then
		pass 'the example for Nagios'
	else
		fail 'the example for Nagios' "exit $code" "$(cat "$out" "$err")"
	fi
	wait_for 60 nagios_has_all || :
	awk '/^servicestatus/ { h = s = c = "" }
	    { sub(/^[ \t]*/, "") }
	    /^host_name=/ { h = substr($0, 11) }
	    /^current_state=/ { s = substr($0, 15) }
	    /^has_been_checked=/ { c = substr($0, 18) }
	    /^}/ { if (h != "" && c == 1) print h, s; h = "" }' \
	    "$work/nagios-dir/status.dat" | grep -v '^hostile' | sort \
	    > "$work/nagios.back"
	awk '{ print $1, $2 == "OK" ? 0 : $2 == "WARNING" ? 1 : 2 }' \
	    "$work/w/wanted" | sort > "$work/nagios.wanted"
	if cmp -s "$work/nagios.back" "$work/nagios.wanted"; then
		pass 'all results read back from Nagios'
	else
		fail 'results read back from Nagios' \
		    "$(diff "$work/nagios.back" "$work/nagios.wanted" |
		    head -n 20)"
	fi
	nagios_status d000007.jp mx plugin_output > "$work/back"
	nagios_status d000007.jp mx performance_data >> "$work/back"
	nagios_status d000007.jp mx long_plugin_output >> "$work/back"
	if grep -q '^MX CRITICAL - d000007.jp: MX 100 bs-mail-mta02' \
	    "$work/back" && grep -q 'right=1;;;0 missing=1' "$work/back" &&
	    grep -q 'type MX, sub-domain empty' "$work/back"; then
		pass 'text, figures and advice in Nagios'
	else
		fail 'text, figures and advice in Nagios' "$(cat "$work/back")"
	fi
}

nagios_has_all() {
	[ "$(grep -c 'has_been_checked=1' "$work/nagios-dir/status.dat")" \
	    -gt "$count" ] && [ "$(nagios_status hostile.jp mx \
	    has_been_checked)" = 1 ]
}

if have nagios4 nagios4-core 'passive results into Nagios'; then
	into_nagios
fi

# ---- Icinga 2 ----

into_icinga2() {
	{
		echo 'template Host "passive-host" { check_command = "dummy"'
		echo 'enable_active_checks = false }'
		echo 'object CheckCommand "dummy" {'
		echo 'command = [ "/bin/true" ] }'
		while read -r domain; do
			echo "object Host \"$domain\" {"
			echo 'import "passive-host" }'
			echo "object Service \"mx\" {"
			echo "host_name = \"$domain\""
			echo 'check_command = "dummy"'
			echo 'enable_active_checks = false }'
		done < "$work/list"
	} > "$work/icinga2.objects"
	serve_icinga2 "$work/icinga2-dir" "$(free_port)" \
	    "$work/icinga2.objects"
	(umask 077; echo "machine localhost login $icinga2_user password" \
	    "$icinga2_password" > "$work/netrc")
	run env CHECK="$check" API="$icinga2_url" NETRC="$work/netrc" \
	    CACERT="$icinga2_ca" POSTS=150 \
	    sh "$srcdir/contrib/icinga2/sweep.sh" "$work/list" \
	    -s "127.0.0.1:$port"
	if [ "$code" -eq 2 ] && [ ! -s "$out" ] && [ ! -s "$err" ]; then
		pass 'the example for Icinga 2'
	else
		fail 'the example for Icinga 2' "exit $code" \
		    "$(head -n 20 "$out" "$err")"
	fi
	icinga2_api 'objects/services?attrs=state&attrs=name&attrs=last_check_result&attrs=__name' \
	    > "$work/services"
	if "$python" - "$work/services" "$work/w/wanted" \
	    > "$work/differ" 2>&1 <<- 'END'
		import json, sys
		wanted = dict(l.split(" ")[:2] for l in open(sys.argv[2]))
		states = ["OK", "WARNING", "CRITICAL", "UNKNOWN"]
		back = {}
		for r in json.load(open(sys.argv[1]))["results"]:
		    last = r["attrs"]["last_check_result"]
		    if last:
		        back[r["name"].split("!")[0]] = last
		for name, state in wanted.items():
		    assert states[int(back[name]["state"])] == state, back[name]
		one = back["d000007.jp"]
		assert one["output"].startswith(
		    "MX CRITICAL - d000007.jp: MX 100 bs-mail-mta02"), one
		assert "type MX, sub-domain empty" in one["output"], one
		assert "|" not in one["output"], one
		assert "right=1;;;0" in one["performance_data"], one
		assert "missing=1;;;0" in one["performance_data"], one
		assert "hostile.jp" in back
		END
	then
		pass 'all results read back from Icinga 2'
	else
		fail 'results read back from Icinga 2' "$(tail -n 5 "$work/differ")"
	fi
	# A user who may not: the example says so.
	(umask 077; echo 'machine localhost login root password wrong' \
	    > "$work/netrc.wrong")
	run env CHECK="$check" API="$icinga2_url" NETRC="$work/netrc.wrong" \
	    CACERT="$icinga2_ca" sh "$srcdir/contrib/icinga2/sweep.sh" \
	    "$work/two" -s "127.0.0.1:$port"
	if [ "$code" -eq 3 ] && grep -q 'not taken' "$err"; then
		pass 'the example says when Icinga 2 does not take them'
	else
		fail 'the example with a wrong password' "exit $code" \
		    "$(cat "$err")"
	fi
}

if have icinga2 icinga2-bin 'passive results into Icinga 2' &&
    have curl curl 'passive results into Icinga 2'; then
	into_icinga2
fi

finish

#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The files of contrib/icinga2 in a real Icinga 2: they load, every program
# runs through its CheckCommand in every state, and what the API tells is what
# the program prints; every figure parses in Icinga's own parser.

. "${srcdir:-.}/tests/e2e/lib.sh"
. "$srcdir/tests/e2e/lib-icinga-nodes.sh"
. "$srcdir/tests/e2e/lib-world.sh"

have icinga2 icinga2-bin 'everything' || finish
have curl curl 'everything' || finish
have jq jq 'everything' || finish
for needed in nsd rbldnsd unbound dovecot; do
	have "$needed" "$needed" 'everything' || finish
done

begin=$(now)
shipped=$srcdir/contrib/icinga2

# all_have_results: the daemon has run every check.
all_have_results() {
	icinga2_api "$api" 'objects/services?attrs=last_check_result' |
	    jq '.results | length > 0 and
	    all(.attrs.last_check_result != null)' | grep -qx true
}

# same NAME CODE ...: what the API tells and what the program printed by hand.
same() {
	icinga2_result "$api" "world!$1" > "$work/result"
	same_code=$(jq .exit_status < "$work/result")
	jq -r .output < "$work/result" | sed 's/ *$//' | steady > "$work/got"
	sed '1s/ *|.*$//' "$work/direct/$1" | steady > "$work/wanted"
	if [ "$same_code" != "$2" ]; then
		fail "$1 in Icinga: exit $same_code, wanted $2" \
		    "$(cat "$work/got")"
	elif differs=$(diff "$work/wanted" "$work/got"); then
		pass "$1: state and text in Icinga"
	else
		fail "$1: the text in Icinga differs" "$differs"
	fi
	jq -r '.performance_data[]' < "$work/result" | steady > "$work/got"
	sed -n '1s/^[^|]*| *//p' "$work/direct/$1" | tr ' ' '\n' | steady \
	    > "$work/wanted"
	if differs=$(diff "$work/wanted" "$work/got"); then
		pass "$1: figures in Icinga"
	else
		fail "$1: the figures in Icinga differ" "$differs"
	fi
	parsed "$1"
}

# parsed NAME: Icinga's parser gives label, value and unit as they stand there.
parsed() {
	jq '{ command: ("[" + ([ .performance_data[] |
	    "parse_performance_data(" + tojson + ")" ] | join(",")) + "]") }' \
	    < "$work/result" |
	    icinga2_api "$api" console/execute-script -X POST -d @- \
	    > "$work/parsed"
	# "80" of 80%, 93184 of 93184B: value and label are enough.
	jq -r '.results[0].result[] | "\(.label)=\(.value)"' \
	    < "$work/parsed" > "$work/got" 2>&1
	jq -r '.performance_data[] |
	    capture("^(?<l>[^=]*)=(?<v>[0-9.]+)") | "\(.l)=\(.v | tonumber)"' \
	    < "$work/result" > "$work/wanted"
	if [ -s "$work/wanted" ] && diff "$work/wanted" "$work/got" \
	    > "$work/differs"; then
		pass "$1: Icinga parses the figures"
	else
		fail "$1: Icinga does not parse the figures" \
		    "$(cat "$work/differs")" "$(head -c 300 "$work/parsed")"
	fi
	figures=$((figures + $(wc -l < "$work/wanted")))
}

# --- the shipped files load as they are ---

api=$(free_port)
icinga2_node shipped "$api"
cp "$shipped/weblife-commands.conf" "$shipped/weblife-templates.conf" \
    "$shipped/weblife-example.conf" "$work/shipped/etc"
for file in commands templates example; do
	echo "include \"weblife-$file.conf\"" >> "$work/shipped/etc/icinga2.conf"
done
if icinga2_check shipped &&
    grep -q 'Instantiated 6 Services' "$work/shipped.check" &&
    ! grep -Eq 'warning/|critical/' "$work/shipped.check"; then
	pass 'commands, templates and example load'
else
	fail 'the shipped files do not load' "$(tail -n 20 "$work/shipped.check")"
fi
icinga2_node master1 "$api" master
cp "$shipped/weblife-zones-example.conf" "$work/master1/etc/zones.conf"
if icinga2_check master1 &&
    grep -q 'Instantiated 4 Zones' "$work/master1.check"; then
	pass 'the zones load'
else
	fail 'the zones do not load' "$(tail -n 20 "$work/master1.check")"
fi

# --- every program in every state ---

serve_world
world_cases world_direct
world_japanese || finish
direct_language=ja
world_direct mx-japanese 2 check_mx_weblife --domain bad.example.jp \
    --server "127.0.0.1:$dns_port"
icinga2_node box "$api"
cp "$shipped/weblife-commands.conf" "$shipped/weblife-templates.conf" \
    "$work/box/etc"
{
	echo 'include "weblife-commands.conf"'
	echo 'include "weblife-templates.conf"'
	echo 'object Host "world" { check_command = "dummy" }'
	if [ -n "$quick" ]; then
		world_service mx-good 0 check_mx_weblife --domain good.example.jp \
		    --server "127.0.0.1:$dns_port"
	else
		world_cases world_service
	fi
	world_service mx-japanese 2 check_mx_weblife --domain bad.example.jp \
	    --server "127.0.0.1:$dns_port" |
	    sed 's/^}/	vars.weblife_locale = "ja"\n}/'
} >> "$work/box/etc/icinga2.conf"
icinga2_start box
wait_for 60 icinga2_ready "$api" || gives_up icinga2 "$work/icinga2-box.log"
icinga2_recheck "$api" > /dev/null
wait_for 90 all_have_results || fail 'not every check has run' \
    "$(tail -n 20 "$work/box/log/icinga2.log")"
figures=0
if [ -n "$quick" ]; then
	same mx-good 0
	finish
fi
world_cases same
same mx-japanese 2
echo "icinga2: $figures figures read by Icinga's parser"

# --- the environment of the CheckCommand ---

mkdir "$work/fake"
for program in "$work/plugins"/*; do
	# shellcheck disable=SC2016 # for the script written here
	printf '#!/bin/sh\necho "$LC_ALL $LANGUAGE $*"\n' \
	    > "$work/fake/${program##*/}"
	chmod +x "$work/fake/${program##*/}"
done
stop icinga2-box
sed -i "s|$work/plugins|$work/fake|" "$work/box/etc/icinga2.conf"
cat >> "$work/box/etc/icinga2.conf" <<'END'
object Service "japanese" {
	host_name = "world"
	check_command = "mx_weblife"
	vars.weblife_locale = "ja"
	vars.mx_weblife_domain = [ "a.jp", "b.jp" ]
	vars.mx_weblife_nameservers = true
	vars.mx_weblife_verbose = false
}
END
icinga2_start box
wait_for 60 icinga2_ready "$api" || gives_up icinga2 "$work/icinga2-box.log"
icinga2_recheck "$api" > /dev/null
japanese() {
	icinga2_result "$api" 'world!japanese' | jq -r .output > "$work/got"
	grep -q LC_ALL "$work/got" || grep -q a.jp "$work/got"
}
wait_for 60 japanese
line=$(cat "$work/got")
case $line in
'C.UTF-8 ja '*'--domain a.jp --domain b.jp'*'--timeout 10'*) pass 'vars.weblife_locale' ;;
*) fail 'the command line of a CheckCommand' "$line" ;;
esac
case $line in
*--nameservers*--verbose*|*--verbose*--nameservers*)
	fail 'a flag that is false is given' "$line" ;;
*--nameservers*) pass 'flags' ;;
*) fail 'a flag that is true is not given' "$line" ;;
esac
echo "icinga2: $((($(now) - begin) / 1000)) s"
finish

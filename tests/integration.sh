#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# integration.sh - what is shipped for Icinga, Director, Nagios, NRPE and the
# graphs is in step with --help and the man pages: the files are written anew
# (contrib/generate.py) and compared; a planted option must be told.

. "${srcdir:-.}/tests/e2e/lib.sh"
have jq jq 'Director and Grafana' || finish

shipped='icinga2/weblife-commands.conf icinga2/director-basket.json
nagios/weblife-commands.cfg nrpe/weblife.cfg grafana/weblife.json'
for page in "$srcdir"/plugins/check_*.8; do
	page=${page##*/check_}
	shipped="$shipped graphite/${page%.8}.ini"
done

# generate PLUGINS FOLDER
generate() {
	"$python" "$srcdir/contrib/generate.py" "$1" "$2" \
	    > "$work/generate.log" 2>&1
}

# essence FILE: without the words that describe an option.
essence() {
	grep -v -e 'description' -e '^/\* Checks ' "$1"
}

# in_step FOLDER: every file there is the shipped one, but for descriptions.
in_step() {
	for file in $shipped; do
		essence "$1/$file" > "$work/new"
		essence "$srcdir/contrib/$file" > "$work/old"
		if differs=$(diff "$work/old" "$work/new"); then
			pass "contrib/$file is in step with --help"
		else
			fail "contrib/$file lags behind --help: run" \
			    "contrib/generate.py PLUGINS contrib" "$differs"
		fi
	done
}

# long_options PLUGIN: but the two that only print and end.
long_options() {
	"$plugins/$1" --help |
	    sed -nE 's/^  (-., |    )--([a-z0-9-]+).*$/\2/p' |
	    grep -vx -e help -e version | sort
}

# lists WHAT FILE NAMES: the names are the options of $plugin.
lists() {
	if differs=$(printf '%s\n' "$3" | sort | diff "$work/options" -); then
		pass "$1 has every option of $plugin"
	else
		fail "$1 and --help of $plugin differ" "$differs"
	fi
}

icinga_options() {
	sed -n "/^object CheckCommand \"$1\"/,/^}/s/^\t\t\"--\(.*\)\" = {/\1/p" \
	    "$srcdir/contrib/icinga2/weblife-commands.conf"
}

director_options() {
	jq -r ".Command[\"$1\"].arguments | keys[] | .[2:]" \
	    "$srcdir/contrib/icinga2/director-basket.json"
}

# listed_options FILE PLUGIN: the comment before the command.
listed_options() {
	awk -v plugin="/$2 " '
	/^# Options:/ { list = ""; inside = 1; next }
	inside && /^#   / { list = list $0; next }
	{ inside = 0 }
	index($0, plugin) { print list }' "$srcdir/contrib/$1" |
	    tr ',' '\n' | sed -nE 's/^[# ]*--([a-z0-9-]+).*$/\1/p'
}

# The options that the man page names; help.sh holds that it has no others.
man_options() {
	grep -oE '(Fl|,) -[a-z0-9][a-z0-9-]*' "$srcdir/plugins/$1.8" |
	    sed 's/^.* -//' | sort -u | comm -12 - "$work/options"
}

# curves FILE: "COMMAND LABEL" for each curve.
grafana_curves() {
	# shellcheck disable=SC2016 # variables of Grafana
	jq -r '.panels[].targets[].target' "$1" |
	    sed -nE 's/^.*\$service\.([a-z_]+)\.perfdata\.([a-z0-9_-]+)\..*$/\1 \2/p'
}

graphite_curves() {
	for file in "$1"/*.ini; do
		command=$(sed -n 's/^check_command = "\(.*\)"/\1/p' "$file")
		sed -nE "s/^.*perfdata\.([a-z0-9_-]+)\..*\$/$command \1/p" \
		    "$file"
	done
}

# documented < CURVES: the man page names the figure.
documented() {
	sort -u | while read -r command label; do
		grep -qw "$label" "$srcdir/plugins/check_$command.8" ||
		    echo "$command $label"
	done
}

# --- the files ---

generate "$plugins" "$work/new.d" ||
    fail 'contrib/generate.py' "$(cat "$work/generate.log")"
generate "$plugins" "$work/again.d"
if diff -r "$work/new.d" "$work/again.d" > /dev/null; then
	pass 'the same --help gives the same files'
else
	fail 'two runs of contrib/generate.py differ'
fi
in_step "$work/new.d"

for plugin in "$plugins"/check_*; do
	[ -f "$plugin" ] && [ -x "$plugin" ] || continue
	plugin=${plugin##*/}
	short=${plugin#check_}
	long_options "$plugin" > "$work/options"
	[ -s "$work/options" ] || fail "$plugin --help has no options"
	lists CheckCommand x "$(icinga_options "$short")"
	lists 'the Director basket' x "$(director_options "$short")"
	lists 'contrib/nagios' x \
	    "$(listed_options nagios/weblife-commands.cfg "$plugin")"
	lists 'contrib/nrpe' x "$(listed_options nrpe/weblife.cfg "$plugin")"
	lists 'the man page' x "$(man_options "$plugin")"
	# What the NRPE example uses must exist.
	strange=$(grep "^command\[$plugin\]" "$srcdir/contrib/nrpe/weblife.cfg" |
	    grep -o -e '--[a-z-]*' | sed 's/^--//' | sort -u |
	    comm -23 - "$work/options")
	if [ -z "$strange" ]; then
		pass "the NRPE example of $plugin"
	else
		fail "the NRPE example of $plugin uses" "$strange"
	fi
done

# shellcheck disable=SC2012 # names of our own
programs=$(ls "$srcdir"/plugins/check_*.8 | wc -l)
if jq -e ".panels | length == $programs" \
    "$srcdir/contrib/grafana/weblife.json" > /dev/null &&
    [ "$(grafana_curves "$srcdir/contrib/grafana/weblife.json" |
    wc -l)" -ge 12 ]; then
	pass 'the Grafana dashboard'
else
	fail 'the Grafana dashboard has too few panels or curves'
fi
unknown=$({ grafana_curves "$srcdir/contrib/grafana/weblife.json"
    graphite_curves "$srcdir/contrib/graphite"; } | documented)
if [ -z "$unknown" ]; then
	pass 'the man pages name every figure of the graphs'
else
	fail 'figures that no man page names' "$unknown"
fi

# --- this script can fail ---

mkdir "$work/planted"
for plugin in "$plugins"/check_*; do
	[ -f "$plugin" ] && [ -x "$plugin" ] || continue
	# Every program gets one option more.
	cat > "$work/planted/${plugin##*/}" <<- END
	#!/bin/sh
	"$plugin" "\$@" | sed 's/^  -V, /      --planted=N             new\n&/'
	exit 3
	END
	chmod +x "$work/planted/${plugin##*/}"
done
generate "$work/planted" "$work/planted.d"
told=$(fail() { echo "FAILED $1"; }; pass() { :; }; in_step "$work/planted.d")
if [ "$(echo "$told" | grep -c FAILED)" -eq 4 ]; then
	pass 'an option that the shipped files lack is told of each'
else
	fail 'a planted option is not told of 4 files' "$told"
fi
echo planted > "$work/options"
told=$(fail() { echo "FAILED $1"; }; pass() { :; }
    lists 'the man page' x "$(man_options check_dnsbl)")
case $told in
FAILED*) pass 'an option that a man page lacks is told' ;;
*) fail 'a man page without an option is not told' ;;
esac
finish

#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# help.sh - for every plugin that is built: --help and the man page name the
# same options, no line is wider than a terminal, and the numbers stay those
# of C in every language.

# shellcheck disable=SC2086 # several words in one variable

. "${srcdir:-.}/tests/e2e/lib.sh"

COLUMNS_MOST=80

# --- what is compared -------------------------------------------------------

# help_options < HELP: "d", "domain", one a line: what the option table has.
help_options() {
	sed -nE 's/^  (-(.), |    )--([a-z0-9-]+).*$/\2\
\3/p' | grep . | sort -u
}

# man_options < PAGE: the flags that it names: what stands behind Fl and
# before the next macro.
man_options() {
	awk '
	{
		flags = 0
		for (i = 1; i <= NF; i++) {
			if ($i ~ /^\.?Fl$/)
				flags = 1
			else if ($i ~ /^\.?[A-Z][a-z]$/)
				flags = 0
			else if (flags && $i ~ /^-?[A-Za-z0-9]/) {
				sub(/^-/, "", $i)
				print $i
			}
		}
	}' | sort -u
}

# widest FILE: columns of its widest line; Japanese takes two a character.
widest() {
	LC_ALL=C.UTF-8 wc -L < "$1" | tr -d ' '
}

# A run that needs no server and prints figures, for each plugin.
sample() {
	case $1 in
	check_*_weblife)
		echo "-d example.jp -s 127.0.0.1:$closed_port -t 1" ;;
	check_dnsbl)
		echo "-H 192.0.2.1 -l example.org -s 127.0.0.1:$closed_port" \
		    "-t 1" ;;
	check_poll_interval)
		echo "--log $work/maillog" ;;
	esac
}

# perfdata < OUTPUT: what stands behind the bar, as "LABEL FIGURES".
perfdata() {
	sed -n '1s/^[^|]*| //p' | tr ' ' '\n' | tr '=' ' '
}

# --- the checks -------------------------------------------------------------

# same_options WHAT PAGE: $work/help and the man page.
same_options() {
	help_options < "$work/help" > "$work/help.options"
	man_options < "$2" > "$work/man.options"
	if [ ! -s "$work/help.options" ]; then
		fail "$1: no option in --help"
	elif differs=$(diff "$work/help.options" "$work/man.options"); then
		pass "$1: --help and the man page have the same options"
	else
		fail "$1: --help (<) and the man page (>) differ" "$differs"
	fi
}

narrow() {
	if [ "$(widest "$2")" -le "$COLUMNS_MOST" ]; then
		pass "$1: at most $COLUMNS_MOST columns"
	else
		fail "$1: $(widest "$2") columns" \
		    "$(awk 'length > 79' "$2")"
	fi
}

# ends_as WHAT CODE: the last run ended so, and stderr is empty.
ends_as() {
	if [ "$code" -eq "$2" ] && [ ! -s "$err" ]; then
		pass "$1"
	else
		fail "$1: exit $code, wanted $2" "$(cat "$err")"
	fi
}

check_help() {
	run "$plugins/$1" --help
	ends_as "$1 --help" 3
	cp "$out" "$work/help"
	help_options < "$work/help" > "$work/help.options"
	narrow "$1 --help" "$work/help"
	if [ -e "$srcdir/plugins/$1.8" ]; then
		same_options "$1" "$srcdir/plugins/$1.8"
	else
		fail "$1 has no man page"
	fi
	for common_option in h help V version v verbose t timeout; do
		grep -qx "$common_option" "$work/help.options" ||
		    fail "$1 has no option $common_option"
	done
	expect_like 3 "^$1 \\(monitoring-plugins-weblife\\) [0-9.]+\$" \
	    "$plugins/$1" --version
}

# in_language PLUGIN LC_ALL LANGUAGE
in_language() {
	in_env="LC_ALL=$2 LANGUAGE=$3 LOCPATH=$locpath"
	run env $in_env "$plugins/$1" --help
	ends_as "$1 --help in $2 $3" 3
	narrow "$1 --help in $2 $3" "$out"
	cmp -s "$work/help.options" - <<-EOF ||
	$(help_options < "$out")
	EOF
	    fail "$1 has other options in $2 $3"
	expect_like 3 ' - --timeout 0,5: ' env $in_env \
	    "$plugins/$1" --timeout 0,5
	if grep -qx warning "$work/help.options"; then
		expect_like 3 ' - --warning 0,5: ' env $in_env \
		    "$plugins/$1" --warning 0,5
	fi
	check_figures "$@"
}

# The figures are numbers of C, and there are as many as without a language.
check_figures() {
	figures_arguments=$(sample "$1")
	[ -n "$figures_arguments" ] || return 0
	run "$plugins/$1" $figures_arguments
	figures_code=$code
	perfdata < "$out" | sed 's/ .*//' > "$work/labels"
	run env $in_env "$plugins/$1" $figures_arguments
	ends_as "$1 $figures_arguments in $2 $3" "$figures_code"
	perfdata < "$out" > "$work/figures"
	if [ ! -s "$work/labels" ]; then
		fail "$1 $figures_arguments has no figures" "$(cat "$out")"
	elif grep -Ev '^[a-z0-9_.-]+ [0-9.]+[a-zA-Z%]*(;[0-9.:@~]*)*$' \
	    "$work/figures" > "$work/odd" ||
	    ! sed 's/ .*//' "$work/figures" | cmp -s "$work/labels" -; then
		fail "$1: figures in $2 $3" "$(cat "$work/figures")"
	else
		pass "$1: figures in $2 $3"
	fi
}

# make_locale NAME: into a folder of its own, no root needed.
make_locale() {
	mkdir -p "$locpath"
	localedef -i "${1%.*}" -f "${1#*.}" "$locpath/$1" \
	    > "$work/localedef.log" 2>&1 ||
	    [ -e "$locpath/$1/LC_NUMERIC" ] ||
	    fail "localedef $1" "$(cat "$work/localedef.log")"
}

# --- this script can fail ---------------------------------------------------

printf '%s\n' '  -d, --domain=DOMAIN    the domain' \
    '      --exact            nothing else' > "$work/help"
printf '.It Fl d , Fl -domain Ar domain\n.It Fl -exact\n.Fl d\n' \
    > "$work/page"
same_options 'a page that is right' "$work/page"
printf '.It Fl d , -domain Ar domain Op , Ar domain\n.It Fl -exact\n' \
    > "$work/page"
same_options 'another page that is right' "$work/page"

# told WHAT CMD...: CMD calls fail, which here is what is wanted.
told() {
	told_what=$1
	shift
	told_report=$(fail() { echo "FAILED $1"; }; pass() { :; }; "$@")
	case $told_report in
	FAILED*) pass "$told_what is told" ;;
	*) fail "$told_what is not told" ;;
	esac
}

printf '.It Fl d , Fl -domain Ar domain\n' > "$work/page"
told 'an option that is missing' same_options x "$work/page"
printf '.It Fl d , Fl -domain\n.It Fl -exact\n.It Fl x\n' > "$work/page"
told 'an option too many' same_options x "$work/page"
printf '.It Fl d , Fl -domain\n.It Fl -exact\n.Fl -mention\n' > "$work/page"
told 'a wrong mention' same_options x "$work/page"
printf '%81s\n' x > "$work/wide"
told 'a wide line' narrow x "$work/wide"

# --- the plugins ------------------------------------------------------------

locpath=$work/locales
closed_port=$(free_port)
: > "$work/maillog"
languages='C.UTF-8/de C.UTF-8/ja'
# Debian has the sources of the locales in the package of this name.
if [ -e /usr/share/i18n/locales/ja_JP ] && command -v localedef > /dev/null
then
	make_locale de_DE.UTF-8
	make_locale ja_JP.UTF-8
	languages="$languages de_DE.UTF-8/de ja_JP.UTF-8/ja"
else
	skip 'de_DE.UTF-8 and ja_JP.UTF-8' locales
fi

plugins_found=0
for plugin in "$plugins"/check_*; do
	[ -f "$plugin" ] || continue
	[ -x "$plugin" ] || continue
	plugins_found=$((plugins_found + 1))
	plugin=${plugin##*/}
	check_help "$plugin"
	[ -z "$quick" ] || continue
	for language in $languages; do
		in_language "$plugin" "${language%/*}" "${language#*/}"
	done
done
[ "$plugins_found" -gt 0 ] || fail "no plugin is built in $plugins"
finish

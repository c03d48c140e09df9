#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The basket of contrib/icinga2 in a real Icinga Director: restored by
# icingacli, the commands and their fields are there, a second restore changes
# nothing, and the commands that Director shows have every argument.

. "${srcdir:-.}/tests/e2e/lib.sh"
. "$srcdir/tests/e2e/lib-web.sh"

# Nothing of it depends on a program: integration.sh is in the quick run.
[ -z "$quick" ] || finish
have icingacli icingacli 'everything' || finish
have mariadbd mariadb-server 'everything' || finish
have jq jq 'everything' || finish
director=/usr/share/icingaweb2/modules/director
[ -e "$director" ] || {
	skip everything icingaweb2-module-director
	finish
}

begin=$(now)
basket=$srcdir/contrib/icinga2/director-basket.json
web=$work/web

cli() {
	ICINGAWEB_CONFIGDIR=$web icingacli director "$@"
}

# ends_well WHAT CMD...
ends_well() {
	ends_what=$1
	shift
	if "$@" > "$out" 2>&1; then
		pass "$ends_what"
	else
		fail "$ends_what" "$(tail -n 12 "$out")"
		finish
	fi
}

mariadb_begin "$work/db" "$(free_port)"
web_conf "$web" director incubator reactbundle
web_database "$web" director utf8
printf '[db]\nresource = "director"\n' > "$web/modules/director/config.ini"
mariadb_serve
sql_database director utf8
ends_well 'the schema of Director' cli migration run --verbose
restore() {
	cli basket restore < "$basket"
}
ends_well 'the basket is restored' restore
ends_well 'the basket is restored again' restore

for command in $(jq -r '.Command | keys[]' "$basket"); do
	cli command show "$command" --json --no-defaults > "$out" 2>&1
	jq -r '.arguments | keys[]' < "$out" 2> /dev/null | sort > "$work/got"
	jq -r ".Command[\"$command\"].arguments | keys[]" "$basket" | sort \
	    > "$work/wanted"
	if [ -s "$work/wanted" ] &&
	    differs=$(diff "$work/wanted" "$work/got"); then
		pass "$command has its $(wc -l < "$work/got") arguments"
	else
		fail "$command in Director" "$differs" "$(head -c 300 "$out")"
	fi
done
wanted=$(jq '[.Datafield[]] | length' "$basket")
got=$(sql -N director -e 'select count(*) from director_datafield')
bound=$(sql -N director -e 'select count(*) from icinga_command_field')
if [ "$got" = "$wanted" ] && [ "$bound" = "$wanted" ]; then
	pass "$wanted fields, each bound to its command"
else
	fail "fields: wanted $wanted, got $got, of these bound $bound"
fi
echo "director: $((($(now) - begin) / 1000)) s"
finish

#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The basket of contrib/icinga2 in a real Icinga Director: restored by
# icingacli, the commands and their fields are there, a second restore changes
# nothing, and the commands that Director shows have every argument.

. "${srcdir:-.}/tests/e2e/lib.sh"

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
db=$work/db
web=$work/web
port=$(free_port)
db_user=$(id -un)
[ "$db_user" != root ] || db_user=mysql

sql() {
	mariadb --no-defaults -S "$db/socket" -u root "$@"
}

serve_mariadb() {
	mkdir -p "$db"
	[ "$(id -u)" -ne 0 ] || chown "$db_user" "$db"
	mariadb-install-db --no-defaults --user="$db_user" \
	    --datadir="$db/data" --auth-root-authentication-method=normal \
	    --skip-test-db > "$work/install.log" 2>&1 ||
	    gives_up mariadb-install-db "$work/install.log"
	background mariadb mariadbd --no-defaults --user="$db_user" \
	    --datadir="$db/data" --socket="$db/socket" \
	    --bind-address=127.0.0.1 --port="$port" --skip-log-bin \
	    --innodb-flush-log-at-trx-commit=0 --innodb-buffer-pool-size=32M
	wait_for 60 sql -e 'select 1' || gives_up mariadb "$work/mariadb.log"
	sql -e "create database director character set utf8;
	    create user director@'127.0.0.1' identified by 'x';
	    grant all on director.* to director@'127.0.0.1';"
}

web_conf() {
	mkdir -p "$web/enabledModules" "$web/modules/director"
	for module in director incubator reactbundle; do
		ln -s "/usr/share/icingaweb2/modules/$module" \
		    "$web/enabledModules/$module"
	done
	cat > "$web/config.ini" <<- END
	[global]
	config_backend = "ini"
	module_path = "/usr/share/icingaweb2/modules"
	[logging]
	log = "file"
	level = "ERROR"
	file = "$work/web.log"
	END
	cat > "$web/resources.ini" <<- END
	[director]
	type = "db"
	db = "mysql"
	host = "127.0.0.1"
	port = "$port"
	dbname = "director"
	username = "director"
	password = "x"
	charset = "utf8"
	END
	printf '[db]\nresource = "director"\n' > "$web/modules/director/config.ini"
}

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

serve_mariadb
web_conf
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

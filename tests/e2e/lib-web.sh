# SPDX-License-Identifier: GPL-3.0-or-later
#
# lib-web.sh - what stands around Icinga Web, private and on loopback; after
# lib.sh.
#
# mariadb_begin DIR PORT	creates the data in the background
# mariadb_serve			starts it; then: sql [DATABASE] [option...]
# web_conf DIR MODULE...	$ICINGAWEB_CONFIGDIR with these modules
# web_database DIR NAME		a resource: database, user and password NAME
# graphite_begin DIR PORT	prepares Graphite's web part in the background
# graphite_serve LINE-PORT QUERY-PORT	starts carbon-cache and the web part
# done_well NAME		waits for what background started

# shellcheck disable=SC2154 # variables of lib.sh
done_well() {
	done_well_pid=$(cat "$work/$1.pid")
	rm -f "$work/$1.pid"
	wait "$done_well_pid" || gives_up "$1" "$work/$1.log"
}

mariadb_begin() {
	db=$1
	db_port=$2
	db_user=$(id -un)
	[ "$db_user" != root ] || db_user=mysql
	mkdir -p "$db"
	[ "$(id -u)" -ne 0 ] || chown "$db_user" "$db"
	background mariadb-install-db mariadb-install-db --no-defaults \
	    --user="$db_user" --datadir="$db/data" \
	    --auth-root-authentication-method=normal --skip-test-db
}

mariadb_serve() {
	done_well mariadb-install-db
	background mariadb mariadbd --no-defaults --user="$db_user" \
	    --datadir="$db/data" --socket="$db/socket" \
	    --bind-address=127.0.0.1 --port="$db_port" --skip-log-bin \
	    --innodb-flush-log-at-trx-commit=0 --innodb-buffer-pool-size=32M
	wait_for 60 sql -e 'select 1' || gives_up mariadb "$work/mariadb.log"
}

sql() {
	mariadb --no-defaults -S "$db/socket" -u root "$@"
}

web_conf() {
	web=$1
	shift
	mkdir -p "$web/enabledModules"
	for module in "$@"; do
		mkdir -p "$web/modules/$module"
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
}

web_database() {
	cat >> "$1/resources.ini" <<- END
	[$2]
	type = "db"
	db = "mysql"
	host = "127.0.0.1"
	port = "$db_port"
	dbname = "$2"
	username = "$2"
	password = "$2"
	charset = "${3:-utf8mb4}"
	END
}

# sql_database NAME CHARSET
sql_database() {
	sql -e "create database $1 character set $2;
	    create user $1@'127.0.0.1' identified by '$1';
	    grant all on $1.* to $1@'127.0.0.1';"
}

# graphite_begin DIR PORT: with the shipped storage rules, but a second for
# each quarter of an hour.
graphite_begin() {
	graphite=$1
	graphite_port=$2
	mkdir -p "$graphite/conf" "$graphite/log" "$graphite/whisper"
	cp "$srcdir/contrib/graphite/storage-aggregation.conf" "$graphite/conf"
	sed 's/^retentions = .*/retentions = 1s:1h/' \
	    "$srcdir/contrib/graphite/storage-schemas.conf" \
	    > "$graphite/conf/storage-schemas.conf"
	cat > "$graphite/weblife_graphite.py" <<- END
	SECRET_KEY = 'test'
	ALLOWED_HOSTS = ['*']
	TIME_ZONE = 'UTC'
	GRAPHITE_ROOT = '/usr/share/graphite-web'
	CONF_DIR = STORAGE_DIR = LOG_DIR = '$graphite/log'
	STATIC_ROOT = '/usr/share/graphite-web/static'
	INDEX_FILE = '$graphite/index'
	WHISPER_DIR = '$graphite/whisper'
	CARBONLINK_HOSTS = []
	DATABASES = {'default': {'NAME': '$graphite/web.db',
	    'ENGINE': 'django.db.backends.sqlite3'}}
	END
	background graphite-migrate graphite_manage migrate --run-syncdb
}

graphite_manage() {
	PYTHONPATH=$graphite GRAPHITE_SETTINGS_MODULE=weblife_graphite \
	    exec graphite-manage "$@"
}

# graphite_serve PORT: where carbon takes lines.
graphite_serve() {
	cat > "$graphite/conf/carbon.conf" <<- END
	[cache]
	STORAGE_DIR = $graphite/
	LOCAL_DATA_DIR = $graphite/whisper/
	CONF_DIR = $graphite/conf/
	LOG_DIR = $graphite/log/
	PID_DIR = $graphite/
	USER =
	MAX_UPDATES_PER_SECOND = inf
	MAX_CREATES_PER_MINUTE = inf
	LINE_RECEIVER_INTERFACE = 127.0.0.1
	LINE_RECEIVER_PORT = $1
	PICKLE_RECEIVER_PORT = 0
	CACHE_QUERY_INTERFACE = 127.0.0.1
	CACHE_QUERY_PORT = $(free_port)
	END
	background carbon carbon-cache "--config=$graphite/conf/carbon.conf" \
	    "--pidfile=$graphite/carbon.pid" --nodaemon start
	done_well graphite-migrate
	background graphite-web graphite_manage runserver --noreload \
	    "127.0.0.1:$graphite_port"
	wait_for 60 graphite_ask 'metrics/find?query=*' ||
	    gives_up graphite-web "$work/graphite-web.log"
}

graphite_ask() {
	curl -sSfg --max-time 20 "http://127.0.0.1:$graphite_port/$1"
}

# redis_serve PORT
redis_serve() {
	mkdir "$work/redis"
	background redis redis-server --port "$1" --bind 127.0.0.1 --save '' \
	    --appendonly no --dir "$work/redis" --daemonize no
}

# icingadb_serve REDIS-PORT: from Redis into the database icingadb.
icingadb_serve() {
	sql_database icingadb utf8mb4
	sql icingadb < /usr/share/icingadb/schema/mysql/schema.sql
	sql icingadb < /usr/share/icingaweb2/schema/mysql.schema.sql
	cat > "$work/icingadb.yml" <<- END
	database: { type: mysql, host: 127.0.0.1, port: $db_port,
	    database: icingadb, user: icingadb, password: icingadb }
	redis: { host: 127.0.0.1, port: $1 }
	logging: { level: info, output: console }
	END
	background icingadb icingadb -c "$work/icingadb.yml"
}

# web_serve DIR PORT: whoever comes is the administrator.
web_serve() {
	printf '[autologin]\nbackend = "external"\n' > "$1/authentication.ini"
	printf '[all]\nusers = "admin"\npermissions = "*"\n' > "$1/roles.ini"
	mkdir "$work/sessions"
	background php env REMOTE_USER=admin "ICINGAWEB_CONFIGDIR=$1" php \
	    -d "session.save_path=$work/sessions" -d date.timezone=UTC \
	    -S "127.0.0.1:$2" -t /usr/share/icingaweb2/public \
	    /usr/share/icingaweb2/public/index.php
}

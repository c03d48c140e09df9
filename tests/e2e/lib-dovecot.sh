# SPDX-License-Identifier: GPL-3.0-or-later
#
# lib-dovecot.sh - a Dovecot of the tests' own; part of lib.sh.
#
# serve_dovecot DIR BASE [more configuration]
#
# IMAP on BASE+143, IMAPS +993, POP3 +110, POP3S +995.  Each address has its
# own certificate; all are from DIR/tls/ca.pem and name imap.example.test,
# localhost, 127.0.0.1 to 127.0.0.5 and ::1, unless it says otherwise:
#	127.0.0.1  good; counts as a secure line, LOGIN is allowed without TLS
#	127.0.0.2  good; LOGINDISABLED before TLS, as on a real network
#	127.0.0.3  expired (2020-01-01 to 2021-01-01)
#	127.0.0.4  for other.example.test only
#	127.0.0.5  5 days left
#	::1        good
#
# Users NAME@example.test with the password secret-NAME; the password alone in
# DIR/NAME.secret (mode 0600):
#	alice      51 KiB of 1,000, 5 of 100 messages
#	half       51 KiB of 100
#	near       91 KiB of 100
#	over       61 KiB of 50
#	two        21 KiB; roots "User quota" (100 KiB) and "Domain" (25 KiB)
#	old        143 KiB of 150; 30 of 40 messages are 400 days old
#	noquota    no quota plugin: no QUOTA capability after login
#	unlimited  quota plugin without a limit: OK No quota
#	broken     OK to the login, then BYE
# The log is DIR/dovecot.log.

# shellcheck disable=SC2154 # set by the script that reads this file

dovecot_users='alice half near over two old noquota unlimited broken'

# certificate NAME SAN START END: DIR/tls/NAME.pem and NAME.key; openssl x509
# (3.0) cannot date back, openssl ca can.
certificate() {
	openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
	    -keyout "$1.key" -out "$1.csr" -subj "/CN=imap.example.test" &&
	printf 'subjectAltName=%s\nextendedKeyUsage=serverAuth\n' "$2" \
	    > "$1.ext" &&
	openssl ca -batch -config ca.cnf -in "$1.csr" -out "$1.pem" \
	    -startdate "$3" -enddate "$4" -notext -extfile "$1.ext"
}

# certificates DIR
certificates() (
	mkdir -p "$1" && cd "$1" || exit 1
	names=DNS:imap.example.test,DNS:localhost,IP:::1
	for i in 1 2 3 4 5; do names=$names,IP:127.0.0.$i; done
	: > index.txt
	echo 1000 > serial
	cat > ca.cnf <<- END
	[ca]
	default_ca = d
	[d]
	database = index.txt
	serial = serial
	new_certs_dir = .
	certificate = ca.pem
	private_key = ca.key
	default_md = sha256
	unique_subject = no
	policy = p
	[p]
	commonName = supplied
	END
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
	    -keyout ca.key -out ca.pem -days 3650 -subj "/CN=Test CA" \
	    -addext basicConstraints=critical,CA:TRUE \
	    -addext keyUsage=critical,keyCertSign,cRLSign || exit 1
	day=86400
	now=$(date +%s)
	certificate good "$names" "$(stamp $((now - day)))" \
	    "$(stamp $((now + 825 * day)))" &&
	certificate soon "$names" "$(stamp $((now - day)))" \
	    "$(stamp $((now + 5 * day + day / 2)))" &&
	certificate expired "$names" 20200101000000Z 20210101000000Z &&
	certificate wrong DNS:other.example.test "$(stamp $((now - day)))" \
	    "$(stamp $((now + 825 * day)))" &&
	chmod a+r ./*.key
)

stamp() {
	date -u -d "@$1" +%Y%m%d%H%M%SZ
}

serve_dovecot() {
	dc_dir=$1
	dc_base=$2
	dc_more=$3
	mkdir -p "$dc_dir/run" "$dc_dir/state" "$dc_dir/mail"
	chmod 755 "$dc_dir"
	[ -e "$dc_dir/tls/ca.pem" ] ||
	    certificates "$dc_dir/tls" > "$work/certificates.log" 2>&1 ||
	    gives_up 'openssl for certificates' "$work/certificates.log"
	dc_self=$(id -un)
	dc_internal=$dc_self
	dc_login=$dc_self
	dc_mail=$dc_self
	if [ "$dc_self" = root ]; then
		dc_internal=dovecot
		dc_login=dovenull
		dc_mail=nobody
	fi
	dc_passwords > "$dc_dir/users"
	for dc_user in $dovecot_users; do
		(umask 077; echo "secret-$dc_user" > "$dc_dir/$dc_user.secret")
	done
	"$python" "$srcdir/tests/e2e/maildir.py" "$dc_dir/mail" ||
	    gives_up maildir.py /dev/null
	[ "$dc_self" != root ] || chown -R "$dc_mail:" "$dc_dir/mail"
	{ dc_conf; printf '%s\n' "$dc_more"; } > "$dc_dir/dovecot.conf"
	background "dovecot-$dc_base" dovecot -F -c "$dc_dir/dovecot.conf"
	"$python" "$srcdir/tests/e2e/net.py" greeting 127.0.0.1 \
	    $((dc_base + 143)) 30 || {
		cat "$dc_dir/dovecot.log" >> "$work/dovecot-$dc_base.log"
		gives_up dovecot "$work/dovecot-$dc_base.log"
	}
}

dc_passwords() {
	sed 's/^\([a-z]*\)/\1@example.test:{PLAIN}secret-\1::::::/' <<- END
	alice userdb_quota_rule=*:storage=1000K userdb_quota_rule2=*:messages=100
	half userdb_quota_rule=*:storage=100K
	near userdb_quota_rule=*:storage=100K
	over userdb_quota_rule=*:storage=50K
	two userdb_quota_rule=*:storage=100K userdb_quota2=count:Domain userdb_quota2_rule=*:storage=25K
	old userdb_quota_rule=*:storage=150K
	noquota userdb_mail_plugins=notify
	unlimited
	broken userdb_quota=
	END
}

# Without root there is no chroot(2).
dc_chroot() {
	[ "$dc_self" = root ] || echo 'chroot ='
}

dc_local() {
	printf 'local %s {\n  ssl_cert = <%s.pem\n  ssl_key = <%s.key\n}\n' \
	    "$1" "$dc_dir/tls/$2" "$dc_dir/tls/$2"
}

# auth_failure_delay and the anvil's penalty would slow later logins down;
# service_count = 0 makes one process serve many logins (7 a second else).
dc_conf() {
	cat <<- END
	base_dir = $dc_dir/run
	state_dir = $dc_dir/state
	log_path = $dc_dir/dovecot.log
	log_timestamp = "%Y-%m-%d %H:%M:%S "
	listen = 127.0.0.1, 127.0.0.2, 127.0.0.3, 127.0.0.4, 127.0.0.5, ::1
	protocols = imap pop3
	default_internal_user = $dc_internal
	default_internal_group = $(id -gn "$dc_internal")
	default_login_user = $dc_login
	first_valid_uid = 1
	mail_uid = $dc_mail
	mail_gid = $(id -gn "$dc_mail")
	mail_home = $dc_dir/mail/%u
	mail_location = maildir:~/Maildir
	mail_plugins = quota
	protocol imap {
	  mail_plugins = quota imap_quota
	}
	ssl = yes
	ssl_cert = <$dc_dir/tls/good.pem
	ssl_key = <$dc_dir/tls/good.key
	ssl_dh =
	disable_plaintext_auth = yes
	auth_mechanisms = plain login cram-md5
	auth_failure_delay = 0
	auth_verbose = yes
	passdb {
	  driver = passwd-file
	  args = username_format=%u $dc_dir/users
	}
	userdb {
	  driver = passwd-file
	  args = username_format=%u $dc_dir/users
	}
	plugin {
	  quota = count:User quota
	  quota_vsizes = yes
	  quota_grace = 0
	}
	service anvil {
	  unix_listener anvil-auth-penalty {
	    mode = 0
	  }
	  $(dc_chroot)
	}
	service stats {
	  $(dc_chroot)
	}
	service auth {
	  client_limit = 3000
	}
	service imap {
	  service_count = 1000
	  process_min_avail = 1
	}
	service imap-login {
	  service_count = 0
	  process_min_avail = 1
	  inet_listener imap {
	    port = $((dc_base + 143))
	  }
	  inet_listener imaps {
	    port = $((dc_base + 993))
	    ssl = yes
	  }
	  $(dc_chroot)
	}
	service pop3-login {
	  service_count = 0
	  inet_listener pop3 {
	    port = $((dc_base + 110))
	  }
	  inet_listener pop3s {
	    port = $((dc_base + 995))
	    ssl = yes
	  }
	  $(dc_chroot)
	}
	END
	dc_local 127.0.0.3 expired
	dc_local 127.0.0.4 wrong
	dc_local 127.0.0.5 soon
}

#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# readme.sh - what README says is true: every command in it is run, here or
# in the test that readme.py names, and prints today what README shows.  The
# commands stand in README as a user types them, without a port or a server:
# so they run in a network of their own, whose resolver, mail server and
# certificates are the test's.

inside=
case "$1 $2" in
*inside*) inside=yes ;;
esac
. "${srcdir:-.}/tests/e2e/lib.sh"

if [ -z "$inside" ]; then
	# An ordinary user keeps its id and may do the rest in there.
	alone='unshare -nm'
	[ "$(id -u)" -eq 0 ] || alone='unshare -cnm --keep-caps'
	if ! $alone true 2> /dev/null; then
		skip 'the commands of README' 'with user namespaces'
		finish
	fi
	trap - EXIT
	rm -rf "$work"
	exec $alone sh "$0" ${quick:+quick} inside
fi

ip link set lo up

# zone NAME: its records come from stdin.
zone() {
	{ zone_head "$1"; cat; } > "$work/zones/$1.zone"
}

mkdir "$work/zones"
zone one.example.jp <<- 'END'
	@ MX 10 bs-mail-mta01.weblife.me.
END
zone behind.example.jp <<- 'END'
	@ TXT "v=spf1 ip4:203.0.113.80 ~all include:_spf.weblife.me"
END
zone example.jp <<- 'END'
	@ MX 10 bs-mail-mta01.weblife.me.
	@ MX 100 bs-mail-mta02.weblife.me.
	@ TXT "v=spf1 include:_spf.weblife.me ~all"
	imap A 127.0.0.1
END
zone jp < /dev/null
zone org < /dev/null
zone weblife.me <<- 'END'
	bs-mail-mta01 A 192.0.2.11
	bs-mail-mta02 A 192.0.2.12
	_spf TXT "v=spf1 include:_spf4.weblife.me ip6:2001:db8:25::/64 -all"
	_spf4 TXT "v=spf1 ip4:192.0.2.0/26 ip4:198.51.100.25 -all"
END
zone zen.spamhaus.org <<- 'END'
	2.0.0.127 A 127.0.0.2
	25.100.51.198 A 127.0.0.2
	25.100.51.198 TXT "https://check.spamhaus.org/query/ip/198.51.100.25"
	10.2.0.192 A 127.0.0.10
END
for list in bl.spamcop.net psbl.surriel.com; do
	zone "$list" <<- 'END'
		2.0.0.127 A 127.0.0.2
		25.100.51.198 A 127.0.0.2
	END
done
sed -i /25.100/d "$work/zones/psbl.surriel.com.zone"
zone dbl.spamhaus.org <<- 'END'
	dbltest.com A 127.0.1.2
END
serve_nsd "$work/zones" 53
echo 'nameserver 127.0.0.1' > "$work/resolv.conf"
mount --bind "$work/resolv.conf" "$(readlink -f /etc/resolv.conf)" ||
    gives_up 'a resolv.conf of its own' /dev/null

# The mailbox info@example.jp is the one full of old mail.
certificates "$work/mail/tls" > "$work/certificates.log" 2>&1
(
	cd "$work/mail/tls" &&
	certificate example DNS:imap.example.jp "$(stamp $(($(date +%s) - 9)))" \
	    "$(stamp $(($(date +%s) + 90 * 86400)))" && chmod a+r example.key
) >> "$work/certificates.log" 2>&1 ||
    gives_up 'openssl for certificates' "$work/certificates.log"
serve_dovecot "$work/mail" 0 "local_name imap.example.jp {
  ssl_cert = <$work/mail/tls/example.pem
  ssl_key = <$work/mail/tls/example.key
}"
old=$(grep '^old@' "$work/mail/users")
echo "info@example.jp:{PLAIN}a secret:${old#*:*:}" >> "$work/mail/users"
cp -pR "$work/mail/mail/old@example.test" "$work/mail/mail/info@example.jp"
cp "$work/mail/tls/ca.pem" "$work/mail/tls/$(openssl x509 -hash -noout \
    -in "$work/mail/tls/ca.pem").0"
mount --bind "$work/mail/tls" /etc/ssl/certs ||
    gives_up 'certificates of its own' /dev/null

# What the commands of README read and write lies in folders of this test.
mkdir "$work/log" "$work/bin" "$work/home"
mount --bind "$work/log" /var/log || gives_up 'a log of its own' /dev/null
mount -t tmpfs -o mode=755 none /etc/icinga2 ||
    gives_up 'a folder for secrets' /dev/null

# stub NAME: a program that is not there in a test; its text comes from stdin.
stub() {
	{ echo '#!/bin/sh'; cat; } > "$work/bin/$1"
	chmod +x "$work/bin/$1"
}

# The log ends now, each time that it is read.
stub newest_log <<- END
	exec "$python" "$srcdir/tests/e2e/maillog.py" "\$(date +%s)" \
	    'info@example.jp 203.0.113.5 pop3 60'
END
stub check_poll_interval <<- END
	newest_log > "$work/log/new"
	mv "$work/log/new" "$work/log/mail.log"
	exec "$plugins/check_poll_interval" "\$@"
END
stub journalctl <<- END
	exec newest_log
END
stub editor <<- 'END'
	echo 'a secret' > "$1"
END
# The user of the monitoring system reads the password.
if [ "$(id -u)" -eq 0 ]; then
	cp "$plugins/check_imap_quota" "$work/bin/quota"
	stub check_imap_quota <<- END
		exec setpriv --reuid=nagios --regid=nagios --clear-groups \
		    "$work/bin/quota" "\$@"
	END
else
	stub install <<- 'END'
		exec /usr/bin/install $(echo "$@" | sed 's/-o nagios//')
	END
fi
HOME=$work/home
PATH=$work/bin:$plugins:$PATH
export HOME PATH

"$python" "$srcdir/tests/readme.py" "$srcdir/README" "$work"
if have msgfmt gettext 'the commands of README.ja'; then
	LC_ALL=C.UTF-8 LANGUAGE=ja \
	    "$python" "$srcdir/tests/readme.py" "$srcdir/README.ja" "$work"
fi
finish

# SPDX-License-Identifier: GPL-3.0-or-later
#
# lib-mx-zones.sh - the zones of mx.sh; part of it.

# shellcheck disable=SC2154 # set by the script that reads this file

zone xn--wgv71a119e.jp <<END
$right
END
zone two.example.jp <<'END'
@ MX 100 bs-mail-mta02.weblife.me.
END
zone nomx.example.jp <<'END'
@ A 192.0.2.1
END
zone null.example.jp <<'END'
@ MX 0 .
END
zone other.example.jp <<'END'
@ MX 10 mail.example.net.
END
zone swapped.example.jp <<'END'
@ MX 100 bs-mail-mta01.weblife.me.
@ MX 10 bs-mail-mta02.weblife.me.
END
zone pref.example.jp <<'END'
@ MX 10 bs-mail-mta01.weblife.me.
@ MX 20 bs-mail-mta02.weblife.me.
END
zone twice.example.jp <<END
$right
@ MX 50 bs-mail-mta01.weblife.me.
END
zone extra.example.jp <<END
$right
@ MX 5 mail.example.net.
END
zone appended.example.jp <<'END'
@ MX 10 bs-mail-mta01.weblife.me
@ MX 100 bs-mail-mta02.weblife.me
END
zone typo.example.jp <<'END'
@ MX 10 bs-mail-mta1.weblife.me.
@ MX 100 bs-mail-mta02.weblife.me.
END
zone label.example.jp <<'END'
@ MX 10 bs-mail-mta01.weblife.me.
@ MX 100 bs-mail-mta02.weblife.jp.
END
zone weblife.jp <<'END'
bs-mail-mta02 A 192.0.2.66
END
zone www-only.example.jp <<END
$(echo "$right" | sed 's/^@/www/')
END
zone mail-only.example.jp <<END
$(echo "$right" | sed 's/^@/mail/')
END
# A CNAME cannot stand at the top of a zone.
cat >> "$z/example.jp.zone" <<'END'
alias CNAME example.jp.
END
zone cname-mx.example.jp <<'END'
@ MX 10 mx
mx CNAME bs-mail-mta01.weblife.me.
END
zone address.example.jp <<'END'
@ MX 10 192.0.2.11.
@ MX 100 bs-mail-mta02.weblife.me.
END
zone nowhere.example.jp <<'END'
@ MX 10 mx
mx TXT "no address"
END
zone gone.example.jp <<'END'
@ MX 10 mx
END
zone example.net <<'END'
mail A 192.0.2.25
END
zone hostile.example.jp <<END
$right
@ MX 5 a\\124b\\010c\\060script\\062\\036HOME\\096x\\034\\039\\038\\092n.example.net.
@ MX 6 \\226\\128\\174\\255\\001\\027[31m.example.net.
@ MX 7 [OK].example.net.
END
zone big.example.jp <<END
$right
END
for i in $(seq 60); do
	echo "@ MX $i a-rather-long-name-for-a-mail-host-$i.example.net."
done >> "$z/big.example.jp.zone"
zone signed.test <<END
$right
END
zone bogus.test <<END
$right
END
zone expired.test <<END
$right
END
zone lame.test < /dev/null
have ldns-signzone ldnsutils 'signed zones' && {
	sign_zone "$z" signed.test
	sign_zone "$z" bogus.test
	sign_zone "$z" expired.test -i 20200101000000 -e 20200201000000
	# Changed after it was signed.
	sed -i 's/10 bs-mail-mta01.weblife.me/10 mx.example.net/' \
	    "$z/bogus.test.zone"
}

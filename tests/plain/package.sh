#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# package.sh - the packages: make deb builds one that lintian has nothing to
# say about, that installs beside every other package of this machine without
# a clash of files, works, and is gone without a trace when it is purged; the
# spec file builds one with the same files.

. "${srcdir:-.}/tests/e2e/lib.sh"
have dpkg-buildpackage dpkg-dev 'make deb' || finish
have dh debhelper 'make deb' || finish
have fakeroot fakeroot 'make deb' || finish
have lintian lintian 'make deb' || finish
[ -z "$quick" ] || finish

root=$work/root
conf=/usr/share/icinga2/include
name_of=monitoring-plugins-weblife

# in_root OPTION...: dpkg with the folder $root for the whole system.
in_root() {
	fakeroot dpkg --root="$root" --force-script-chrootless --no-triggers \
	    "$@"
}

# What is installed here counts for the dependencies and for clashes; of the
# files themselves nothing is there.
make_root() {
	mkdir -p "$root/var/lib/dpkg/info" "$root/var/lib/dpkg/updates"
	cp /var/lib/dpkg/status "$root/var/lib/dpkg" &&
	find /var/lib/dpkg/info -name '*.list' ! -name "$name_of.list" \
	    -exec cp -t "$root/var/lib/dpkg/info" {} + &&
	cp /var/lib/dpkg/info/format "$root/var/lib/dpkg/info"
}

files() {
	(cd "$root" && find . -path ./var/lib/dpkg -prune -o -print | sort)
}

# did WHAT CMD...
did() {
	did_what=$1
	shift
	if "$@" > "$work/did" 2>&1; then
		pass "$did_what"
	else
		fail "$did_what" "$(tail -n 30 "$work/did")"
		return 1
	fi
}

make_deb() {
	rm -f "$builddir"/*.deb
	DEB_BUILD_OPTIONS=nocheck make -C "$builddir" deb || return 1
	deb=$(echo "$builddir/$name_of"_*.deb)
	[ -e "$deb" ]
}

# A package with one file of another package more must be refused.
clashing() {
	dpkg-deb -R "$deb" "$work/clash" || return 1
	mkdir -p "$work/clash$(dirname "$1")"
	echo clash > "$work/clash$1"
	fakeroot dpkg-deb -b "$work/clash" "$work/clash.deb" || return 1
	! in_root --unpack "$work/clash.deb" > "$work/refused" 2>&1 &&
	    grep -F "overwrite '$1'" "$work/refused"
}

# --- the Debian package -----------------------------------------------------

did 'make deb' make_deb || finish
did 'lintian' lintian --allow-root --fail-on error,warning "$deb"
if [ -s "$work/did" ]; then
	fail 'lintian says' "$(cat "$work/did")"
fi
did 'what is installed here' make_root
files > "$work/before"
other=/usr/lib/nagios/plugins/check_imap_quota
if grep -qx "$other" /var/lib/dpkg/info/monitoring-plugins-contrib.list; then
	did 'a clash of files is told' clashing "$other"
else
	skip 'the clash with another check_imap_quota' \
	    monitoring-plugins-contrib
fi
did 'it installs' in_root --install "$deb" || finish

for program in "$plugins"/check_*; do
	[ -f "$program" ] && [ -x "$program" ] || continue
	program=${program##*/}
	did "the man page of $program" \
	    test -s "$root/usr/share/man/man8/$program.8.gz"
	expect 3 "$("$plugins/$program" --version)" \
	    "$root/usr/lib/$name_of/$program" --version
done
mkdir "$work/zones"
{
	zone_head example.jp
	echo '@ MX 10 bs-mail-mta01.weblife.me.'
} > "$work/zones/example.jp.zone"
{
	zone_head weblife.me
	echo 'bs-mail-mta01 A 192.0.2.11'
} > "$work/zones/weblife.me.zone"
port=$(free_port)
serve_nsd "$work/zones" "$port"
expect_like 2 'MX CRITICAL - example.jp: MX 100 bs-mail-mta02.* is missing' \
    "$root/usr/lib/$name_of/check_mx_weblife" -s "127.0.0.1:$port" \
    -d example.jp

# The translation, with the package's folder in place of the system's.
in_japanese() {
	# shellcheck disable=SC2016 # for the inner shell
	unshare -rm sh -c 'mount --bind "$1" /usr/share/locale && shift &&
	    LC_ALL=C.UTF-8 LANGUAGE=ja exec "$@"' sh \
	    "$root/usr/share/locale" "$@"
}

run in_japanese "$root/usr/lib/$name_of/check_mx_weblife" \
    -s "127.0.0.1:$port" -d example.jp
if [ "$code" -eq 2 ] && grep -q bs-mail-mta02 "$out" &&
    ! grep -q 'is missing' "$out" && LC_ALL=C grep -q '[^ -~]' "$out"; then
	pass 'the package speaks Japanese'
else
	fail 'the package does not speak Japanese' "$(cat "$out" "$err")"
fi

# The steps of README.Debian: what it tells to include, and to copy.
guide=$root/usr/share/doc/$name_of/README.Debian
examples=$root/usr/share/doc/$name_of/examples
grep -o '[^ ]*examples/[a-z0-9/.-]*[a-z0-9]' "$guide" | sort -u |
    while read -r example; do
	case $example in
	/*) test -e "$root$example" ;;
	*) test -e "${examples%/*}/$example" ;;
	esac || echo "$example"
done > "$work/absent"
if [ -s "$work/absent" ]; then
	fail 'README.Debian names' "$(cat "$work/absent")"
else
	pass 'what README.Debian names is there'
fi
if have icinga2 icinga2-bin 'what README.Debian includes'; then
	. "$srcdir/tests/e2e/lib-icinga2.sh"
	mkdir "$work/icinga2" "$work/icinga2/cache" "$work/icinga2/run"
	chmod -R 777 "$work/icinga2"
	{
		echo 'const PluginDir = "/usr/lib/nagios/plugins"'
		printf 'include <%s>\n' itl plugins
		grep '^ *include <weblife' "$guide"
		cat "$examples/icinga2/weblife-example.conf"
	} > "$work/icinga2.conf"
	# shellcheck disable=SC2046
	did 'Icinga loads what README.Debian tells' icinga2 daemon -C \
	    $(icinga2_defs "$work/icinga2") -c "$work/icinga2.conf" \
	    -I "$root$conf"
fi

did 'it is purged' in_root --purge "$name_of"
files > "$work/after"
did 'nothing is left behind' diff "$work/before" "$work/after"

# --- the RPM ----------------------------------------------------------------

have rpmbuild rpm 'the spec file' || finish
have rpmlint rpmlint 'the spec file' || finish
spec=$srcdir/contrib/rpm/$name_of.spec
did rpmlint rpmlint -r "${spec%.spec}.rpmlintrc" "$spec"
if grep -q ' 0 errors, 0 warnings,' "$work/did"; then
	pass 'rpmlint has nothing to say'
else
	fail 'rpmlint says' "$(cat "$work/did")"
fi

# Debian does not know rpm's names of packages: without dependencies.
make_rpm() {
	mkdir -p "$work/rpm/SOURCES"
	cp "$builddir/$name_of"-*.tar.gz "$work/rpm/SOURCES" &&
	rpmbuild -bb --nodeps --nocheck --define "_topdir $work/rpm" \
	    --define "_dbpath $work/rpm/db" --define 'optflags -O1 -g0' "$spec"
}

# programs_and_pages < LIST
programs_and_pages() {
	sed -nE 's/^.*(lib\/monitoring-plugins-weblife\/check|man\/man)/\1/p' |
	    sed 's/\.gz$//' | grep -v '/$' | sort
}

did 'rpmbuild -bb' make_rpm || finish
rpm --define "_dbpath $work/rpm/db" -qlp "$work"/rpm/RPMS/*/*.rpm |
    programs_and_pages > "$work/rpm.files"
dpkg-deb -c "$deb" | programs_and_pages > "$work/deb.files"
did 'both packages have the same programs and pages' \
    diff "$work/deb.files" "$work/rpm.files"
[ "$(wc -l < "$work/rpm.files")" -ge 10 ] ||
    fail 'too few files' "$(cat "$work/rpm.files")"
finish

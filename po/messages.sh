#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# messages.sh - every message that is marked in the source, for translators:
#
#	sh po/messages.sh		prints the template (.pot)
#	sh po/messages.sh update	brings po/*.po up to date with the source
#
# By make update-po, too.  Order and layout do not depend on line numbers or
# on the day, so that two branches can be merged.

cd "$(dirname "$0")/.." || exit 1
LC_ALL=C
export LC_ALL
XGETTEXT=${XGETTEXT:-xgettext}
MSGMERGE=${MSGMERGE:-msgmerge}
MSGATTRIB=${MSGATTRIB:-msgattrib}

template() {
	"$XGETTEXT" --language=C --from-code=UTF-8 --add-location=file \
	    -k -k_ -kN_ -kngettext:1,2 -kNP_:1,2 \
	    --add-comments=TRANSLATORS: \
	    --copyright-holder='the authors of monitoring-plugins-weblife' \
	    --package-name=monitoring-plugins-weblife -o - \
	    common/*.[ch] plugins/*.[ch] | undated
}

undated() {
	sed -e '/^"POT-Creation-Date: /d' -e 's/charset=CHARSET/charset=UTF-8/'
}

# A message that was changed keeps its translation as a fuzzy one.
update() {
	"$MSGMERGE" --quiet --add-location=file --previous "$2" "$1" \
	    > "$2.merged" &&
	    "$MSGATTRIB" --no-obsolete --add-location=file "$2.merged" \
	    > "$2.new" && undated < "$2.new" > "$2.merged" &&
	    mv "$2.merged" "$2"
	updated=$?
	rm -f "$2.merged" "$2.new"
	return "$updated"
}

case $1 in
'')
	template ;;
update)
	pot=$(mktemp) || exit 1
	trap 'rm -f "$pot"' EXIT
	template > "$pot" || exit 1
	for po in po/*.po; do
		update "$pot" "$po" || exit 1
	done ;;
*)
	echo 'usage: sh po/messages.sh [update]' >&2
	exit 2 ;;
esac

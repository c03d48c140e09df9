#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# test.sh - all tests.
#
#	sh contrib/test.sh		everything
#	sh contrib/test.sh quick	unit tests and one end-to-end test per
#					program, under three minutes
#
# Installs what is missing (packages.sh), builds with AddressSanitizer and
# UndefinedBehaviorSanitizer in build-test/asan and without them in
# build-test/plain, and ends with the line "N passed, N failed, N skipped";
# exit 0 only when nothing failed.  JOBS is how much runs at once.  With
# CI=true also the checks over data that are not part of the project
# (tests/outside).

cd "$(dirname "$0")/.." || exit 1
srcdir=$(pwd)
export srcdir
if [ "$(id -u)" -eq 0 ] && [ -z "$WEBLIFE_OPEN" ]; then
	WEBLIFE_OPEN=1
	export WEBLIFE_OPEN
	exec sh contrib/open.sh "$srcdir" sh "$srcdir/contrib/test.sh" "$@"
fi
. contrib/packages.sh
. contrib/steps.sh

quick=
case ${1:-all} in
all) ;;
quick) quick=quick ;;
*) echo 'usage: sh contrib/test.sh [quick]' >&2; exit 2 ;;
esac

JOBS=${JOBS:-$(nproc 2> /dev/null || echo 2)}
top=$srcdir/build-test
mkdir -p "$top/logs" || exit 1
rm -f "$top/logs"/*
steps_begin "$top/logs"

# build FOLDER [configure options]
build() {
	mkdir -p "$top/$1" && cd "$top/$1" || return 1
	shift
	[ -e Makefile ] || "$srcdir/configure" -C \
	    --localedir="$PWD/po/locale" "$@" || return 1
	make -j"$JOBS" all
}

prepare() {
	[ ! -e config.status ] || {
		echo 'The source folder is configured: make distclean first.'
		return 1
	}
	autoreconf -fi
}

unit_tests() {
	cd "$top/asan" && rm -f tests/*.log tests/*.trs
	# Check's process for each test costs most of the time under ASan, and
	# the limit is for what would never end without it.
	CK_FORK=no timeout 1500 make -k -j"$JOBS" check
}

fuzz() {
	cd "$top/plain" && make fuzz FUZZ_SECONDS="${FUZZ_SECONDS:-10}" \
	    FUZZ_JOBS="$JOBS"
}

# The picture in contrib shows what the demo shows today.
picture() {
	"$srcdir/contrib/picture/picture.py" < "$(log_of demo)" |
	    cmp - "$srcdir/contrib/picture/weblife.svg"
}

# distcheck CC
distcheck() {
	cd "$top/plain" && rm -f ./*.tar.gz &&
	make distcheck DISTCHECK_CONFIGURE_FLAGS="--enable-werror CC=$1"
}

# What a compressed log is answered when there is no zlib; built by clang.
without_zlib() {
	build nozlib CC=clang --enable-werror --without-zlib &&
	echo x | gzip > mail.log.gz || return 1
	message=$(plugins/check_poll_interval --log mail.log.gz)
	[ $? -eq 3 ] || return 1
	case $message in
	*'mail.log.gz is compressed, and this program was built without zlib'*)
		;;
	*) echo "$message"; return 1 ;;
	esac
}

# one_of_two FOLDER: a build of the archive in this folder, and its archive.
one_of_two() {
	rm -rf "${top:?}/$1" && mkdir -p "$top/$1/deep" &&
	tar -xzf "$top"/plain/monitoring-plugins-weblife-*.tar.gz \
	    -C "$top/$1" --strip-components=1 && cd "$top/$1/deep" &&
	../configure -q --prefix=/usr \
	    CFLAGS="-g -O2 -ffile-prefix-map=$PWD=." &&
	make -j"$JOBS" all && make dist
}

# Two folders, another time: the same programs, and the same archive again.
repeatable() {
	(one_of_two first) && sleep 2 && (one_of_two second/folder) &&
	for plugin in "$srcdir"/plugins/check_*.c; do
		plugin=$(basename "$plugin" .c)
		cmp "$top/first/deep/plugins/$plugin" \
		    "$top/second/folder/deep/plugins/$plugin" || return 1
	done
	for archive in first/deep second/folder/deep; do
		cmp "$top"/plain/monitoring-plugins-weblife-*.tar.gz \
		    "$top/$archive"/monitoring-plugins-weblife-*.tar.gz ||
		    return 1
	done
}

# What make distcheck has no eye for: files that never got into the archive.
complete() {
	git ls-files | grep -v -e '^\.' -e '/\.gitignore$' \
	    > "$top/logs/tracked" &&
	tar -tzf "$top"/plain/monitoring-plugins-weblife-*.tar.gz |
	    sed 's|^[^/]*/||' > "$top/logs/archived" || return 1
	! grep -vxFf "$top/logs/archived" "$top/logs/tracked"
}

# outside SCRIPT: its line "# needs: NAME" tells the variable that says where
# the data are.
outside() {
	[ -e "$1" ] || return
	variable=$(sed -n 's/^# needs: //p' "$1")
	eval "value=\$$variable"
	if [ -n "$value" ]; then
		scripts asan "$1"
	else
		echo "${1##*/} is not run: \$$variable is not set"
	fi
}

# shellcheck disable=SC2086 # several words
step packages packages_install $packages_build $packages_test || steps_end
# Everything is there: from here on a skipped test is a defect.
NO_SKIP=1
export NO_SKIP
step autoreconf prepare || steps_end
if [ -z "$quick" ]; then
	test_step demo sh "$srcdir/contrib/demo.sh"
	test_step picture picture
fi
step 'build asan' build asan --enable-werror --enable-sanitizers || steps_end
step 'unit tests' unit_tests
count_units "$top/asan"
scripts asan "$srcdir"/tests/*.sh "$srcdir"/tests/e2e/*.sh

if [ -z "$quick" ]; then
	step 'build plain' build plain --enable-werror || steps_end
	scripts plain "$srcdir"/tests/static/*.sh \
	    "$srcdir"/tests/valgrind/*.sh "$srcdir"/tests/plain/*.sh
	counted_step fuzz fuzz
	test_step 'make distcheck, clang' distcheck clang
	test_step 'make distcheck, gcc' distcheck gcc
	test_step 'repeatable build' repeatable
	test_step 'clang, without zlib' without_zlib
	[ ! -e "$srcdir/.git" ] || test_step 'archive is complete' complete
fi
if [ "$CI" = true ]; then
	for script in "$srcdir"/tests/outside/*.sh; do
		outside "$script"
	done
fi
steps_end

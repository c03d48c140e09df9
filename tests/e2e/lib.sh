# SPDX-License-Identifier: GPL-3.0-or-later
#
# lib.sh - what every end-to-end test starts with (POSIX sh):
#
#	. "${srcdir:-.}/tests/e2e/lib.sh"
#
# and ends with: finish.  tests/README tells how such a script is written.
# Environment: srcdir (top of the source), builddir (top of the build),
# KEEP=1 keeps the temporary folder, VERBOSE=1 prints what passed, too,
# NO_SKIP=1 makes a skipped test a failed one.
#
# Variables: $srcdir $builddir $plugins (folder of the built binaries) $work
# (fresh temporary folder) $quick ("quick" or "": the script's first word);
# after expect: $out $err (files), $code, $elapsed (ms).

srcdir=$(cd "${srcdir:-.}" && pwd)
if [ -z "$builddir" ]; then
	builddir=.
	[ -e config.status ] || [ ! -d "$srcdir/build" ] ||
	    builddir=$srcdir/build
fi
builddir=$(cd "$builddir" && pwd) || exit 1
plugins=${plugins:-$builddir/plugins}
name=$(basename "$0" .sh)
quick=
# shellcheck disable=SC2034 # for the scripts that read this file
[ "$1" != quick ] || quick=quick
python=$(command -v /usr/bin/python3 || command -v python3)

# Daemons live in sbin, which is not in the path of an ordinary user.
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
PYTHONDONTWRITEBYTECODE=1
# A report of a sanitizer must not look like a state: 1 would be WARNING.
ASAN_OPTIONS=exitcode=99:${ASAN_OPTIONS:-}
UBSAN_OPTIONS=exitcode=99:print_stacktrace=1:${UBSAN_OPTIONS:-}
LSAN_OPTIONS=exitcode=99:${LSAN_OPTIONS:-}
export srcdir builddir plugins PATH PYTHONDONTWRITEBYTECODE
export ASAN_OPTIONS UBSAN_OPTIONS LSAN_OPTIONS
# Demos keep the language of whoever runs them.
if [ -z "$KEEP_LOCALE" ]; then
	LC_ALL=C
	export LC_ALL
	unset LANGUAGE LANG
fi

work=$(mktemp -d "${TMPDIR:-/tmp}/weblife-$name.XXXXXX") || exit 1
# Servers that give up root read their files here.
chmod 755 "$work"
export work
out=$work/out
err=$work/err
code=
elapsed=0
: > "$work/results"

# --- ends ---------------------------------------------------------------

ends() {
	ends_status=$?
	trap '' INT TERM HUP
	trap - EXIT
	for ends_file in "$work"/*.pid; do
		[ -e "$ends_file" ] || continue
		kill "$(cat "$ends_file")" 2> /dev/null
	done
	for ends_file in "$work"/*.pid; do
		[ -e "$ends_file" ] || continue
		end_of "$(cat "$ends_file")"
	done
	if [ -n "$KEEP" ]; then
		echo "$name: kept $work"
	else
		rm -rf "$work"
	fi
	exit "$ends_status"
}
trap ends EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

# Waits for a process that was asked to end; it is killed after 5 s.
end_of() {
	end_of_n=0
	while kill -0 "$1" 2> /dev/null; do
		end_of_n=$((end_of_n + 1))
		if [ "$end_of_n" -gt 250 ]; then
			kill -KILL "$1" 2> /dev/null
			break
		fi
		sleep 0.02
	done
	wait "$1" 2> /dev/null
}

# --- processes ----------------------------------------------------------

# background NAME CMD...: output to $work/NAME.log, pid in $work/NAME.pid.
background() {
	background_name=$1
	shift
	"$@" > "$work/$background_name.log" 2>&1 < /dev/null &
	echo $! > "$work/$background_name.pid"
}

# stop NAME: ends what background started under this name.
stop() {
	stop_pid=$(cat "$work/$1.pid")
	rm -f "$work/$1.pid"
	kill "$stop_pid" 2> /dev/null
	end_of "$stop_pid"
}

# wait_for SECONDS CMD...: polls CMD every 20 ms; false when it never is true.
wait_for() {
	wait_for_end=$(($(now) + $1 * 1000))
	shift
	until "$@" > /dev/null 2>&1; do
		[ "$(now)" -lt "$wait_for_end" ] || return 1
		sleep 0.02
	done
}

# Milliseconds on the wall clock, for the waits of the tests themselves.
now() {
	echo $(($(date +%s%N) / 1000000))
}

# free_port [OFFSET...]: an unprivileged port that is free on loopback for TCP
# and UDP; with offsets: a base so that base + each offset is free.
free_port() {
	"$python" "$srcdir/tests/e2e/net.py" port "$work/ports" "$@"
}

# --- tests --------------------------------------------------------------

pass() {
	echo p >> "$work/results"
	[ -z "$VERBOSE" ] || echo "$name: pass: $1"
}

fail() {
	echo f >> "$work/results"
	echo "$name: FAIL: $1"
	shift
	[ $# -eq 0 ] || printf '%s\n' "$@" | sed 's/^/	/'
}

# skip 'what' PACKAGE: only when a package is missing.
skip() {
	if [ -n "$NO_SKIP" ]; then
		fail "$1" "package $2 is missing"
		return
	fi
	echo s >> "$work/results"
	echo "$name: skipped: $1 (package $2 is missing)"
}

# skip_kernel 'what' 'what the kernel lacks': no package brings it, so that
# NO_SKIP does not make it a failure.
skip_kernel() {
	echo s >> "$work/results"
	echo "$name: skipped: $1 (this kernel has no $2)"
}

# have CMD PACKAGE 'what': whether the program is there; skips 'what' if not.
have() {
	command -v "$1" > /dev/null 2>&1 && return
	skip "$3" "$2"
	return 1
}

# What differs from run to run becomes a word: the time in the perfdata, and
# the port behind a loopback address.
normal() {
	sed -e 's/\([| ]\)time=[0-9][^ ]*/\1time=T/' \
	    -e 's/\(127\.[0-9]*\.[0-9]*\.[0-9]*\):[0-9][0-9]*/\1:PORT/g' \
	    -e 's/\(\[::1\]\):[0-9][0-9]*/\1:PORT/g'
}

# run CMD...: runs it into $out and $err; sets $code and $elapsed.
run() {
	run_start=$(now)
	code=0
	"$@" > "$out" 2> "$err" < /dev/null || code=$?
	elapsed=$(($(now) - run_start))
	run_line=$(head -n 1 "$out" | normal)
}

# judged WANTED-CODE YES|NO WANTED-LINE CMD...: counts what run has left.
judged() {
	judged_code=$1
	judged_line=$2
	judged_text=$3
	shift 3
	set -- "$(echo "$*" | sed "s|$work|\$work|g; s|$plugins/||g")"
	# A plugin writes nothing on stderr: a monitoring system drops it.
	if [ -s "$err" ] && [ -z "$stderr_allowed" ]; then
		fail "$1" "stderr: $(head -n 30 "$err")"
	elif [ "$code" -ne "$judged_code" ] || [ "$judged_line" = NO ]; then
		fail "$1" "wanted $judged_code $judged_text" \
		    "got    $code $run_line" "$(sed 1d "$out" | head -n 12)"
	else
		pass "$1"
	fi
}

# expect CODE 'exact first line' CMD...
expect() {
	expect_code=$1
	expect_text=$(printf '%s\n' "$2" | normal)
	shift 2
	run "$@"
	expect_same=NO
	[ "$run_line" != "$expect_text" ] || expect_same=YES
	judged "$expect_code" "$expect_same" "$expect_text" "$@"
}

# expect_like CODE 'ERE' CMD...
expect_like() {
	expect_code=$1
	expect_text=$2
	shift 2
	run "$@"
	expect_same=NO
	printf '%s\n' "$run_line" | grep -Eq -e "$expect_text" && expect_same=YES
	judged "$expect_code" "$expect_same" "/$expect_text/" "$@"
}

# output_has / output_lacks 'fixed string': about the output of the last run.
output_has() {
	if normal < "$out" | grep -Fq -e "$(printf '%s\n' "$1" | normal)"; then
		pass "output has: $1"
	else
		fail "output lacks: $1" "$(head -n 25 "$out")"
	fi
}

output_lacks() {
	if normal < "$out" | grep -Fq -e "$(printf '%s\n' "$1" | normal)"; then
		fail "output has: $1" "$(head -n 25 "$out")"
	else
		pass "output lacks: $1"
	fi
}

# within MS: the last run took no longer (deadlines, not speed: be generous).
within() {
	if [ "$elapsed" -le "$1" ]; then
		pass "within $1 ms"
	else
		fail "took $elapsed ms, more than $1 ms" "$run_line"
	fi
}

# aside CMD...: a test (expect ...) that mostly waits, in the background with
# files of its own; join waits for all of them.  16 at most at once.
aside() {
	aside_n=$((${aside_n:-0} + 1))
	(
		out=$work/out.$aside_n
		err=$work/err.$aside_n
		trap - EXIT
		"$@"
	) &
	aside_pids="$aside_pids $!"
	[ $((aside_n % 16)) -ne 0 ] || join
}

join() {
	# Not a bare wait: it would wait for the servers, too.
	# shellcheck disable=SC2086 # several words
	[ -z "$aside_pids" ] || wait $aside_pids
	aside_pids=
}

# memcheck EXPECT CODE LINE PROGRAM ARG...: the same under valgrind, for the
# scripts in tests/valgrind; PROGRAM is a plugin's name.  An error or a leak
# is exit 98 and text on stderr.
memcheck() {
	memcheck_expect=$1
	memcheck_code=$2
	memcheck_line=$3
	memcheck_plugin=$4
	shift 4
	"$memcheck_expect" "$memcheck_code" "$memcheck_line" \
	    under_valgrind "$plugins/$memcheck_plugin" "$@"
}

# valgrind before 3.23 does not know the system calls of Landlock, says so,
# and lets them fail as a kernel without them does.
under_valgrind() {
	under_code=0
	valgrind -q --error-exitcode=98 --leak-check=full \
	    --show-leak-kinds=definite,possible \
	    --errors-for-leak-kinds=definite,possible \
	    --log-file="$err.valgrind" "$@" || under_code=$?
	sed '/unhandled .* syscall: 444$/,/bug_reports.html/d' \
	    "$err.valgrind" >&2
	return "$under_code"
}

# Prints the closing line and ends the script.
finish() {
	finish_passed=$(grep -c p "$work/results")
	finish_failed=$(grep -c f "$work/results")
	finish_skipped=$(grep -c s "$work/results")
	echo "$name: $finish_passed passed, $finish_failed failed," \
	    "$finish_skipped skipped"
	[ "$finish_failed" -eq 0 ] || exit 1
	exit 0
}

. "$srcdir/tests/e2e/lib-servers.sh"

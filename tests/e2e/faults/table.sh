# SPDX-License-Identifier: GPL-3.0-or-later
#
# table.sh - the table that faults.sh fills; after lib.sh.
#
# cell PROGRAM FAULT STATE 'ERE' CMD...: one cell, run aside.  PROGRAM is mx,
# spf, dnsbl, quota or poll; STATE is OK, WARNING, CRITICAL or UNKNOWN; ERE is
# what stands behind "SERVICE STATE - ".  ERE - means that nothing can be
# printed (stdout is closed or full): then the state is the exit code alone.
# What has to hold of each: this state as exit code and in the line, this
# line, a clean output, nothing on stderr (the reports of the sanitizers, too:
# no leak), and the end within $seconds (what the cell gives as -t) and the
# second of the watchdog.
#
# table_end prints the number of cells and of failures.

# shellcheck disable=SC2154,SC2034 # set, or used, in the other parts

# The programs' default.
seconds=10
# What starting and ending take with the sanitizers depends on the machine,
# and on what else it does: table_begin measures it.
table_slack=500
: > "$work/cells"

# As many cells at once as there are tokens.
mkfifo "$work/tokens"
exec 8<> "$work/tokens"
printf '\n\n\n\n\n\n\n\n\n\n' >&8

table_begin() {
	for table_n in 1 2 3; do
		run "$plugins/check_poll_interval" --log /dev/null
		table_slack=$((table_slack + 7 * elapsed))
	done
}

# plugin NAME ARG...: how a cell starts a program; $how are cellrun's options,
# $before is a program that starts it.
how=
before=
plugin() {
	plugin_name=$1
	shift
	# shellcheck disable=SC2086
	"$builddir/tests/cellrun" $how $before \
	    "$plugins/check_$plugin_name" "$@"
}

# tidy: whether the output is what a monitoring system can take: line 1 at
# most 255 octets before the bar and a bar nowhere else, figures as perfdata
# is written, less than 4,096 octets in all, nothing odd.
tidy() {
	awk '
	NR == 1 {
		line = $0
		at = index(line, " | ")
		if (at > 0) {
			data = substr(line, at + 3)
			line = substr(line, 1, at - 1)
			n = split(data, word, " ")
			for (i = 1; i <= n; i++)
				if (word[i] !~ /^[a-z0-9_.-]+=-?[0-9.]+[a-zA-Z%]*(;[0-9.:@~]*)*$/)
					bad = bad " perfdata " word[i]
		}
		if (length(line) > 255)
			bad = bad " long-line"
		$0 = line
	}
	/[|<>&"\047`$\\]/ || /[\001-\037\177]/ { bad = bad " odd-in-" NR }
	{ octets += length($0) + 1 }
	END {
		if (octets > 4096)
			bad = bad " " octets "-octets"
		if (NR > 60)
			bad = bad " " NR "-lines"
		if (NR == 0)
			bad = " nothing"
		print substr(bad, 2)
	}' "$out"
}

cell_service() {
	case $1 in
	mx) echo MX ;;
	spf) echo SPF ;;
	dnsbl) echo DNSBL ;;
	quota) echo 'IMAP QUOTA' ;;
	poll) echo 'POLL INTERVAL' ;;
	esac
}

cell_code() {
	case $1 in
	OK) echo 0 ;;
	WARNING) echo 1 ;;
	CRITICAL) echo 2 ;;
	UNKNOWN) echo 3 ;;
	esac
}

# What is wrong with the run; nothing: nothing.
cell_wrong() {
	[ "$code" -eq "$(cell_code "$1")" ] || echo "exit $code"
	[ ! -s "$err" ] || echo "stderr: $(head -n 30 "$err")"
	[ "$elapsed" -le $((seconds * 1000 + 1000 + table_slack)) ] ||
	    echo "took $elapsed ms with -t $seconds"
	if [ "$2" = - ]; then
		[ ! -s "$out" ] || echo 'printed where nothing can be'
		return
	fi
	printf '%s\n' "$run_line" | grep -Eq -e "^$3 $1 - $2" ||
	    echo "not the line /^$3 $1 - $2/"
	cell_tidy=$(tidy)
	[ -z "$cell_tidy" ] || echo "untidy: $cell_tidy"
}

cell_run() {
	cell_program=$1
	cell_fault=$2
	cell_state=$3
	cell_line=$4
	shift 4
	run "$@"
	[ ! -e "$CELLRUN_TIME" ] || elapsed=$(cut -d ' ' -f 1 "$CELLRUN_TIME")
	cell_said=$(cell_wrong "$cell_state" "$cell_line" \
	    "$(cell_service "$cell_program")")
	echo "$cell_program|$cell_fault|$cell_state|$run_line" >> "$work/cells"
	if [ -z "$cell_said" ]; then
		pass "$cell_program | $cell_fault | $cell_state | $run_line"
	else
		echo "$cell_program|$cell_fault" >> "$work/cells.failed"
		fail "$cell_program | $cell_fault | $cell_state" \
		    "$cell_said" "$(head -n 12 "$out")"
	fi
}

cell() {
	cell_n=$((${cell_n:-0} + 1))
	read -r cell_token <&8
	(
		trap 'echo >&8' EXIT
		out=$work/out.$cell_n
		err=$work/err.$cell_n
		CELLRUN_TIME=$work/time.$cell_n
		export CELLRUN_TIME
		cell_run "$@"
	) &
	aside_pids="$aside_pids $!"
}

# table_end: "160 cells, 0 failures".
table_end() {
	join
	table_failed=0
	[ ! -e "$work/cells.failed" ] ||
	    table_failed=$(wc -l < "$work/cells.failed")
	cut -d '|' -f 1 "$work/cells" | sort | uniq -c |
	    while read -r table_n table_program; do
		echo "$table_program: $table_n cells"
	done
	table_twice=$(cut -d '|' -f 1,2 "$work/cells" | sort | uniq -d)
	[ -z "$table_twice" ] || fail 'two cells of one name' "$table_twice"
	echo "$(wc -l < "$work/cells") cells, $table_failed failures"
}

# SPDX-License-Identifier: GPL-3.0-or-later
#
# logs.sh - faults.sh: what a log, or a file that is named in an option, can
# be.

# shellcheck disable=SC2154,SC2034 # set, or used, in the other parts

log_dir=$work/logs
mkdir "$log_dir"
log_end=$(date +%s)
log_of() {
	TZ=UTC "$python" "$srcdir/tests/e2e/maillog.py" "$log_end" "$@"
}
log_of 'info@example.jp 203.0.113.5 pop3 60' > "$log_dir/fast"
log_of 'info@example.jp 203.0.113.5 pop3 900' > "$log_dir/slow"
log_fast='info@example.jp from 203.0.113.5 .pop3. fetches every 60 s'

poll() {
	plugin poll_interval -t "$seconds" "$@"
}

# poll_nobody OPTION...: as a user who may read nothing of it.
poll_nobody() {
	"$builddir/tests/cellrun" setpriv --reuid=65534 --regid=65534 \
	    --clear-groups "$plugins/check_poll_interval" -t "$seconds" "$@"
}

# log_cell FAULT STATE 'ERE' FILE: of a log by this name in $log_dir.
log_cell() {
	cell poll "log: $1" "$2" "$3" poll --log "$log_dir/$4"
}

# What goes on while the log is read ends with the script.
log_writers() {
	cp "$log_dir/fast" "$log_dir/growing"
	cp "$log_dir/fast" "$log_dir/rotating"
	cp "$log_dir/fast" "$log_dir/shrinking"
	log_half=$(($(wc -c < "$log_dir/fast") / 2))
	# shellcheck disable=SC2016
	background log-writers sh -c '
		cd "$1" || exit
		while [ -e fast ]; do
			tail -n 1 fast >> growing
			# renaming leaves no moment without a log
			cp fast new
			ln -f rotating rotating.1
			mv -f new rotating
			head -c "$2" fast > half
			dd if=half of=shrinking bs=64k conv=notrunc status=none
			truncate -s "$2" shrinking
			tail -c "+$(($2 + 1))" fast >> shrinking
			sleep 0.02
		done' sh "$log_dir" "$log_half"
}

log_cells() {
	cd "$log_dir" || exit 1
	log_stamp='.*has no line with a usable time stamp'
	log_writers
	log_cell good CRITICAL "$log_fast" fast
	log_cell 'good, slow' OK '1 client, not too often: info@example.jp' slow
	log_cell growing CRITICAL "$log_fast" growing
	log_cell 'rotated meanwhile' CRITICAL '.*fetches every' rotating
	log_cell 'truncated meanwhile' CRITICAL "$log_fast" shrinking
	join
	stop log-writers
	log_cell missing UNKNOWN '.*none: No such file or directory' none
	: > empty
	log_cell empty UNKNOWN "$log_stamp" empty
	head -c 1000000 /dev/urandom > garbage
	log_cell garbage UNKNOWN "$log_stamp" garbage
	head -c 9000000 /dev/zero > zeros
	log_cell 'NUL bytes' UNKNOWN "$log_stamp" zeros
	seconds=60
	{ head -c 9000000 /dev/zero | tr '\0' a; echo; cat fast; } > long
	log_cell 'a line of 9 MB' CRITICAL "$log_fast" long
	{ head -c 3000000 /dev/zero | tr '\0' '\n'; cat fast; } > blank
	log_cell '3,000,000 empty lines' CRITICAL "$log_fast" blank
	seconds=10
	sed 's/$/\r/' fast > crlf
	log_cell CRLF CRITICAL "$log_fast" crlf
	printf '%s' "$(cat fast)" > unended
	log_cell 'last line without an end' CRITICAL "$log_fast" unended
	: > rotated
	cp fast rotated.1
	log_cell rotated CRITICAL "$log_fast" rotated
	: > compressed
	gzip -c fast > compressed.1.gz
	log_cell 'rotated and compressed' CRITICAL "$log_fast" compressed
	gzip -c fast > cut.gz
	truncate -s -20 cut.gz
	log_cell 'compressed, cut' CRITICAL "$log_fast" cut.gz
	head -c 300 garbage > nogz.gz
	log_cell 'not compressed at all' UNKNOWN "$log_stamp" nogz.gz
	mkdir folder
	log_cell 'a directory' UNKNOWN '.*folder' folder
	ln -s loop loop
	log_cell 'a link to itself' UNKNOWN '.*loop: Too many levels' loop
	ln -s nowhere dangling
	log_cell 'a link to nowhere' UNKNOWN '.*No such file' dangling
	log_cell 'below a file' UNKNOWN '.*Not a directory' fast/x
	"$python" -c 'import socket
socket.socket(socket.AF_UNIX).bind("socket")'
	log_cell 'a socket' UNKNOWN '.*socket' socket
	cell poll 'log: a name of 5,000 octets' UNKNOWN '.*name too long' \
	    poll --log "$(head -c 5000 /dev/zero | tr '\0' n)"
	cell poll 'log: /dev/null' UNKNOWN "$log_stamp" poll --log /dev/null
	if [ "$(id -u)" -eq 0 ]; then
		chmod 755 "$log_dir"
		cp fast unreadable
		chmod 600 unreadable
		cell poll 'log: unreadable' UNKNOWN \
		    '.*unreadable: permission denied' \
		    poll_nobody --log "$log_dir/unreadable"
	else
		cp fast unreadable
		chmod 000 unreadable
		log_cell unreadable UNKNOWN '.*unreadable: permission denied' \
		    unreadable
	fi
	log_deadlines
	log_settings
	log_lists
}

# What never ends by itself.
log_deadlines() {
	seconds=2
	mkfifo fifo held
	log_cell 'a FIFO that nobody writes to' UNKNOWN '.*' fifo
	# shellcheck disable=SC2016
	background log-held sh -c 'exec 7<> "$1"; exec sleep 600' sh \
	    "$log_dir/held"
	log_cell 'a FIFO that is silent' UNKNOWN '.*' held
	for log_device in zero urandom full; do
		cell poll "log: /dev/$log_device" UNKNOWN '.*' \
		    poll --log "/dev/$log_device"
	done
	head -c 2000000000 /dev/zero | gzip -1 > bomb.gz
	log_cell '2 GB in 9 MB of gzip' UNKNOWN '.*' bomb.gz
	seconds=10
}

log_settings() {
	for log_kind in /dev/zero "$log_dir/fifo" "$log_dir/folder" \
	    "$log_dir/none" "$log_dir/loop"; do
		for log_word in fetchmail thunderbird; do
			cell poll "--$log_word: ${log_kind##*/}" UNKNOWN \
			    '.*' poll "--$log_word" "$log_kind"
		done
	done
}

# Lists, keys and passwords: UNKNOWN, at once.
log_lists() {
	for log_kind in /dev/zero "$log_dir/fifo" "$log_dir/folder" \
	    "$log_dir/none" "$log_dir/garbage" "$log_dir/loop"; do
		log_word=${log_kind##*/}
		cell dnsbl "--lists: $log_word" UNKNOWN '--lists ' \
		    dnsbl --lists "$log_kind" -H 192.0.2.1
		cell dnsbl "--key-file: $log_word" UNKNOWN '--key-file ' \
		    dnsbl --key-file "$log_kind" -H 192.0.2.1
		cell quota "--password-file: $log_word" UNKNOWN \
		    '--password-file ' quota login_command \
		    --password-file "$log_kind"
		cell quota "--ca-file: $log_word" UNKNOWN '.*--ca-file' \
		    quota login_command --ca-file "$log_kind"
	done
	seconds=2
	head -c 100000 /dev/urandom | tr -d '\n' > one-line
	for log_kind in folder none one-line loop empty; do
		for log_program in mx spf dnsbl; do
			cell "$log_program" "-f: $log_kind" UNKNOWN '.*' \
			    "$log_program" -f "$log_dir/$log_kind"
		done
	done
	# A sweep waits for its input as long as --total-timeout says.
	for log_program in mx spf dnsbl; do
		for log_kind in /dev/zero "$log_dir/fifo" "$log_dir/held"; do
			cell "$log_program" "-f: ${log_kind##*/}" UNKNOWN \
			    '.*' "$log_program" -f "$log_kind" \
			    --total-timeout 2
		done
	done
	seconds=10
}

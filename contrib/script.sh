#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# script.sh FILE: runs one test script for test.sh, with a limit of time.
# From the environment: srcdir, builddir, logs, quick.

# shellcheck disable=SC2154 # from the environment

log=$logs/$(echo "${1#"$srcdir/"}" | tr ' /' '__').log
start=$(date +%s)
status=0
# timeout ends the script's servers, too: it makes a process group of its own.
# shellcheck disable=SC2086 # several words
timeout -k 20 "${SCRIPT_SECONDS:-900}" sh "$1" $quick \
    > "$log" 2>&1 < /dev/null || status=$?
echo "$status" > "$log.status"
[ "$status" -ne 124 ] || echo 'ended: it took too long' >> "$log"
line=$(printf '%6d s  %s' $(($(date +%s) - start)) "${1#"$srcdir/"}")
echo "$line ($(tail -n 1 "$log"))"
echo "$line" >> "$logs/times"
exit 0

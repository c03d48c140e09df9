# SPDX-License-Identifier: GPL-3.0-or-later
#
# lib-mx-resolver.sh - the part of mx_faults.sh where it is our resolver that
# fails; then nothing may be said about the domain.

# shellcheck disable=SC2154 # set by the script that reads this file

# sick NAME 'RULES': one more server on $sick.
sick() {
	sick=$(free_port)
	printf '%s\n' "$1" > "$work/rules-$sick"
	serve_faults "$sick" 127.0.0.1 --zone "$work/zone" \
	    --rules "$work/rules-$sick"
}

# ours 'ERE' SERVER...
ours() {
	ours_text=$1
	shift
	ours_servers=
	for server in "$@"; do
		ours_servers="$ours_servers -s 127.0.0.1:$server"
	done
	# shellcheck disable=SC2086 # several words
	aside expect_like 3 "^MX UNKNOWN - example\\.test: $ours_text" \
	    "$plugins/check_mx_weblife" $ours_servers -d example.test
}

well() {
	well_servers=
	for server in "$@"; do
		well_servers="$well_servers -s 127.0.0.1:$server"
	done
	# shellcheck disable=SC2086 # several words
	aside expect_like 0 "^MX OK - example\\.test: $healthy" \
	    "$plugins/check_mx_weblife" $well_servers -d example.test
}

dead=$(free_port)
sick '* * silence'; silent_one=$sick
sick '* * servfail'; failing=$sick
sick '* * refused noquestion'; refusing=$sick
sick '* * garbage'; garbling=$sick
sick '* * notimp'; notimp=$sick
sick '. NS silence
* * data'; half=$sick

ours 'our resolver is not well: nothing listens on its port' "$dead"
ours 'our resolver is not well: it does not answer' "$silent_one"
ours 'our resolver is not well: it does not answer' "$garbling"
ours 'our resolver is not well: it fails for other names, too' "$failing"
ours 'our resolver refuses to resolve for this host \(REFUSED\)' "$refusing"
ours 'our resolver ' "$notimp"
ours 'our resolver is not well' "$dead" "$silent_one"
ours 'our resolver ' "$failing" "$refusing"
# A deadline before the end of our patience hides nothing of it.
aside expect_like 3 \
    '^MX UNKNOWN - example\.test: our resolver is not well: nothing listens on' \
    "$plugins/check_mx_weblife" -s "127.0.0.1:$dead" -d example.test -t 1
# One good server is enough, in any place.
well "$half"
well "$dead" "$port"
well "$silent_one" "$port"
well "$failing" "$port"
well "$refusing" "$port"
well "$port" "$dead"
well "$dead" "$silent_one" "$failing" "$port"
join

# No TCP at all.
notcp=$(free_port)
serve_faults "$notcp" 127.0.0.1 --zone "$work/zone" --no-tcp
port=$notcp
row 3 "$truncated" tc
row 0 "$healthy" data

# The resolver dies while it is asked.
port=$silent_one
aside expect_like 3 '^MX UNKNOWN - example\.test: ' mx -d example.test -t 1
join

# No route: in a network of its own that has none, where that is allowed.
if unshare -rn true 2> /dev/null; then
	expect_like 3 '^MX UNKNOWN - example\.test: this host has no route to its resolver' \
	    unshare -rn "$plugins/check_mx_weblife" -s '[2001:db8::53]' \
	    -d example.test
	within 3000
	expect_like 3 '^MX UNKNOWN - example\.test: this host has no route to its resolver' \
	    unshare -rn "$plugins/check_mx_weblife" -s 192.0.2.53 \
	    -d example.test
	within 3000
else
	echo "$name: not tried here: no route (unshare is not allowed)"
fi

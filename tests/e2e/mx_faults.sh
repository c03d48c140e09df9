#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# check_mx_weblife against a server that does what real ones don't: whose
# failure is it, and does one packet too many or too few change the verdict?

. "${srcdir:-.}/tests/e2e/lib.sh"

cat > "$work/zone" <<'END'
example.test. MX 10 bs-mail-mta01.weblife.me.
example.test. MX 100 bs-mail-mta02.weblife.me.
bs-mail-mta01.weblife.me. A 192.0.2.11
bs-mail-mta02.weblife.me. A 192.0.2.12
alias.test. CNAME example.test.
loop.test. CNAME pool.test.
pool.test. CNAME loop.test.
c1.test. CNAME c2.test.
c2.test. CNAME c3.test.
c3.test. CNAME c4.test.
c4.test. CNAME c5.test.
c5.test. CNAME c6.test.
c6.test. CNAME c7.test.
c7.test. CNAME c8.test.
c8.test. CNAME c9.test.
c9.test. CNAME example.test.
hops.test. CNAME c4.test.
broken-target.test. MX 10 mx.servfail-target.test.
silent-target.test. MX 10 mx.silent-target.test.
late-target.test. MX 10 mx.silent-target.test.
END
cat > "$work/rules" <<'END'
mx.servfail-target.test * servfail
mx.silent-target.test * silence
late-target.test MX late=700
hops.test MX nochain
c4.test MX nochain
c5.test MX nochain
END

port=$(free_port)
serve_faults "$port" 127.0.0.1 --zone "$work/zone" --rules "$work/rules"

mx() {
	"$plugins/check_mx_weblife" -s "127.0.0.1:$port" "$@"
}

# row CODE 'ERE behind the state' FAULT: asks for the MX of FAULT.example.test.
row() {
	row_word=OK
	[ "$1" -ne 1 ] || row_word=WARNING
	[ "$1" -ne 2 ] || row_word=CRITICAL
	[ "$1" -ne 3 ] || row_word=UNKNOWN
	row_name=$(echo "$3" | sed 's/\./\\./g')
	row_code=$1
	row_text=$2
	row_fault=$3
	shift 3
	aside expect_like "$row_code" \
	    "^MX $row_word - $row_name\\.example\\.test: $row_text" \
	    mx -d "$row_fault.example.test" "$@"
}

healthy='both MX records of weblife\.me are right \| time=T right=2;;;0 missing=0;;;0 foreign=0;;;0 wrong_preference=0;;;0$'
silent='no name server of [a-z0-9.-]+ answers \(asked for MX\)'
unusable='the name servers of [a-z0-9.-]+ give a reply that cannot be used \(asked for MX\)'

# --- the domain's failures, our resolver is well ---

row 2 "$silent" silence
join
[ -z "$quick" ] || finish
row 2 "$silent" silence -t 3
row 2 "the name servers of [a-z.]+ fail \(SERVFAIL for MX\)" servfail
row 2 "the name servers of [a-z.]+ refuse \(REFUSED for MX\)" refused
row 2 "the name servers of [a-z.]+ refuse \(REFUSED for MX\)" \
    refused.noquestion
row 2 "the DNSSEC of [a-z.]+ is broken " bogus
row 2 "$unusable" notimp
row 2 "$unusable" formerr
row 2 "$unusable" noedns-notimp
row 2 "$unusable" rcode-9
row 2 "$unusable" comploop
row 2 "$unusable" forward
row 2 "$unusable" counts-99
row 2 "$unusable" rdlength
row 2 "$unusable" cut
row 2 'the domain does not exist \(NXDOMAIN\)' nxdomain
row 2 'there is no MX record' nodata
row 2 "$silent" late-7000

# --- not a reply to our question: as if it never came ---

row 2 "$silent" garbage
row 2 "$silent" short
row 2 "$silent" empty
row 2 "$silent" wrongid
row 2 "$silent" wrongname
row 2 "$silent" wrongtype
row 2 "$silent" qr0
row 2 "$silent" otherport
row 2 "$silent" othersource

# --- nothing is wrong with the domain ---

row 0 "$healthy" data
row 0 "$healthy" late-300
row 0 "$healthy" late-3000
row 0 "$healthy" nth-2
row 0 "$healthy" nth-3
row 0 "$healthy" flood-5000
row 0 "$healthy" forged-evil
row 0 "$healthy" upper
row 0 "$healthy" twice
row 0 "$healthy" noedns-formerr
row 0 "$healthy" noedns-silence
row 0 "$healthy" badvers
row 0 "$healthy" tc

# --- truncated, and no answer by TCP ---

truncated='the answer for MX [a-z.-]+ is too long for UDP, and our resolver does not give it by TCP'
for how in silent close drip cut garbage wrongid; do
	row 3 "$truncated" "tc.tcp-$how"
done
row 2 'none of the MX records of weblife\.me is there ' huge-2000
join

# --- CNAME chains and hosts ---

aside expect_like 2 '^MX CRITICAL - loop\.test: the CNAME records of loop\.test go round in a loop' \
    mx -d loop.test
aside expect_like 2 '^MX CRITICAL - c1\.test: the CNAME records of c1\.test go round in a loop or are more than 8' \
    mx -d c1.test
aside expect_like 1 '^MX WARNING - c2\.test: the domain is a CNAME to example\.test, ' \
    mx -d c2.test
aside expect_like 1 '^MX WARNING - hops\.test: the domain is a CNAME to example\.test, ' \
    mx -d hops.test
aside expect_like 2 '^MX CRITICAL - broken-target\.test: .*mx\.servfail-target\.test.* fail \(SERVFAIL for A\)' \
    mx -d broken-target.test -m 10:mx.servfail-target.test
aside expect_like 2 '^MX CRITICAL - silent-target\.test: no name server of mx\.silent-target\.test answers' \
    mx -d silent-target.test -m 10:mx.silent-target.test
aside expect_like 3 '^MX UNKNOWN - late-target\.test: the time was over before the answer for A+ mx\.silent-target\.test came' \
    mx -d late-target.test -m 10:mx.silent-target.test -t 1
join

# --- a deadline is kept, and silence needs two sendings ---

run mx -d silence.example.test -t 2
within 3000
expect_like 2 "^MX CRITICAL - silence\\.example\\.test: $silent" \
    mx -d silence.example.test -t 2

# --- how often, and how, is asked ---

forget "$port"
run mx -d example.test
asked=$(questions "$port")
if [ "$asked" -eq 8 ]; then
	pass 'a check is 8 questions'
else
	fail "a check is $asked questions, not 8" "$(cat "$work/questions-$port")"
fi
if [ "$(questions "$port" 'edns=1232 do=0 cd=0 rd=1')" -eq "$asked" ]; then
	pass 'EDNS 1232, RD, no CD'
else
	fail 'EDNS 1232, RD, no CD' "$(cat "$work/questions-$port")"
fi
forget "$port"
run mx -d silence.example.test
if [ "$(questions "$port" 'silence\.example\.test\. MX')" -eq 4 ] &&
    [ "$(questions "$port" 'silence\.example\.test\. MX edns=-')" -eq 1 ]
then
	pass 'four sendings, the last without EDNS'
else
	fail 'four sendings, the last without EDNS' \
	    "$(cat "$work/questions-$port")"
fi
forget "$port"
run mx -d servfail.example.test
if [ "$(questions "$port" 'servfail\.example\.test\. MX.* cd=1')" -eq 1 ]
then
	pass 'SERVFAIL is asked again once, with CD'
else
	fail 'SERVFAIL is asked again once, with CD' \
	    "$(cat "$work/questions-$port")"
fi

# A signal says what the check was at.
forget "$port"
"$plugins/check_mx_weblife" -s "127.0.0.1:$port" \
    -d silence.example.test > "$work/ended" 2>&1 &
ended_pid=$!
is_asked() {
	[ "$(questions "$port" 'silence\.example\.test\. MX')" -ge 1 ]
}
wait_for 20 is_asked
kill -TERM "$ended_pid"
at="waiting for answers of the DNS"
ended_code=0
wait "$ended_pid" || ended_code=$?
if [ "$ended_code" -eq 3 ] &&
    grep -qx "MX UNKNOWN - ended by a signal, while $at" "$work/ended"; then
	pass 'SIGTERM names what was done'
else
	fail 'SIGTERM names what was done' "exit $ended_code" \
	    "$(cat "$work/ended")"
fi

. "$srcdir/tests/e2e/lib-mx-resolver.sh"
finish

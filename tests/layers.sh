#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# layers.sh - who may include and call what, and how long files and functions
# may be.  Each rule is a function that prints what breaks it in the current
# folder.  It has to be silent here, and to speak where a violation is planted
# in a copy: a rule that cannot fail is no rule.
#
# Layers, each of which may include itself and lower ones:
#	1  die clock range ip text domain i18n sandbox
#	2  report opts dns sweep resolvconf stream hosts (and what begins with
#	   one of these names and "_")
#	3  the rest of common/
#	4  plugins/, but for
#	5  plugins/check_*.c

. "${srcdir:-.}/tests/e2e/lib.sh"

FILE_LINES=450
TEST_LINES=750			# most of them are tables
FUNCTION_LINES=60

# --- what the rules look at -----------------------------------------------

# code FILE...: "FILE:LINE:CODE" without comments and literals.
code() {
	awk -f "$srcdir/tests/code.awk" "$@"
}

# calls 'NAME|NAME': the lines of stdin where one of these is called.
calls() {
	grep -E "(^|[^[:alnum:]_])($1)[[:space:]]*\\("
}

# words 'NAME|NAME': the lines of stdin where one of these is a word.
words() {
	grep -E "(^|[^[:alnum:]_])($1)([^[:alnum:]_]|\$)"
}

# objects LIBRARY: "OBJECT SYMBOL" for what an object does not define itself.
objects() {
	nm -A -u "$1" 2> /dev/null |
	    sed -E 's/^.*:([^:]*\.o):.* U ([^@ ]*).*$/\1 \2/'
}

# --- the rules --------------------------------------------------------------

rule_layers() {
	awk '
	function layer(path,	base) {
		if (path ~ /^plugins\/check_[^.]*\.c$/)
			return 5
		if (path ~ /^plugins\//)
			return 4
		base = path
		sub(/^.*\//, "", base)
		sub(/\.[ch]$/, "", base)
		if (base ~ /^(die|clock|range|ip|text|domain|i18n|sandbox)$/)
			return 1
		if (base ~ /^(report|opts|dns|sweep|resolvconf|stream|hosts)(_.*)?$/)
			return 2
		return 3
	}
	# the compiler looks beside the file first, then in common/
	function place(from, name,	beside) {
		beside = from
		sub(/[^\/]*$/, name, beside)
		if (beside in known)
			return beside
		if ("common/" name in known)
			return "common/" name
		return "plugins/" name
	}
	BEGIN {
		for (i = 1; i < ARGC; i++)
			known[ARGV[i]] = 1
	}
	/^[ \t]*#[ \t]*include[ \t]*"/ {
		name = $0
		sub(/^[^"]*"/, "", name)
		sub(/".*$/, "", name)
		if (name == "config.h")
			next
		if (name ~ /\//)
			print FILENAME ":" FNR ": " name " has a folder"
		file = place(FILENAME, name)
		if (layer(file) > layer(FILENAME))
			print FILENAME ":" FNR ": layer " layer(FILENAME) \
			    " includes " file " of layer " layer(file)
	}' common/*.[ch] plugins/*.[ch]
}

rule_ldns() {
	grep -nE '^[[:space:]]*#[[:space:]]*include[[:space:]]*<ldns/' \
	    common/*.[ch] plugins/*.[ch] |
	    grep -vE '^common/dns(_[a-z]*)?\.[ch]:'
}

rule_openssl() {
	grep -nE '^[[:space:]]*#[[:space:]]*include[[:space:]]*<openssl/' \
	    common/*.[ch] plugins/*.[ch] |
	    grep -vE '^common/stream(_[a-z]*)?\.[ch]:'
}

rule_getopt() {
	code common/*.[ch] plugins/*.[ch] |
	    grep -E '<getopt\.h>|(^|[^[:alnum:]_])(getopt(_long)?|opt(arg|ind|err|opt))([^[:alnum:]_]|$)' |
	    grep -vE '^common/opts\.c:'
}

# Only report prints a result, only main gives an exit code.
rule_output() {
	code common/*.[ch] plugins/*.[ch] |
	    words 'printf[[:space:]]*\(|vprintf|puts|putchar|stdout|STDOUT_FILENO|(_|_E|quick_)?exit[[:space:]]*\(.*' |
	    grep -vE '^(common/(die|opts|opts_[a-z]*|report|report_[a-z]*)|plugins/check_[a-z_]*)\.c:'
}

# A monitoring system drops what stands on stderr.  report_out.c tells a
# terminal how far a sweep is; the closed world of the unit tests, dns_text.c,
# says which line of it is wrong before it aborts.
rule_stderr() {
	code common/*.[ch] plugins/*.[ch] | words 'stderr|perror|STDERR_FILENO' |
	    grep -vE '^common/(die|dns_text|report_out)\.c:'
}

# getaddrinfo() knows no deadline; no plugin runs a program, sleeps or writes
# beyond a buffer; atoi() takes anything for a number.
forbidden='system|popen|fork|vfork|posix_spawnp?|exec(l|lp|le|v|vp|ve|vpe)|fexecve|getaddrinfo|getnameinfo|gethostbyname2?|gethostbyaddr|getservbyname|strcpy|stpcpy|strcat|sprintf|vsprintf|gets|atoi|atol|atoll|atof|s?scanf|fscanf|strtok|sleep|usleep|nanosleep|alloca|mktemp|tmpnam|tempnam|longjmp|setenv|putenv'

rule_forbidden() {
	code common/*.[ch] plugins/*.[ch] | calls "$forbidden"
}

# What a macro or an inline function of a header might hide.
rule_symbols() {
	objects libcommon.a | awk -v forbidden="^($forbidden)\$" '
	$2 ~ forbidden {
		print
	}
	$2 ~ /^ldns_/ && $1 !~ /^dns(_[a-z]*)?\.o$/ {
		print
	}
	$2 ~ /^(SSL|TLS|X509|EVP|BIO|ERR|OPENSSL|CRYPTO)_/ && $1 !~ /^stream(_[a-z]*)?\.o$/ {
		print
	}
	$2 ~ /^getopt/ && $1 != "opts.o" {
		print
	}'
}

rule_unsafe_tests() {
	code tests/*.[ch] |
	    calls 'strcpy|stpcpy|strcat|sprintf|vsprintf|gets|atoi|atol|atoll|atof|s?scanf|fscanf|strtok|tmpnam|mktemp'
}

# These hide headers of the system and of the Check library.
rule_names() {
	for name_taken in check resolv error poll search; do
		ls "common/$name_taken.h" "plugins/$name_taken.h" \
		    "tests/$name_taken.h" 2> /dev/null
	done
}

rule_license() {
	for license_file in common/*.[ch] plugins/*.[ch] tests/*.[ch] \
	    tests/*.sh tests/e2e/*.sh contrib/*.sh; do
		[ -e "$license_file" ] || continue
		head -n 2 "$license_file" |
		    grep -q 'SPDX-License-Identifier: GPL-3.0-or-later' ||
		    echo "$license_file"
	done
}

rule_file_length() {
	wc -l common/*.[ch] plugins/*.[ch] tests/*.[ch] tests/*.sh \
	    tests/e2e/*.sh contrib/*.sh 2> /dev/null |
	    awk -v most="$FILE_LINES" -v test_most="$TEST_LINES" '
	$2 != "total" && $1 > ($2 ~ /^tests\// ? test_most : most)'
}

rule_function_length() {
	ctags --c-kinds=f --fields=+ne -o - common/*.[ch] plugins/*.[ch] \
	    tests/*.[ch] | awk -F '\t' -v most="$FUNCTION_LINES" '
	{
		first = last = 0
		for (i = 4; i <= NF; i++) {
			if ($i ~ /^line:/)
				first = substr($i, 6)
			if ($i ~ /^end:/)
				last = substr($i, 5)
		}
		if (last - first + 1 > most)
			print $2 ":" first ": " $1 " has " \
			    last - first + 1 " lines"
	}'
}

# --- each rule here, and where it is broken ---------------------------------

# holds RULE: nothing in the project breaks it.
holds() {
	holds_found=$(cd "$srcdir" && "rule_$1")
	if [ -z "$holds_found" ]; then
		pass "$1"
	else
		fail "$1" "$holds_found"
	fi
}

# plant RULE FILE CODE: the rule finds this line behind FILE of a copy, which
# is new where there is none.
plant() {
	plant_new=
	[ -e "$copy/$2" ] || plant_new=1
	[ -n "$plant_new" ] || cp "$copy/$2" "$work/kept"
	printf '%s\n' "$3" >> "$copy/$2"
	plant_found=$(cd "$copy" && "rule_$1")
	case $plant_found in
	*"$2"*) pass "$1: $2: $3" ;;
	*) fail "$1 does not see in $2: $3" "$plant_found" ;;
	esac
	rm -f "$copy/$2"
	[ -n "$plant_new" ] || cp "$work/kept" "$copy/$2"
}

# harmless RULE FILE CODE: the rule does not take this for a violation.
harmless() {
	printf '%s\n' "$3" > "$copy/$2"
	harmless_found=$(cd "$copy" && "rule_$1" | grep -F "$2")
	if [ -z "$harmless_found" ]; then
		pass "$1 lets pass: $3"
	else
		fail "$1 does not let pass: $3" "$harmless_found"
	fi
	rm -f "$copy/$2"
}

# lines N: N lines of C.
lines() {
	awk -v n="$1" 'BEGIN { while (n-- > 0) print "\tx++;" }'
}

copy=$work/copy
mkdir "$copy" "$copy/common" "$copy/plugins" "$copy/tests"
cp "$srcdir"/common/*.[ch] "$copy/common"
cp "$srcdir"/plugins/*.[ch] "$copy/plugins"
cp "$srcdir"/tests/*.[ch] "$copy/tests"

holds layers
plant layers common/range.c '#include "report.h"'
plant layers common/planted.h '#include "weblife.h"'
plant layers common/text.h '# include "planted.h"'
plant layers common/report.c '#include "spf.h"'
plant layers common/dns.c '#include "spf.h"'
plant layers plugins/planted.c '#include "../common/dns.h"'
harmless layers plugins/planted.c '#include "report.h"'
harmless layers common/planted.c '#include "stream.h"'

holds ldns
plant ldns common/report.c '#include <ldns/ldns.h>'
plant ldns plugins/planted.c '#include <ldns/ldns.h>'
plant ldns common/dnsbl.c '#include <ldns/ldns.h>'
harmless ldns common/dns_planted.c '#include <ldns/ldns.h>'

holds openssl
plant openssl common/dns.c '#include <openssl/ssl.h>'
plant openssl plugins/planted.h '#include <openssl/evp.h>'

holds getopt
plant getopt plugins/check_planted.c '#include <getopt.h>'
plant getopt plugins/check_planted.c 'while (getopt(argc, argv, s) != -1)'
plant getopt common/report.c 'if (optind < argc)'

holds output
plant output plugins/planted.c 'printf("%d", 1);'
plant output common/dns.c 'fputs(text, stdout);'
plant output common/planted.c 'exit(3);'
plant output common/planted.c '_exit (3);'
plant output common/planted.h 'write(STDOUT_FILENO, s, n);'
harmless output common/planted.c 'snprintf(s, n, "exit(3) stdout %s", x);'
harmless output common/planted.c '/* exit(3) */ dns_exit(3); // stdout'
harmless output plugins/check_planted.c 'return (printf("%d", 1));'

holds stderr
plant stderr plugins/planted.c 'fprintf(stderr, "x");'
plant stderr plugins/check_planted.c 'perror("x");'
plant stderr common/dns.c 'write(STDERR_FILENO, s, n);'

holds forbidden
plant forbidden plugins/check_planted.c 'system("ls");'
plant forbidden common/stream.c 'x = getaddrinfo (a, b, c, d);'
plant forbidden common/planted.c 'execvp(a, b);'
plant forbidden common/planted.c 'strcpy(a, b);'
plant forbidden common/planted.h 'n = atoi(s);'
plant forbidden common/planted.c "c = '\"'; sprintf(s, t);"
plant forbidden common/planted.c '/* why */ usleep(1);'
harmless forbidden common/planted.c '/* strcpy(a,
 * system(b) */ my_system(c);'
harmless forbidden common/planted.c 'puts("a \" system(b)");'

holds unsafe_tests
plant unsafe_tests tests/test_planted.c 'strcpy(a, b);'

holds names
plant names common/poll.h '/* hides that of poll(2) */'

holds license
plant license common/planted.c 'int x;'
plant license tests/test_planted.c 'int x;'

holds file_length
plant file_length common/planted.c "$(lines 451)"
plant file_length tests/planted.sh "$(lines 751)"
harmless file_length common/planted.c "$(lines 450)"
harmless file_length tests/test_planted.c "$(lines 750)"

if have ctags universal-ctags 'the length of functions'; then
	holds function_length
	plant function_length common/planted.c "int
planted(int x)
{
$(lines 58)
}"
	plant function_length tests/test_planted.c "START_TEST(planted)
{
$(lines 58)
}
END_TEST"
	harmless function_length plugins/planted.c "int
planted(int x)
{
$(lines 57)
}"
fi

if have nm binutils 'the symbols of the objects' &&
    [ -e "$builddir/libcommon.a" ]; then
	symbols_found=$(cd "$builddir" && rule_symbols)
	if [ -z "$symbols_found" ]; then
		pass symbols
	else
		fail symbols "$symbols_found"
	fi
	if objects "$builddir/libcommon.a" | grep -q '^die\.o write$'; then
		pass 'symbols are seen'
	else
		fail 'the symbols of die.o are not seen'
	fi
	# everything breaks a rule that forbids what is there
	if (cd "$builddir" && forbidden='write' && rule_symbols) |
	    grep -q '^die\.o write$'; then
		pass 'a forbidden symbol is seen'
	else
		fail 'a forbidden symbol is not seen'
	fi
fi
finish

#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# po.sh - the translations in po/: each message of the source is there and
# translated, none is fuzzy or left over, formats fit (msgfmt -c), and no
# translation holds what the filter takes out of a text.  Each rule prints
# what breaks it; it has to be silent here and to speak in a copy where a
# violation is planted.

. "${srcdir:-.}/tests/e2e/lib.sh"

have msgfmt gettext 'the translations' || finish
have xgettext gettext 'the translations' || finish

# --- the rules, in the current folder -----------------------------------

# What update-po would change.
rule_in_step() {
	for po in po/*.po; do
		cp "$po" "$work/before"
		sh po/messages.sh update || echo "po/messages.sh fails"
		diff "$work/before" "$po" | sed "s|^|$po: |"
		cp "$work/before" "$po"
	done
}

rule_translated() {
	for po in po/*.po; do
		for what in untranslated only-fuzzy only-obsolete; do
			msgattrib "--$what" "$po" | grep '^msgid "..*"\|^"[^"]' |
			    sed "s|^|$po: $what: |"
		done
	done
}

rule_formats() {
	for po in po/*.po; do
		LC_ALL=C msgfmt -c -o /dev/null "$po" 2>&1
	done
}

rule_texts() {
	"$python" - po/*.po <<-'EOF'
	import re, sys

	# What text_filter() keeps out, but for blanks.
	FORBIDDEN = set('|<>&\'"`$') | {chr(c) for c in range(0x20)} | {
	    chr(c) for first, last in (
	        (0x7f, 0x9f), (0xad, 0xad), (0x3000, 0x3000),
	        (0x200b, 0x200f), (0x2028, 0x202e), (0x2060, 0x206f),
	        (0xfe00, 0xfe0f), (0xfeff, 0xfeff), (0xfff0, 0xfffb))
	    for c in range(first, last + 1)}

	def entries(path):
	    entry, key = {}, None
	    for line in open(path, encoding='utf-8'):
	        line = line.rstrip('\n')
	        m = re.match(r'(msgid|msgid_plural|msgstr(?:\[\d\])?) ?(".*)$',
	                     line)
	        if m:
	            key = m[1]
	            if key == 'msgid' and entry:
	                yield entry
	                entry = {}
	            line = m[2]
	        if line.startswith('"') and key:
	            entry[key] = entry.get(key, '') + (
	                line[1:-1].replace('\\n', '\n').replace('\\"', '"')
	                .replace('\\\\', '\\'))
	    yield entry

	def wrong(original, text):
	    for c in sorted(set(text)):
	        if (c in FORBIDDEN or c == '\\') and c not in original:
	            yield 'has U+%04X' % ord(c)
	    for name in set(re.findall(r'--[a-z][a-z-]*', original)):
	        if name not in re.findall(r'--[a-z][a-z-]*', text):
	            yield 'lacks ' + name
	    if original[:1] == ' ' and text[:1] != ' ':
	        yield 'lacks the blank at its start'
	    if re.search(r'[\[(](OK|WARNING|CRITICAL|UNKNOWN)[\])]', text):
	        yield 'has a state in brackets'

	for path in sys.argv[1:]:
	    for entry in entries(path):
	        for key, text in entry.items():
	            if not key.startswith('msgstr') or not entry['msgid']:
	                continue
	            original = '\n'.join(
	                (entry['msgid'], entry.get('msgid_plural', '')))
	            place = re.compile(r'%\d\$')	# of an argument
	            for what in wrong(original, place.sub('%', text)):
	                print(f'{path}: {text!r} {what}')
	EOF
}

# xgettext does not know what a macro stands for: the message would be cut.
rule_macros() {
	"$python" - common/*.[ch] plugins/*.[ch] <<-'EOF'
	import re, sys

	LITERAL = r'"(?:[^"\\]|\\.)*"'
	MARK = re.compile(r'\b(?:_|N_|NP_|ngettext)\(\s*(?:%s[\s,]*)+(\w+)' %
	                  LITERAL)
	for path in sys.argv[1:]:
	    text = open(path, encoding='utf-8').read()
	    for m in MARK.finditer(text):
	        before = text[m.start():m.start(1)].rstrip()
	        if not before.endswith(','):
	            print(f'{path}: a mark holds {m[1]}')
	EOF
}

# README and README.ja: the same commands in the same sections.
rule_readme() {
	for readme in README README.ja; do
		readme_commands "$readme" > "$work/$readme.commands"
	done
	diff "$work/README.commands" "$work/README.ja.commands"
	[ "$(grep -c '^check_' "$work/README.ja.commands")" -ge 5 ] ||
	    echo "README.ja has hardly a command"
	[ "$(LC_ALL=C.UTF-8 wc -L < README.ja)" -le 80 ] ||
	    echo "README.ja has a wide line"
}

readme_commands() {
	LC_ALL=C awk '
	/^(---|===)/ { print "section" }
	/^    [[:alnum:]$.\/]/ {
		sub(/^    /, "")
		sub(/  .*/, "")
		sub(/^\$ /, "")
		if ($1 ~ /^(sh|autoreconf|\.\/configure|apt-get|make|cp|echo|icinga2|install|editor|journalctl|check_[a-z_]*)$/ &&
		    ($1 !~ /^check_/ || NF > 1))
			print
	}' "$1"
}

# --- here, and in a copy ------------------------------------------------

copy() {
	rm -rf "$work/copy"
	mkdir "$work/copy"
	cp -r "$srcdir/common" "$srcdir/plugins" "$srcdir/po" \
	    "$srcdir/README" "$srcdir/README.ja" "$work/copy"
}

# silent RULE
silent() {
	copy
	silent_told=$(cd "$work/copy" && "$1")
	if [ -z "$silent_told" ]; then
		pass "$1"
	else
		fail "$1" "$silent_told"
	fi
}

# speaks RULE 'what' FILE SED: the rule tells the change.
speaks() {
	copy
	sed "$4" "$srcdir/$3" > "$work/copy/$3"
	if cmp -s "$srcdir/$3" "$work/copy/$3"; then
		fail "$2: nothing was planted"
	elif [ -n "$(cd "$work/copy" && "$1")" ]; then
		pass "$2 is told"
	else
		fail "$2 is not told"
	fi
}

silent rule_in_step
silent rule_translated
silent rule_formats
silent rule_texts
silent rule_macros
silent rule_readme

speaks rule_in_step 'a new message' common/die.c \
    's/_("starting")/_("beginning")/'
# shellcheck disable=SC2016 # the last line, to sed
speaks rule_in_step 'a message that is gone' po/ja.po \
    '$a\\nmsgid "gone"\nmsgstr "x"'
speaks rule_translated 'an untranslated message' po/ja.po \
    '/^msgid "starting"/{n;s/".*"/""/;}'
speaks rule_translated 'a fuzzy message' po/ja.po \
    's/^msgid "starting"/#, fuzzy\n&/'
speaks rule_formats 'a wrong format' po/ja.po \
    '/^msgid "MX %u %s is missing"/{n;s/%u/%s/;}'
speaks rule_texts 'a bar' po/ja.po '/^msgid "starting"/{n;s/".*"/"a|b"/;}'
speaks rule_texts 'a character that is not seen' po/ja.po \
    "/^msgid \"starting\"/{n;s/\".*\"/\"a$(printf '\342\200\213')b\"/;}"
speaks rule_texts 'an option that is missing' po/ja.po \
    '/^msgid "--username is wanted"/{n;s/--username/--user/;}'
speaks rule_macros 'a macro in a mark' common/die.c \
    's/_("starting")/_("starting " PACKAGE)/'
speaks rule_readme 'a command that is not the same' README.ja \
    's/demo.sh example.jp/demo.sh/'
speaks rule_readme 'a section that is missing' README.ja '0,/^----/{/^----/d;}'
speaks rule_readme 'a wide line' README.ja 's/^-m .*/&&/'
finish

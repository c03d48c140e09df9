#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Every program in every state, in Japanese and in English: state and figures
# are the same, what stands before the bar and all of it keep to their limits,
# no character is broken, and the advice is in the words of the article.
# Without the locale of Japan: LC_ALL=C.UTF-8 and LANGUAGE=ja are enough.

. "${srcdir:-.}/tests/e2e/lib.sh"
. "$srcdir/tests/e2e/lib-icinga-nodes.sh"
. "$srcdir/tests/e2e/lib-world.sh"

for needed in nsd rbldnsd unbound dovecot; do
	have "$needed" "$needed" 'everything' || finish
done

HEAD_MOST=255
TEXT_MOST=4096

# in_japanese CMD ARG...: with the environment of the shipped CheckCommands.
in_japanese() {
	env LC_ALL=C.UTF-8 LANGUAGE=ja "$@"
}

# head_of FILE / figures_of FILE: before and behind the bar of line 1.
head_of() {
	sed -n '1s/ |.*$//;1p' "$1"
}

figures_of() {
	sed -n '1s/^[^|]*//p' "$1" | steady
}

# well_made WHAT FILE: limits, characters, and only one bar.
well_made() {
	made_wrong=
	[ "$(head_of "$2" | tr -d '\n' | wc -c)" -le "$HEAD_MOST" ] ||
	    made_wrong='more than 255 octets before the bar'
	[ "$(wc -c < "$2")" -le "$TEXT_MOST" ] ||
	    made_wrong='more than 4096 octets'
	iconv -f UTF-8 -t UTF-8 "$2" > /dev/null 2>&1 ||
	    made_wrong='not well-formed UTF-8'
	! sed '1s/|//' "$2" | LC_ALL=C grep -q '[][|<>&"`$\\]' ||
	    made_wrong='a character that the filter takes out'
	# what hiragana and katakana begin with in UTF-8
	LC_ALL=C grep -q "$(printf '\343')" "$2" || made_wrong='no Japanese'
	if [ -z "$made_wrong" ]; then
		pass "$1: well made"
	else
		fail "$1: $made_wrong" "$(cat "$2")"
	fi
}

# both NAME CODE PROGRAM ...: the outputs in english/ and japanese/.
both() {
	both_service=$(sed -n '1s/ - .*//p' "$work/english/$1")
	case $(head_of "$work/japanese/$1") in
	"$both_service - "*) pass "$1: $both_service" ;;
	*) fail "$1: $both_service is lost" "$(cat "$work/japanese/$1")" ;;
	esac
	if [ "$(figures_of "$work/english/$1")" = \
	    "$(figures_of "$work/japanese/$1")" ]; then
		pass "$1: the same figures"
	else
		fail "$1: the figures differ" \
		    "$(head -n 1 "$work/english/$1" "$work/japanese/$1")"
	fi
	well_made "$1" "$work/japanese/$1"
}

# has NAME TEXT
has() {
	if grep -qF -e "$2" "$work/japanese/$1"; then
		pass "$1: $2"
	else
		fail "$1 lacks: $2" "$(cat "$work/japanese/$1")"
	fi
}

serve_world
world_japanese || finish

expect 0 'MX OK - good.example.jp: weblife.me の2つのMXレコードは正しく設定されています | time=T right=2;;;0 missing=0;;;0 foreign=0;;;0 wrong_preference=0;;;0' \
    in_japanese "$plugins/check_mx_weblife" -d good.example.jp \
    -s "127.0.0.1:$dns_port"
[ -z "$quick" ] || finish

# --- every program in every state ---

direct_language=en
world_cases world_direct
mv "$work/direct" "$work/english"
direct_language=ja
world_cases world_direct
mv "$work/direct" "$work/japanese"
world_cases both

has mx-bad 'MX CRITICAL - bad.example.jp: MX 10 bs-mail-mta01.weblife.me がありません | '
has mx-bad '独自ドメイン管理会社の設定画面での入力:'
has mx-bad '  種別: MX、サブドメイン: 空欄、値: bs-mail-mta01.weblife.me、優先: 10'
has spf-bad 'SPF CRITICAL - bad.example.jp: SPFレコードに include:_spf.weblife.me がありません | '
has spf-bad '種別: TXT、サブドメイン: 空欄、値 (1行で): v=spf1 include:_spf.weblife.me ip4:203.0.113.80 ~all (all の前の記号はチルダ)'
has dnsbl-listed 'DNSBL CRITICAL - 192.0.2.66: bl.test に登録あり: '
has dnsbl-warning '登録状況の確認と解除手続きは https://dronebl.org/lookup で行ってください'
has quota-over 'IMAP QUOTA CRITICAL - over@example.test: 容量の '
has quota-over 'サーバー上の古いメールを定期的に削除する設定'
has poll-fast 'POLL INTERVAL CRITICAL - fast@example.test (192.0.2.7 から、imap) が 60 秒ごとにメールを取得、規則的、2 時間で '
has poll-fast 'メールソフトのメールを取得するタイミングを10分に一度にしてください'

# --- what is too long is cut at a character ---

label=$(printf '%063d' 0 | tr 0 x)
run in_japanese "$plugins/check_mx_weblife" -s "127.0.0.1:$dns_port" \
    -d "$label.$label.example.jp" -d "$label.$label.$label.jp"
well_made 'long names' "$out"
for most in 1 2 3 4 5 6 7 8 9; do
	run in_japanese "$plugins/check_poll_interval" \
	    --log "$work/$(printf "%0$((80 + most))d" 0)"
	well_made "a name of $((80 + most)) octets" "$out"
done

# --- help, bad options, endings ---

for plugin in check_mx_weblife check_spf_weblife check_dnsbl \
    check_imap_quota check_poll_interval; do
	expect_like 3 'メール' in_japanese "$plugins/$plugin" \
	    --help
	output_has '使い方: '"$plugin"' [オプション]...'
	output_has 'このヘルプを表示して終了する'
	expect_like 3 ' UNKNOWN - --timeout 0: 1から600までの整数の秒数を指定してください$' \
	    in_japanese "$plugins/$plugin" --timeout 0
done

# --- where it cannot be shown, and where nothing may change ---

run "$plugins/check_mx_weblife" --help
cp "$out" "$work/plain"
# english WHAT VARIABLE=VALUE...
english() {
	english_what=$1
	shift
	run env -u LC_ALL "$@" "$plugins/check_mx_weblife" --help
	if cmp -s "$out" "$work/plain"; then
		pass "$english_what: English, octet by octet"
	else
		fail "$english_what: not English" "$(head -n 3 "$out")"
	fi
}
english 'LC_ALL=C' LC_ALL=C LANGUAGE=ja
english 'LANG=C' LANG=C LANGUAGE=ja
english 'no variable but LANGUAGE' LANGUAGE=ja
english 'LC_CTYPE=C' LC_MESSAGES=C.UTF-8 LC_CTYPE=C LANGUAGE=ja
english 'another language' LC_ALL=C.UTF-8 LANGUAGE=de
if [ -e /usr/share/i18n/locales/ja_JP ] &&
    command -v localedef > /dev/null; then
	for charset in EUC-JP UTF-8; do
		localedef -i ja_JP -f $charset "$work/ja_JP.$charset" \
		    > /dev/null 2>&1
	done
	english 'ja_JP.EUC-JP' LOCPATH="$work" LC_ALL=ja_JP.EUC-JP
	run env LOCPATH="$work" LC_ALL=ja_JP.UTF-8 \
	    "$plugins/check_mx_weblife" --help
	output_has 'このヘルプを表示して終了する'
else
	skip 'ja_JP.EUC-JP' locales
fi
finish

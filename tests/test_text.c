/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdio.h>

#include "text.h"
#include "unit.h"

#define FORBIDDEN "|<>&'\"`$\\"

/* What every result of the filters keeps to. */
static void
assert_harmless(const char *text, bool ascii)
{
	ck_assert_ptr_null(strpbrk(text, FORBIDDEN));
	for (; *text != '\0'; text++) {
		ck_assert_int_ge((unsigned char)*text, ' ');
		ck_assert_int_ne(*text, 0x7f);
		ck_assert(!ascii || (unsigned char)*text < 0x7f);
	}
}

START_TEST(test_every_octet)
{
	char src[3] = "a?b", dst[8], filtered[8];
	int c;

	for (c = 0; c < 256; c++) {
		src[1] = (char)c;
		text_clean(dst, sizeof(dst), src, sizeof(src));
		assert_harmless(dst, true);
		ck_assert_int_eq(dst[0], 'a');
		ck_assert_int_eq(dst[strlen(dst) - 1], 'b');
		ck_assert(strlen(dst) == 2 || strlen(dst) == 3);
		if (c >= ' ' && c < 0x7f && strchr(FORBIDDEN, c) == NULL)
			ck_assert_int_eq(dst[1], c);
		if (c == 0)
			continue;
		snprintf(filtered, sizeof(filtered), "a%cb", c);
		text_filter(filtered);
		ck_assert_str_eq(filtered, dst);
		unit_utf8();
		snprintf(filtered, sizeof(filtered), "a%cb", c);
		text_filter(filtered);
		/* what begins a character, and is all that is left of it */
		ck_assert_str_eq(filtered, c >= 0xc2 && c <= 0xf4 ? "ab" :
		    dst);
		setlocale(LC_CTYPE, "C");
	}
}
END_TEST

START_TEST(test_clean)
{
	static const struct {
		const char *src, *clean;
	} cases[] = {
		{ "", "" },
		{ "v=spf1 include:_spf.weblife.me ~all",
		    "v=spf1 include:_spf.weblife.me ~all" },
		{ "a|b<c>d&e'f\"g`h$i\\j", "a/b(c)d?e?f?g?h?i/j" },
		{ "a\r\n\t b", "a b" },
		{ "  a  ", " a " },
		{ "a\x1b[31mb\x07\x7f", "a[31mb" },
		{ "<script>alert(1)</script>", "(script)alert(1)(/script)" },
		{ "\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e.jp", "???.jp" },
		{ "\xe6\x97", "??" },
		{ "\xff\xfe", "??" },
		{ "[OK] (CRITICAL) <UNKNOWN>",
		    "{OK] {CRITICAL) {UNKNOWN)" },
		{ "[OK [WARNING) ((UP)] [DOWN",
		    "[OK {WARNING) ({UP)] [DOWN" },
		{ "[O\nK] [O\x01K]", "[O K] {OK]" },
		{ "[ok] (unknown host)", "[ok] (unknown host)" },
		{ "~$illegal_macro~", "~?illegal_macro~" },
		{ "50% %s %n", "50% %s %n" },
	};
	char dst[256];
	size_t i;

	for (i = 0; i < UNIT_COUNT(cases); i++) {
		ck_assert_str_eq(text_clean_string(dst, sizeof(dst),
		    cases[i].src), cases[i].clean);
		assert_harmless(dst, true);
	}
	ck_assert_str_eq(text_clean(dst, sizeof(dst), "a\0b\0", 4), "ab");
	ck_assert_str_eq(text_clean(dst, sizeof(dst), "abc", 2), "ab");
	ck_assert_str_eq(text_clean(dst, sizeof(dst), "\xe6\x97\xa5", 2),
	    "??");
}
END_TEST

START_TEST(test_clean_cut)
{
	static const struct {
		size_t size;
		const char *src, *clean;
	} cases[] = {
		{ 1, "abc", "" }, { 2, "abc", "." }, { 3, "abc", ".." },
		{ 4, "abc", "abc" }, { 4, "abcd", "..." },
		{ 6, "abcdef", "ab..." }, { 6, "abcde", "abcde" },
		{ 6, "abcde\x01\x02", "abcde" },
		{ 6, "abcd  ", "abcd " }, { 6, "abcde  ", "ab..." },
		{ 6, "abcde\xe6\x97\xa5", "ab..." },
		{ 8, "a [OK] b", "a [O..." },
	};
	char dst[16];
	size_t i;

	for (i = 0; i < UNIT_COUNT(cases); i++) {
		memset(dst, 'X', sizeof(dst));
		ck_assert_str_eq(text_clean_string(dst, cases[i].size,
		    cases[i].src), cases[i].clean);
		ck_assert_int_eq(dst[cases[i].size], 'X');
	}
}
END_TEST

/* Well-formed or not, by RFC 3629. */
START_TEST(test_decode)
{
	static const struct {
		const char *src;
		uint32_t c;
	} cases[] = {
		{ "a", 'a' }, { "\x7f", 0x7f },
		{ "\xc2\x80", 0x80 }, { "\xdf\xbf", 0x7ff },
		{ "\xe0\xa0\x80", 0x800 }, { "\xed\x9f\xbf", 0xd7ff },
		{ "\xee\x80\x80", 0xe000 }, { "\xef\xbf\xbf", 0xffff },
		{ "\xf0\x90\x80\x80", 0x10000 },
		{ "\xf4\x8f\xbf\xbf", 0x10ffff },
		/* overlong */
		{ "\xc0\x80", TEXT_ILL_FORMED },
		{ "\xc0\xbc", TEXT_ILL_FORMED },	/* "<" */
		{ "\xc1\xbf", TEXT_ILL_FORMED },
		{ "\xe0\x80\xbc", TEXT_ILL_FORMED },
		{ "\xe0\x9f\xbf", TEXT_ILL_FORMED },
		{ "\xf0\x80\x80\xbc", TEXT_ILL_FORMED },
		{ "\xf0\x8f\xbf\xbf", TEXT_ILL_FORMED },
		/* surrogates, beyond the end */
		{ "\xed\xa0\x80", TEXT_ILL_FORMED },
		{ "\xed\xbf\xbf", TEXT_ILL_FORMED },
		{ "\xf4\x90\x80\x80", TEXT_ILL_FORMED },
		{ "\xf5\x80\x80\x80", TEXT_ILL_FORMED },
		{ "\xf8\x88\x80\x80\x80", TEXT_ILL_FORMED },
		/* short, or interrupted */
		{ "\x80", TEXT_ILL_FORMED }, { "\xbf", TEXT_ILL_FORMED },
		{ "\xc2", TEXT_ILL_FORMED }, { "\xe6\x97", TEXT_ILL_FORMED },
		{ "\xf0\x9f\x98", TEXT_ILL_FORMED },
		{ "\xc2|", TEXT_ILL_FORMED }, { "\xe6|\xa5", TEXT_ILL_FORMED },
		{ "\xe6\x97|", TEXT_ILL_FORMED },
		{ "\xfe", TEXT_ILL_FORMED }, { "\xff", TEXT_ILL_FORMED },
	};
	size_t i, used, wanted;

	for (i = 0; i < UNIT_COUNT(cases); i++) {
		wanted = cases[i].c == TEXT_ILL_FORMED ? 1 :
		    strlen(cases[i].src);
		ck_assert_msg(text_decode(cases[i].src,
		    strlen(cases[i].src), &used) == cases[i].c, "row %zu",
		    i);
		ck_assert_uint_eq(used, wanted);
	}
	ck_assert_uint_eq(text_decode("", 1, &used), 0);
	ck_assert_uint_eq(used, 1);
}
END_TEST

/* Each row in a UTF-8 locale, and in C. */
START_TEST(test_filter)
{
	static const struct {
		const char *src, *utf8, *c;
	} cases[] = {
		{ "", "", "" },
		{ "a|b\nc", "a/b c", "a/b c" },
		{ "\xe6\x97\xa5\xe6\x9c\xac", "\xe6\x97\xa5\xe6\x9c\xac",
		    "??" },
		{ "M\xc3\xbcller", "M\xc3\xbcller", "M?ller" },
		{ "\xf0\x9f\x98\x80!", "\xf0\x9f\x98\x80!", "?!" },
		/* C1 controls, and an NEL that a terminal takes for one */
		{ "a\xc2\x85" "b\xc2\x9b" "31m", "ab31m", "a?b?31m" },
		/* bidirectional: RLO, LRM, RLI, ALM */
		{ "a\xe2\x80\xae" "b", "ab", "a?b" },
		{ "a\xe2\x80\x8e" "b", "ab", "a?b" },
		{ "a\xe2\x81\xa7" "b", "ab", "a?b" },
		{ "a\xd8\x9c" "b", "ab", "a?b" },
		/* zero width: ZWSP, ZWJ, BOM, WJ, soft hyphen */
		{ "a\xe2\x80\x8b" "b", "ab", "a?b" },
		{ "a\xe2\x80\x8d" "b", "ab", "a?b" },
		{ "a\xef\xbb\xbf" "b", "ab", "a?b" },
		{ "a\xe2\x81\xa0" "b", "ab", "a?b" },
		{ "a\xc2\xad" "b", "ab", "a?b" },
		/* line and paragraph separator, tags */
		{ "a\xe2\x80\xa8\xe2\x80\xa9" "b", "ab", "a??b" },
		{ "a\xf3\xa0\x81\xbc" "b", "ab", "a?b" },
		/* overlong "<", a surrogate */
		{ "a\xc0\xbc" "b", "a??b", "a??b" },
		{ "a\xed\xa0\xbc" "b", "a???b", "a???b" },
		/* what is dropped must not make a state */
		{ "[O\xe2\x80\x8bK]", "{OK]", "[O?K]" },
		{ "(OK)", "{OK)", "{OK)" },
		/* snprintf() has cut a character, before more was appended */
		{ "\xe6\x97", "", "??" },
		{ "\xe6\x97\xa5\xe6, x", "\xe6\x97\xa5, x", "??, x" },
		{ "\xf0\x9f\x98\xe6\x97\xa5", "\xe6\x97\xa5", "????" },
		{ "[O\xe6K]", "{OK]", "[O?K]" },
		{ "\x97" "a\xff", "?a?", "?a?" },
	};
	char text[64];
	size_t i;

	for (i = 0; i < UNIT_COUNT(cases); i++) {
		snprintf(text, sizeof(text), "%s", cases[i].src);
		text_filter(text);
		ck_assert_str_eq(text, cases[i].c);
	}
	unit_utf8();
	for (i = 0; i < UNIT_COUNT(cases); i++) {
		snprintf(text, sizeof(text), "%s", cases[i].src);
		text_filter(text);
		ck_assert_str_eq(text, cases[i].utf8);
	}
}
END_TEST

START_TEST(test_cut)
{
	static const struct {
		size_t size;
		const char *src, *cut;
	} cases[] = {
		{ 4, "abc", "abc" }, { 4, "abcd", "..." },
		{ 7, "abcdefgh", "abc..." }, { 1, "abc", "" },
		{ 2, "abc", "." }, { 3, "abc", ".." },
		/* never within a character */
		{ 7, "\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e",
		    "\xe6\x97\xa5..." },
		{ 6, "\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e", "..." },
		{ 9, "\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e",
		    "\xe6\x97\xa5..." },
		{ 10, "\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e",
		    "\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e" },
	};
	char text[64];
	size_t i;

	for (i = 0; i < UNIT_COUNT(cases); i++) {
		snprintf(text, sizeof(text), "%s", cases[i].src);
		text_cut(text, cases[i].size);
		ck_assert_str_eq(text, cases[i].cut);
	}
}
END_TEST

START_TEST(test_columns)
{
	setlocale(LC_CTYPE, "C");
	ck_assert(!text_utf8());
	ck_assert_uint_eq(text_columns("abc"), 3);
	ck_assert_uint_eq(text_columns("\xe6\x97\xa5"), 3);
	unit_utf8();
	ck_assert(text_utf8());
	ck_assert_uint_eq(text_columns(""), 0);
	ck_assert_uint_eq(text_columns("abc"), 3);
	ck_assert_uint_eq(text_columns("\xe6\x97\xa5.jp"), 5);
	ck_assert_uint_eq(text_columns("\xc3\xbc"), 1);
	ck_assert_uint_eq(text_columns("u\xcc\x88"), 1);
	ck_assert_uint_eq(text_columns("\xff"), 1);
}
END_TEST

START_TEST(test_equal)
{
	ck_assert(text_equal("", ""));
	ck_assert(text_equal("Example.JP", "eXAMPLE.jp"));
	ck_assert(!text_equal("a", "ab"));
	ck_assert(!text_equal("ab", "a"));
	ck_assert(!text_equal("", "a"));
	ck_assert(!text_equal("[", "{"));
	ck_assert(!text_equal("\xc3\x84", "\xc3\xa4"));
	ck_assert_int_eq(text_lower('Z'), 'z');
	ck_assert_int_eq(text_lower('@'), '@');
	ck_assert_int_eq(text_lower('['), '[');
	ck_assert_int_eq(text_lower(0xc4), 0xc4);
}
END_TEST

START_TEST(test_numbers)
{
	static const char *const refused[] = { "", " 1", "1 ", "+1", "-1",
		"0x1", "1.0", "1e1", "4", "101", "99999999999999999999999",
		"\xef\xbc\x95", "5\n", "abc" };
	unsigned long n = 77;
	size_t i;

	for (i = 0; i < UNIT_COUNT(refused); i++) {
		ck_assert_msg(!text_number(refused[i], 5, 100, &n), "<%s>",
		    refused[i]);
		ck_assert_uint_eq(n, 77);
	}
	ck_assert(text_number("5", 5, 100, &n) && n == 5);
	ck_assert(text_number("100", 5, 100, &n) && n == 100);
	ck_assert(text_number("010", 5, 100, &n) && n == 10);
	ck_assert(text_number("0", 0, 0, &n) && n == 0);
	ck_assert(text_digits("0123456789"));
	ck_assert(!text_digits(""));
	ck_assert(!text_digits("12a"));
	ck_assert(!text_digits("-1"));
}
END_TEST

START_TEST(test_durations)
{
	static const struct {
		const char *text;
		long seconds;
	} cases[] = {
		{ "0", 0 }, { "45", 45 }, { "45s", 45 }, { "30m", 1800 },
		{ "2h", 7200 }, { "1d", 86400 }, { "2H", 7200 },
		{ "3650d", 315360000 }, { "315360000", 315360000 },
	};
	static const char *const refused[] = { "", "s", "m30", "1.5h", "-1",
		"+1", " 1", "1 ", "1 h", "1w", "1hh", "2h30m", "3651d",
		"315360001", "99999999999999999999d", "18446744073709551615m",
		"0x10" };
	long seconds = 7;
	size_t i;

	for (i = 0; i < UNIT_COUNT(cases); i++)
		ck_assert_msg(text_duration(cases[i].text, &seconds) &&
		    seconds == cases[i].seconds, "%s", cases[i].text);
	seconds = 7;
	for (i = 0; i < UNIT_COUNT(refused); i++)
		ck_assert_msg(!text_duration(refused[i], &seconds) &&
		    seconds == 7, "<%s>", refused[i]);
}
END_TEST

START_TEST(test_sizes)
{
	static const struct {
		const char *text;
		unsigned long long octets;
	} cases[] = {
		{ "0", 0 }, { "100", 100 }, { "5K", 5120 }, { "5k", 5120 },
		{ "10M", 10485760 }, { "2G", 2147483648 },
		{ "1T", 1099511627776 },
		{ "18446744073709551615", 18446744073709551615ULL },
		{ "16777215T", 18446742974197923840ULL },
	};
	static const char *const refused[] = { "", "K", "1.5G", "-1", "5KB",
		"5 K", "5P", "K5", "18446744073709551616", "16777216T",
		"18014398509481984K", " 5", "5\t", "0x5" };
	unsigned long long octets = 7;
	size_t i;

	for (i = 0; i < UNIT_COUNT(cases); i++)
		ck_assert_msg(text_size(cases[i].text, &octets) &&
		    octets == cases[i].octets, "%s", cases[i].text);
	octets = 7;
	for (i = 0; i < UNIT_COUNT(refused); i++)
		ck_assert_msg(!text_size(refused[i], &octets) && octets == 7,
		    "<%s>", refused[i]);
}
END_TEST

START_TEST(test_states)
{
	ck_assert_int_eq(text_state("ok"), 0);
	ck_assert_int_eq(text_state("Warning"), 1);
	ck_assert_int_eq(text_state("CRITICAL"), 2);
	ck_assert_int_eq(text_state("unknown"), 3);
	ck_assert_int_eq(text_state(""), -1);
	ck_assert_int_eq(text_state("warn"), -1);
	ck_assert_int_eq(text_state("ok "), -1);
	ck_assert_int_eq(text_state("0"), -1);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = { test_every_octet, test_clean,
		test_clean_cut, test_decode, test_filter, test_cut,
		test_columns, test_equal, test_numbers, test_durations,
		test_sizes, test_states };

	return (unit_run("text", tests, UNIT_COUNT(tests)));
}

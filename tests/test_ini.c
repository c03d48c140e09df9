/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "die.h"
#include "ini.h"
#include "unit.h"

/* The value of "key" in the section "s"; NULL: there is none. */
static const struct {
	const char *text;
	const char *value;
} cases[] = {
	{ "[s]\nkey=v", "v" },
	{ "[s]\nkey = v \n", "v" },
	{ "[s]\nkey: v\n", "v" },
	{ "[s]\nKEY=v\n", "v" },
	{ "[S]\nkey=v\n", "v" },
	{ " [ s ] \n  key = v\n", "v" },
	{ "[s]\r\nkey=v\r\n", "v" },
	{ "\xef\xbb\xbf[s]\nkey=v\n", "v" },
	{ "[s]\nkey=1\nkey=2\n", "2" },
	{ "[s]\n[t]\nkey=1\n[s]\nkey=2\n", "2" },
	{ "[s]\nkey=\n", "" },
	{ "[s]\nkey=a=b:c\n", "a=b:c" },
	{ "[s]\nother = [\n  key = 9\n ]\nkey = v\n", "v" },
	{ "[s]\n# key=1\n; key=2\nkey=v\n", "v" },
	{ "[s]\nx\nkey=v\n", "v" },
	{ "[s\nkey=v\n", NULL },
	{ "key=v\n", NULL },
	{ "[t]\nkey=v\n", NULL },
	{ "[s]\n#key=v\n", NULL },
	{ "[s]\nkeys=v\n", NULL },
	{ "[s]\nother=1\n key=v\n", NULL },
	{ "[s]\nkey", NULL },
	{ "", NULL },
};

START_TEST(values)
{
	for (size_t i = 0; i < UNIT_COUNT(cases); i++) {
		struct ini ini;
		const char *got;

		ini_parse(&ini, xstrdup(cases[i].text), strlen(cases[i].text));
		got = ini_get(&ini, "s", "key");
		ck_assert_msg((got == NULL) == (cases[i].value == NULL) &&
		    (got == NULL || strcmp(got, cases[i].value) == 0),
		    "%s: got %s", cases[i].text, got == NULL ? "none" : got);
		ini_clear(&ini);
	}
}
END_TEST

START_TEST(sections)
{
	static const char text[] = "[P1]\na=1\n[Q]\n[P2]\n[P1]\nb=1\n";
	struct ini ini;
	size_t i = 0;

	ini_parse(&ini, xstrdup(text), strlen(text));
	ck_assert_str_eq(ini_section(&ini, "P", &i), "P1");
	ck_assert_str_eq(ini_section(&ini, "P", &i), "P2");
	ck_assert_ptr_null(ini_section(&ini, "P", &i));
	ini_clear(&ini);
}
END_TEST

START_TEST(conversions)
{
	static const char *const no_numbers[] = { "", "x", "1x", "nan", "inf",
	    "0x10", "1e400", "1e30", "- 1" };

	ck_assert(ini_bool("Yes", false) && ini_bool("1", false));
	ck_assert(!ini_bool("off", true) && !ini_bool("FALSE", true));
	ck_assert(ini_bool("maybe", true) && !ini_bool("", false));
	ck_assert(ini_bool(NULL, true));
	ck_assert(ini_number("10", 7) == 10 && ini_number("0.5", 7) == 0.5);
	ck_assert(ini_number("-1", 7) == -1 && ini_number("3 # x", 7) == 3);
	for (size_t i = 0; i < UNIT_COUNT(no_numbers); i++)
		ck_assert_msg(ini_number(no_numbers[i], 7) == 7, "%s",
		    no_numbers[i]);
	ck_assert(ini_number(NULL, 7) == 7);
}
END_TEST

int
main(void)
{
	const TTest *tests[] = { values, sections, conversions };

	return unit_run("ini", tests, UNIT_COUNT(tests));
}

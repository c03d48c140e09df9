/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "prefs.h"
#include "unit.h"

/* The value of "mail.x" in such a text; NULL: there is none. */
static const struct {
	const char *text;
	const char *value;
} cases[] = {
	{ "user_pref(\"mail.x\", 10);", "10" },
	{ "user_pref(\"mail.x\", -1);", "-1" },
	{ "user_pref(\"mail.x\", 0.5);", "0.5" },
	{ "user_pref(\"mail.x\", true);", "true" },
	{ "user_pref('mail.x', 'a');", "a" },
	{ "user_pref('mail.x', \"it's\");", "it's" },
	{ "user_pref(\"mail.x\",10)", "10" },
	{ "  user_pref  (  \"mail.x\"  ,  10  )  ;  ", "10" },
	{ "user_pref(\n\"mail.x\"\n,\n10\n)\n;\n", "10" },
	{ "user_pref(\r\n\t\"mail.x\",\r\n\t10\r\n);\r\n", "10" },
	{ "\xef\xbb\xbfuser_pref(\"mail.x\", 10);", "10" },
	{ "pref(\"mail.x\", 10);", "10" },
	{ "sticky_pref(\"mail.x\", 10);", "10" },
	{ "pref(\"mail.x\", 10, sticky, locked);", "10" },
	{ "user_pref(\"mail.x\", 1);user_pref(\"mail.x\", 2);", "2" },
	{ "lockPref(\"mail.x\", 1);user_pref(\"mail.x\", 2);", "1" },
	{ "user_pref(/* a */ \"mail.x\" // b\n, # c\n 10 /* d */);", "10" },
	{ "/* user_pref(\"mail.x\", 1); */user_pref(\"mail.x\", 2);", "2" },
	{ "// user_pref(\"mail.x\", 1);\nuser_pref(\"mail.x\", 2);", "2" },
	{ "# user_pref(\"mail.x\", 1);\nuser_pref(\"mail.x\", 2);", "2" },
	{ "user_pref(\"mail.x\", \"a\\\"b\\\\c\\n\\r\\x41\\u00e9\\u3042\");",
	    "a\"b\\c\n\rA\xc3\xa9\xe3\x81\x82" },
	{ "user_pref(\"mail\\x2ex\", \"a // b\");", "a // b" },
	{ "user_pref(\"mail.x\", \"\");", "" },
	{ "user_pref(\"mail.x\", \"\\ud800\\x00\\u0000\");", "???" },
	/* one bad statement does not hide the rest */
	{ "user_pref(\"mail.y);\nuser_pref(\"mail.x\", 2);", "2" },
	{ "user_pref(\"mail.y\" 1);\nuser_pref(\"mail.x\", 2);", "2" },
	{ "user_pref(\"mail.y\", 1\nuser_pref(\"mail.x\", 2);", "2" },
	{ "user_pref(\"mail.y\",\n  {});\nuser_pref(\"mail.x\", 2);", "2" },
	{ "user_pref(\nuser_pref(\"mail.x\", 2);", "2" },
	{ "what = \"x\n\";\nuser_pref(\"mail.x\", 2);", "2" },
	/* none */
	{ "", NULL },
	{ "user_pref", NULL },
	{ "user_pref(", NULL },
	{ "user_pref(\"mail.x\"", NULL },
	{ "user_pref(\"mail.x\",", NULL },
	{ "user_pref(\"mail.x\", \"a", NULL },
	{ "user_pref(\"mail.x\", 1", NULL },
	{ "user_pref(\"mail.x\", );", NULL },
	{ "user_pref(mail.x, 1);", NULL },
	{ "User_Pref(\"mail.x\", 1);", NULL },
	{ "xuser_pref(\"mail.x\", 1);", NULL },
	{ "my.user_pref(\"mail.x\", 1);", NULL },
	{ "/* user_pref(\"mail.x\", 1);", NULL },
	{ "\"user_pref('mail.x', 1);\"", NULL },
	{ "user_pref(\"other.x\", 1);", NULL },
	{ "user_pref(\"mail.xx\", 1);", NULL },
	{ "user_pref(\"mail.\", 1);", NULL },
};

START_TEST(values)
{
	for (size_t i = 0; i < UNIT_COUNT(cases); i++) {
		struct prefs prefs = { 0 };
		const char *got;

		prefs_parse(&prefs, cases[i].text, strlen(cases[i].text),
		    "mail.");
		got = prefs_get(&prefs, "mail.x");
		ck_assert_msg((got == NULL) == (cases[i].value == NULL) &&
		    (got == NULL || strcmp(got, cases[i].value) == 0),
		    "%s: got %s", cases[i].text, got == NULL ? "none" : got);
		prefs_clear(&prefs);
	}
}
END_TEST

START_TEST(names)
{
	static const char text[] = "user_pref(\"mail.b.1\", 1);"
	    "user_pref(\"mail.a\", 1);user_pref(\"mail.b.2\", 1);"
	    "user_pref(\"mail.b.1\", 2);user_pref(\"mail.c\", 1);";
	struct prefs prefs = { 0 };
	size_t i = 0;

	prefs_parse(&prefs, text, strlen(text), "mail.");
	ck_assert_str_eq(prefs_name(&prefs, "mail.b.", &i), "mail.b.1");
	ck_assert_str_eq(prefs_name(&prefs, "mail.b.", &i), "mail.b.2");
	ck_assert_ptr_null(prefs_name(&prefs, "mail.b.", &i));
	prefs_clear(&prefs);
}
END_TEST

/* Ten megabytes of statements, and of what looks like one. */
START_TEST(large)
{
	static const char row[] = "user_pref(\"mail.server.server%06d.x\", 1);\n";
	size_t size = 10 << 20, n = 0;
	char *text = malloc(size + 100);
	struct prefs prefs = { 0 };

	ck_assert_ptr_nonnull(text);
	for (int i = 0; n < size; i++)
		n += (size_t)snprintf(text + n, 100, row, i % 1000000);
	prefs_parse(&prefs, text, n, "mail.");
	ck_assert_uint_gt(prefs.count, 200000);
	ck_assert_str_eq(prefs_get(&prefs, "mail.server.server000001.x"),
	    "1");
	prefs_clear(&prefs);
	for (n = 0; n + 10 < size; n += 10)
		memcpy(text + n, "user_pref(", 10);
	prefs_parse(&prefs, text, n, "mail.");
	ck_assert_uint_eq(prefs.count, 0);
	memset(text, '"', size);
	prefs_parse(&prefs, text, size, "mail.");
	ck_assert_uint_eq(prefs.count, 0);
	prefs_clear(&prefs);
	free(text);
}
END_TEST

int
main(void)
{
	const TTest *tests[] = { values, names, large };

	return unit_run("prefs", tests, UNIT_COUNT(tests));
}

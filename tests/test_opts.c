/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdio.h>

#include "i18n.h"
#include "opts.h"
#include "text.h"
#include "unit.h"

struct config {
	char domains[128];	/* "a b": may be repeated */
	bool exact;
	enum state state;
	struct range warning;
};

static const char *
set_domain(void *config, const char *value)
{
	struct config *c = config;
	size_t n = strlen(c->domains);

	if (strchr(value, '.') == NULL)
		return (_("a domain is wanted"));
	snprintf(c->domains + n, sizeof(c->domains) - n, "%s%s",
	    n == 0 ? "" : " ", value);
	return (NULL);
}

static const char *
set_exact(void *config, const char *value)
{
	struct config *c = config;

	ck_assert_ptr_null(value);
	if (c->exact)
		return (_("once is enough"));
	c->exact = true;
	return (NULL);
}

static const char *
set_state(void *config, const char *value)
{
	return (opts_state(&((struct config *)config)->state, value));
}

static const char *
set_warning(void *config, const char *value)
{
	return (opts_range(&((struct config *)config)->warning, value));
}

static const struct opt first[] = {
	{ 'd', "domain", "DOMAIN", "the domain to check; may be given more "
	    "than once, and then each is checked", set_domain },
	{ 0, "exact", NULL, "nothing else", set_exact },
	{ 0, NULL, NULL, NULL, NULL },
};

static const struct opt second[] = {
	{ 'w', "warning", "RANGE", "a range", set_warning },
	{ 0, "extra", "STATE", "a state", set_state },
	{ 0, "an-option-with-a-long-name", "ARGUMENT", "has a line of its "
	    "own", set_state },
	{ 0, NULL, NULL, NULL, NULL },
};

static const struct opts_program program = {
	"check_test", "Checks what is to be checked.",
	"Examples:\n  check_test --domain example.jp",
};

struct run {
	struct config config;
	struct opts_common common;
	const char *args[12];
};

static void
parse(void *arg)
{
	struct run *run = arg;
	const struct opt_table tables[] = { { first, &run->config },
		{ second, &run->config }, { NULL, NULL } };
	char *argv[14] = { NULL };
	int argc = 0;

	argv[argc++] = strdup("check_test");
	for (; run->args[argc - 1] != NULL; argc++)
		argv[argc] = strdup(run->args[argc - 1]);
	opts_parse(&program, tables, &run->common, argc, argv);
	while (argc > 0)
		free(argv[--argc]);
}

/* For refusals: with a service. */
static void
parse_started(void *arg)
{
	die_start("TEST");
	parse(arg);
}

START_TEST(test_defaults)
{
	struct run run = { .args = { NULL } };

	parse(&run);
	ck_assert_int_eq(run.common.verbose, 0);
	ck_assert_int_eq(run.common.timeout, 10000);
	ck_assert(!run.common.timeout_given);
	run.common.timeout = 30000;
	parse(&run);
	ck_assert_int_eq(run.common.timeout, 30000);
}
END_TEST

START_TEST(test_accepted)
{
	struct run run = { .args = { "-vd", "a.jp", "--domain=b.jp",
		"--domain", "c.jp", "-t", "600", "-w10:20", "--extra=Warning",
		"--exact", "-v" } };

	parse(&run);
	ck_assert_str_eq(run.config.domains, "a.jp b.jp c.jp");
	ck_assert_int_eq(run.common.verbose, 2);
	ck_assert_int_eq(run.common.timeout, 600000);
	ck_assert(run.common.timeout_given);
	ck_assert(run.config.warning.set);
	ck_assert(run.config.warning.end == 20);
	ck_assert_int_eq(run.config.state, STATE_WARNING);
	ck_assert(run.config.exact);
}
END_TEST

/* A table ends in its service's line 1, exit code 3. */
static void
expect_refused(struct run *run, const char *line)
{
	char text[4096], wanted[512];

	snprintf(wanted, sizeof(wanted), "TEST UNKNOWN - %s\n", line);
	ck_assert_int_eq(unit_capture(text, sizeof(text), parse_started,
	    run), 3);
	ck_assert_str_eq(text, wanted);
}

static const struct {
	const char *args[4];
	const char *line;
} refusals[] = {
	{ { "-t", "0" }, "--timeout 0: "
	    "whole seconds from 1 to 600 are wanted" },
	{ { "-t", "601" }, "--timeout 601: "
	    "whole seconds from 1 to 600 are wanted" },
	{ { "--timeout=1e9" }, "--timeout 1e9: "
	    "whole seconds from 1 to 600 are wanted" },
	{ { "-t", "1.5" }, "--timeout 1.5: "
	    "whole seconds from 1 to 600 are wanted" },
	{ { "-t", "-1" }, "--timeout -1: "
	    "whole seconds from 1 to 600 are wanted" },
	{ { "--timeout", "99999999999999999999" },
	    "--timeout 99999999999999999999: "
	    "whole seconds from 1 to 600 are wanted" },
	{ { "-d", "x|y\n<z>" }, "--domain x/y (z): "
	    "a domain is wanted" },
	{ { "-d", "\x1b[31m" }, "--domain [31m: "
	    "a domain is wanted" },
	{ { "-d" }, "--domain: a value is missing" },
	{ { "--domain" }, "--domain: a value is missing" },
	{ { "-vt" }, "--timeout: a value is missing" },
	{ { "-d", "" }, "--domain: the value is empty" },
	{ { "--domain=" }, "--domain: the value is empty" },
	{ { "--exact=1" }, "--exact: this option takes no value" },
	{ { "--help=1" }, "--help: this option takes no value" },
	{ { "--exact", "--exact" }, "--exact: once is enough" },
	{ { "--foo" }, "--foo: no such option; see --help" },
	{ { "--foo=bar" }, "--foo: no such option; see --help" },
	{ { "--f|oo" }, "--f/oo: no such option; see --help" },
	{ { "--=" }, "--: no such option; see --help" },
	{ { "--domainx" }, "--domainx: no such option; see --help" },
	{ { "--ex", "a" }, "--ex: no such option, and none may be "
	    "shortened; see --help" },
	{ { "--e=a" }, "--e: no such option, and none may be shortened; "
	    "see --help" },
	/* Begins one name alone, and what follows may be a secret. */
	{ { "--domai", "secret" }, "--domai: no such option, and none may "
	    "be shortened; see --help" },
	{ { "--domai=secret" }, "--domai: no such option, and none may be "
	    "shortened; see --help" },
	{ { "--exac" }, "--exac: no such option, and none may be shortened; "
	    "see --help" },
	{ { "-domain", "a.jp" }, "-domain: two hyphens stand before a long "
	    "name: --domain" },
	{ { "-domain=secret" }, "-domain: two hyphens stand before a long "
	    "name: --domain" },
	{ { "-v", "-extra", "ok" }, "-extra: two hyphens stand before a long "
	    "name: --extra" },
	{ { "-d", "a.jp", "-exact", "-v" }, "-exact: two hyphens stand "
	    "before a long name: --exact" },
	{ { "-warning", "10" }, "-warning: two hyphens stand before a long "
	    "name: --warning" },
	{ { "-verbose" }, "-verbose: two hyphens stand before a long name: "
	    "--verbose" },
	{ { "-domai", "b" }, "--domain omai: a domain is wanted" },
	{ { "-x" }, "-x: no such option; see --help" },
	{ { "-vx" }, "-x: no such option; see --help" },
	{ { "-:" }, "-:: no such option; see --help" },
	{ { "-\xe6" }, "-?: no such option; see --help" },
	{ { "example.jp" }, "example.jp: unexpected; every value "
	    "needs its option in front of it, see --help" },
	{ { "-d", "a.jp", "b|jp" }, "b/jp: unexpected; every value "
	    "needs its option in front of it, see --help" },
	{ { "-" }, "-: unexpected; every value needs its option in "
	    "front of it, see --help" },
	{ { "--", "-v" }, "-v: unexpected; every value needs its "
	    "option in front of it, see --help" },
	{ { "" }, "an empty argument: unexpected; see --help" },
	{ { "-w", "10abc" }, "--warning 10abc: a range is wanted, "
	    "like 10, 10:, ~:10, 10:20 or @10:20" },
	{ { "--extra", "warn" }, "--extra warn: ok, warning, "
	    "critical or unknown is wanted" },
};

START_TEST(test_refused)
{
	struct run run;
	size_t i;

	for (i = 0; i < UNIT_COUNT(refusals); i++) {
		memset(&run, 0, sizeof(run));
		memcpy(run.args, refusals[i].args,
		    sizeof(refusals[i].args));
		expect_refused(&run, refusals[i].line);
	}
}
END_TEST

START_TEST(test_refused_long)
{
	struct run run = { .args = { "-d" } };
	char value[100000];

	memset(value, 'a', sizeof(value) - 1);
	value[sizeof(value) - 1] = '\0';
	run.args[1] = value;
	expect_refused(&run, "--domain aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	    "aaaaaaaaaaaaaaaaaaaaaaaa...: a domain is wanted");
	run.args[0] = value;
	run.args[1] = NULL;
	expect_refused(&run, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	    "aaaaaaaaaaaaaa...: unexpected; every value needs its option "
	    "in front of it, see --help");
	value[0] = value[1] = '-';
	expect_refused(&run, "--aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	    "aaaaaaaaaaaaaa...: no such option; see --help");
}
END_TEST

START_TEST(test_help)
{
	struct run run = { .args = { "--help" } };
	char text[8192];

	ck_assert_int_eq(unit_capture(text, sizeof(text), parse_started,
	    &run), 3);
	ck_assert_str_eq(text,
"Checks what is to be checked.\n"
"\n"
"Usage: check_test [OPTION]...\n"
"\n"
"  -d, --domain=DOMAIN    the domain to check; may be given more than once, and\n"
"                         then each is checked\n"
"      --exact            nothing else\n"
"  -w, --warning=RANGE    a range\n"
"      --extra=STATE      a state\n"
"      --an-option-with-a-long-name=ARGUMENT\n"
"                         has a line of its own\n"
"  -h, --help             print this page and end\n"
"  -V, --version          print the version and end\n"
"  -v, --verbose          print every finding; given twice, also what was asked\n"
"                         and answered\n"
"  -t, --timeout=SECONDS  give up after this many whole seconds, 1 to 600\n"
"                         (default 10)\n"
"\n"
"Examples:\n"
"  check_test --domain example.jp\n");
	/* whatever stands before it is not looked at again */
	run.args[0] = "-d";
	run.args[1] = "a.jp";
	run.args[2] = "-h";
	run.args[3] = "--foo";
	ck_assert_int_eq(unit_capture(text, sizeof(text), parse_started,
	    &run), 3);
	ck_assert_int_eq(strncmp(text, "Checks", 6), 0);
}
END_TEST

START_TEST(test_version)
{
	struct run run = { .args = { "-V" } };
	char text[256];

	ck_assert_int_eq(unit_capture(text, sizeof(text), parse_started,
	    &run), 3);
	ck_assert_str_eq(text, "check_test (monitoring-plugins-weblife) "
	    PACKAGE_VERSION "\n");
}
END_TEST

/* Texts as a translation may have them: wide characters, no blanks. */
static void
help_in_japanese(void *arg)
{
	static const struct opt rows[] = {
		{ 'd', "domain", "\xe3\x83\x89", "\xe6\x97\xa5\xe6\x9c\xac"
		    "\xe8\xaa\x9e\xe3\x81\xae\xe6\x96\x87\xe3\x80\x82"
		    "\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e\xe3\x81\xae"
		    "\xe6\x96\x87\xe3\x80\x82\xe6\x97\xa5\xe6\x9c\xac"
		    "\xe8\xaa\x9e\xe3\x81\xae\xe6\x96\x87\xe3\x80\x82"
		    "\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e\xe3\x81\xae"
		    "\xe6\x96\x87\xe3\x80\x82\xe6\x97\xa5\xe6\x9c\xac"
		    "\xe8\xaa\x9e\xe3\x81\xae\xe6\x96\x87\xe3\x80\x82"
		    "\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e\xe3\x81\xae"
		    "\xe6\x96\x87\xe3\x80\x82", set_domain },
		{ 0, NULL, NULL, NULL, NULL },
	};
	const struct opt_table tables[] = { { rows, NULL }, { NULL, NULL } };
	struct opts_common common = { 0 };
	char name[] = "check_test", help[] = "--help";
	char *argv[] = { name, help, NULL };

	(void)arg;
	unit_utf8();
	opts_parse(&program, tables, &common, 2, argv);
}

START_TEST(test_help_wide)
{
	char text[8192], *line, *rest = text;
	size_t widest = 0, columns;

	ck_assert_int_eq(unit_capture(text, sizeof(text), help_in_japanese,
	    NULL), 3);
	unit_utf8();
	while ((line = strsep(&rest, "\n")) != NULL) {
		columns = text_columns(line);
		ck_assert_uint_le(columns, 80);
		widest = columns > widest ? columns : widest;
		/* no line begins with a full stop */
		line += strspn(line, " ");
		ck_assert_int_ne(strncmp(line, "\xe3\x80\x82", 3), 0);
	}
	ck_assert_uint_ge(widest, 74);
}
END_TEST

static void
print_into(void *arg)
{
	struct run run = { .args = { arg } };
	FILE *full = fopen("/dev/full", "w");

	dup2(fileno(full), STDOUT_FILENO);
	parse_started(&run);
}

START_TEST(test_stdout_lost)
{
	char help[] = "--help", version[] = "--version", text[16];

	ck_assert_int_eq(unit_capture(text, sizeof(text), print_into, help),
	    3);
	ck_assert_int_eq(unit_capture(text, sizeof(text), print_into,
	    version), 3);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = { test_defaults, test_accepted,
		test_refused, test_refused_long, test_help, test_version,
		test_help_wide, test_stdout_lost };

	return (unit_run("opts", tests, UNIT_COUNT(tests)));
}

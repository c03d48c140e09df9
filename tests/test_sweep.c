/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list that comes in, and the totals that go out. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sweep_int.h"
#include "unit.h"

#define S(text) text, sizeof(text) - 1
#define LONG200 \
	"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" \
	"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" \
	"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

/* What the lines are: "TEXT@LINE" each, "!" before what is wrong. */
static const struct {
	const char *file;
	size_t size;
	const char *wanted;
	unsigned long total;
} lists[] = {
	{ S(""), "", 0 },
	{ S("\n\n\n"), "", 0 },
	{ S("a.jp\n"), "a.jp@1 ", 1 },
	{ S("a.jp"), "a.jp@1 ", 1 },
	{ S("a.jp\nb.jp"), "a.jp@1 b.jp@2 ", 2 },
	{ S("a.jp\r\nb.jp\r\n"), "a.jp@1 b.jp@2 ", 2 },
	{ S("# x\n  # y\n\n a.jp\t \n"), "a.jp@4 ", 1 },
	{ S("a.jp # no comment here\n"), "a.jp # no comment here@1 ", 1 },
	{ S("a\rb\n"), "a\rb@1 ", 1 },
	{ S("a.jp\n\0\nb.jp\n"), "a.jp@1 !@2 b.jp@3 ", 3 },
	{ S("a\0b\nc\n"), "!a@1 c@2 ", 2 },
	{ S("\xef\xbb\xbf"), "\xef\xbb\xbf@1 ", 1 },
	{ S(LONG200 "\nb\n"), LONG200 "@1 b@2 ", 2 },
	{ S(LONG200 LONG200 LONG200 LONG200 LONG200 LONG200 "\nb\n"),
	    "!aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa@1 b@2 ", 2 },
};

static void
read_list(struct sweep_input *input, char *text, size_t size)
{
	char line[SWEEP_LINE_MAX];
	const char *wrong;
	enum sweep_got got;

	*text = '\0';
	while ((got = sweep_input_next(input, line, &wrong)) != SWEEP_END) {
		if (got == SWEEP_LATER)
			continue;
		snprintf(text + strlen(text), size - strlen(text),
		    "%s%s@%lu ", wrong ? "!" : "", line, input->line);
	}
}

static int
memory_file(const char *data, size_t size, char path[40])
{
	char name[] = "/tmp/weblife-XXXXXX";
	int fd = mkstemp(name);

	ck_assert_int_ge(fd, 0);
	unlink(name);
	ck_assert_int_eq(write(fd, data, size), (ssize_t)size);
	snprintf(path, 40, "/proc/self/fd/%d", fd);
	return fd;
}

START_TEST(test_lists)
{
	static struct sweep_input input;
	struct sweep sweep = { 0 };
	char path[40], text[4000];
	int fd = memory_file(lists[_i].file, lists[_i].size, path);

	sweep.file = path;
	ck_assert_ptr_null(sweep_input_open(&input, &sweep));
	ck_assert_uint_eq(input.total, lists[_i].total);
	read_list(&input, text, sizeof(text));
	ck_assert_str_eq(text, lists[_i].wanted);
	sweep_input_close(&input);
	close(fd);
}
END_TEST

/* A line of any length is told once; one that does not end ends it all. */
static const struct {
	size_t length;
	const char *wanted;
} lengths[] = {
	{ 65535, "!@1 b.jp@2 " }, { 65536, "!@1 b.jp@2 " },
	{ 65537, "!@1 b.jp@2 " }, { 200000, "!@1 b.jp@2 " },
	{ 1000000, "!@1 b.jp@2 " }, { 16000000, "!@1 b.jp@2 " },
	{ 17000000, "!@1 !...@1 " },
};

START_TEST(test_long)
{
	static struct sweep_input input;
	struct sweep sweep = { 0 };
	char *data = xcalloc(lengths[_i].length + 6, 1), path[40], text[400];
	int fd;

	memcpy(data + lengths[_i].length, "\nb.jp\n", 6);
	fd = memory_file(data, lengths[_i].length + 6, path);
	sweep.file = path;
	ck_assert_ptr_null(sweep_input_open(&input, &sweep));
	read_list(&input, text, sizeof(text));
	ck_assert_str_eq(text, lengths[_i].wanted);
	sweep_input_close(&input);
	close(fd);
	free(data);
}
END_TEST

/* Each of the 65,536 places of the buffer's end in a line. */
START_TEST(test_buffer_end)
{
	static struct sweep_input input;
	struct sweep sweep = { 0 };
	char *data = xcalloc(90000, 1), path[40], line[SWEEP_LINE_MAX];
	const char *wrong;
	size_t size = 0;
	int fd, i;

	for (i = 0; size < 89900; i++)
		size += (size_t)snprintf(data + size, 90000 - size, "d%.*d\n",
		    1 + i % 60, i);
	fd = memory_file(data, size, path);
	sweep.file = path;
	ck_assert_ptr_null(sweep_input_open(&input, &sweep));
	for (i = 0; sweep_input_next(&input, line, &wrong) == SWEEP_SUBJECT;
	    i++) {
		ck_assert_ptr_null(wrong);
		ck_assert_int_eq(strtol(line + 1, NULL, 10), i);
	}
	ck_assert_uint_eq(input.total, (unsigned long)i);
	sweep_input_close(&input);
	close(fd);
	free(data);
}
END_TEST

START_TEST(test_pipe)
{
	static struct sweep_input input;
	struct sweep sweep = { .file = "-" };
	char line[SWEEP_LINE_MAX];
	const char *wrong;
	int fds[2];

	ck_assert_int_eq(pipe(fds), 0);
	dup2(fds[0], STDIN_FILENO);
	ck_assert_ptr_null(sweep_input_open(&input, &sweep));
	ck_assert_int_eq(sweep_input_next(&input, line, &wrong), SWEEP_LATER);
	ck_assert_int_eq(write(fds[1], "a.j", 3), 3);
	ck_assert_int_eq(sweep_input_next(&input, line, &wrong), SWEEP_LATER);
	ck_assert_int_eq(write(fds[1], "p\nb", 3), 3);
	ck_assert_int_eq(sweep_input_next(&input, line, &wrong),
	    SWEEP_SUBJECT);
	ck_assert_str_eq(line, "a.jp");
	ck_assert_int_eq(sweep_input_next(&input, line, &wrong), SWEEP_LATER);
	close(fds[1]);
	ck_assert_int_eq(sweep_input_next(&input, line, &wrong),
	    SWEEP_SUBJECT);
	ck_assert_str_eq(line, "b");
	ck_assert_int_eq(sweep_input_next(&input, line, &wrong), SWEEP_END);
	ck_assert_uint_eq(input.total, 0);
	sweep_input_close(&input);
}
END_TEST

/* ---- totals ---- */

static const struct cause cause_a = { "cause_a", "first cause" };
static const struct cause cause_b = { "cause_b", "second cause" };
static const struct sweep_program program = { .service = "MX" };

static void
add(struct sweep_total *total, unsigned long number, enum state state,
    const struct cause *cause)
{
	struct report *report = report_new("MX");
	char name[20];

	snprintf(name, sizeof(name), "n%lu.jp", number);
	report_add(report, name, state, "text");
	if (cause)
		report_cause(report, cause);
	sweep_total_add(total, &program, number, name, report);
	report_free(report);
}

static void
total_text(const struct sweep_total *total, char *text, size_t size)
{
	struct report *report = report_new("MX");

	sweep_total_figures(total, &program, report);
	sweep_total_report(total, &program, report);
	report_text(report, 0, text, size);
	report_free(report);
}

/* The order in which subjects end does not matter. */
START_TEST(test_totals)
{
	static const unsigned long orders[2][6] = {
		{ 1, 2, 3, 4, 5, 6 }, { 6, 3, 5, 1, 4, 2 },
	};
	struct sweep_total *total = xcalloc(1, sizeof(*total));
	char text[REPORT_TEXT_MAX];
	size_t i;

	for (i = 0; i < 6; i++) {
		unsigned long n = orders[_i][i];

		add(total, n, n == 6 ? STATE_OK : n == 5 ? STATE_WARNING :
		    STATE_CRITICAL, n == 1 ? &cause_b : &cause_a);
	}
	total_text(total, text, sizeof(text));
	ck_assert_str_eq(text, "MX CRITICAL - 5 of 6 domains wrong: n1.jp, "
	    "n2.jp, n3.jp and 2 more | subjects=6;;;0 ok=1;;;0 warning=1;;;0 "
	    "critical=4;;;0 unknown=0;;;0\n"
	    "CRITICAL - first cause (3): n2.jp, n3.jp, n4.jp\n"
	    "CRITICAL - second cause (1): n1.jp\n"
	    "WARNING - first cause (1): n5.jp");
	sweep_total_free(total);
	free(total);
}
END_TEST

static const struct {
	unsigned long ok, unknown;
	const char *line;
} plain[] = {
	{ 1, 0, "MX OK - 1 domain, nothing wrong |" },
	{ 5, 0, "MX OK - 5 domains, nothing wrong |" },
	{ 0, 0, "MX UNKNOWN - the list of subjects is empty |" },
	{ 1, 1, "MX UNKNOWN - 1 of 2 domains unknown: n1.jp |" },
	{ 0, 4, "MX UNKNOWN - 4 of 4 domains unknown: n0.jp, n1.jp, n2.jp "
	    "and 1 more |" },
};

START_TEST(test_plain)
{
	struct sweep_total *total = xcalloc(1, sizeof(*total));
	char text[REPORT_TEXT_MAX];
	unsigned long i, n = plain[_i].ok + plain[_i].unknown;

	for (i = 0; i < n; i++)
		add(total, i, i < plain[_i].ok ? STATE_OK : STATE_UNKNOWN,
		    NULL);
	total_text(total, text, sizeof(text));
	ck_assert_msg(strncmp(text, plain[_i].line,
	    strlen(plain[_i].line)) == 0, "%s", text);
	sweep_total_free(total);
	free(total);
}
END_TEST

/* More causes than there is room for are still counted. */
START_TEST(test_many_causes)
{
	static struct cause causes[SWEEP_GROUPS + 50];
	struct sweep_total *total = xcalloc(1, sizeof(*total));
	unsigned long i, sum = 0;

	for (i = 0; i < UNIT_COUNT(causes); i++) {
		causes[i].token = "x";
		causes[i].title = "y";
		add(total, i, STATE_CRITICAL, &causes[i]);
	}
	for (i = 0; i < total->group_count; i++)
		sum += total->groups[i].count;
	ck_assert_uint_eq(total->group_count, SWEEP_GROUPS);
	ck_assert_uint_eq(sum, UNIT_COUNT(causes));
	sweep_total_free(total);
	free(total);
}
END_TEST

START_TEST(test_subjects)
{
	struct sweep sweep = { 0 };

	sweep_add(&sweep, "a.jp");
	sweep_add(&sweep, "b.jp");
	sweep_add(&sweep, "a.jp");
	ck_assert_uint_eq(sweep.count, 2);
	sweep_free(&sweep);
	ck_assert_uint_eq(sweep.count, 0);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("sweep");
	TCase *tcase = tcase_create("sweep");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_set_timeout(tcase, 120);
	tcase_add_loop_test(tcase, test_lists, 0, (int)UNIT_COUNT(lists));
	tcase_add_loop_test(tcase, test_long, 0, (int)UNIT_COUNT(lengths));
	tcase_add_test(tcase, test_buffer_end);
	tcase_add_test(tcase, test_pipe);
	tcase_add_loop_test(tcase, test_totals, 0, 2);
	tcase_add_loop_test(tcase, test_plain, 0, (int)UNIT_COUNT(plain));
	tcase_add_test(tcase, test_many_causes);
	tcase_add_test(tcase, test_subjects);
	suite_add_tcase(suite, tcase);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed > 0;
}

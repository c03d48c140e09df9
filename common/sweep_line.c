/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "clock.h"
#include "i18n.h"
#include "sweep_int.h"
#include "text.h"

#define LINE_MAX_OCTETS 4000	/* one write(2) into a pipe stays whole */

struct sweep_lines {
	const struct sweep *sweep;
	const struct sweep_program *program;
	FILE *file;			/* --report; NULL: none */
	char *place, *temporary;	/* place: links in it are followed */
	bool failed;
};

/* What is there already: NULL, or why it is not to be replaced. */
static const char *
unfit(const char *place)
{
	struct stat st;

	if (lstat(place, &st) != 0)
		return errno == ENOENT ? NULL : strerror(errno);
	if (S_ISDIR(st.st_mode))
		return _("a directory");
	if (S_ISLNK(st.st_mode))
		return _("a symbolic link that leads nowhere");
	if (!S_ISREG(st.st_mode))
		return _("not a regular file");
	if (report_goes_to(place))
		return _("it is the standard output");
	return NULL;
}

/* Where the file will come to stand; ends by die() where it cannot. */
static char *
find_place(const char *path)
{
	char *place = realpath(path, NULL);
	const char *wrong;

	if (!place)
		place = xstrdup(path);
	wrong = strcmp(path, "-") == 0 ? _("not a regular file") :
	    unfit(place);
	if (wrong)
		die(_("--report %s: %s"), path, wrong);
	return place;
}

struct sweep_lines *
sweep_lines_open(const struct sweep *sweep,
    const struct sweep_program *program)
{
	struct sweep_lines *lines = xcalloc(1, sizeof(*lines));
	mode_t mask = umask(0);
	int fd;

	umask(mask);
	lines->sweep = sweep;
	lines->program = program;
	if (!sweep->report_file)
		return lines;
	lines->place = find_place(sweep->report_file);
	lines->temporary = xasprintf("%s.XXXXXX", lines->place);
	fd = mkstemp(lines->temporary);
	if (fd < 0 || fchmod(fd, 0666 & ~mask) != 0 ||
	    !(lines->file = fdopen(fd, "w")))
		die(_("--report %s: %s"), sweep->report_file,
		    strerror(errno));
	return lines;
}

const char *
sweep_lines_place(const struct sweep_lines *lines)
{
	return lines->place;
}

static void
json_string(FILE *file, const char *text)
{
	const unsigned char *p;

	putc('"', file);
	for (p = (const unsigned char *)text; *p != '\0'; p++) {
		if (*p == '\n')
			fputs("\\n", file);
		else if (*p < ' ' || *p == 0x7f)
			fprintf(file, "\\u%04x", *p);
		else if (*p == '"' || *p == '\\')
			fprintf(file, "\\%c", *p);
		else
			putc(*p, file);
	}
	putc('"', file);
}

struct figures {
	FILE *file;
	unsigned int count;
};

static void
json_figure(void *arg, const char *label, const char *value)
{
	struct figures *figures = arg;

	fprintf(figures->file, "%s\"%s\":%s", figures->count++ > 0 ? "," : "",
	    label, value);
}

static void
write_report(struct sweep_lines *lines, const char *subject,
    const struct report *report)
{
	const struct cause *cause = report_headline_cause(report);
	struct figures figures = { lines->file, 0 };

	fputs("{\"subject\":", lines->file);
	json_string(lines->file, subject);
	fprintf(lines->file, ",\"state\":\"%s\",\"cause\":",
	    state_name(report_state(report)));
	json_string(lines->file, cause ? cause->token : "");
	fputs(",\"text\":", lines->file);
	json_string(lines->file, report_headline(report));
	fputs(",\"figures\":{", lines->file);
	report_each_metric(report, json_figure, &figures);
	fputs("}}\n", lines->file);
	if (ferror(lines->file))
		lines->failed = true;
}

/* The pattern with the subject for %d; what would end a field is "_". */
static void
expand(char *out, size_t size, const char *pattern, const char *subject)
{
	size_t used = 0, n;

	/* a pattern ends with NUL, so behind "%d" there is one more:
	 * NOLINTNEXTLINE(clang-analyzer-core.UndefinedBinaryOperatorResult) */
	while (*pattern != '\0' && used + 1 < size) {
		if (strncmp(pattern, "%d", 2) == 0) {
			snprintf(out + used, size - used, "%s", subject);
			n = strlen(out + used);
			while (n-- > 0) {
				if (strchr(";!|\t", out[used]))
					out[used] = '_';
				used++;
			}
			pattern += 2;
		} else
			out[used++] = *pattern++;
	}
	out[used] = '\0';
}

static void
default_service(char *out, size_t size, const char *service)
{
	size_t i;

	for (i = 0; service[i] != '\0' && i + 1 < size; i++)
		out[i] = service[i] == ' ' ? '_' :
		    (char)text_lower((unsigned char)service[i]);
	out[i] = '\0';
}

/* Text of several lines as one, new lines as backslash n: Nagios reads it
 * back so, and our texts have no backslash. */
static char *
escape_lines(const char *text)
{
	char *out = xcalloc(strlen(text) * 2 + 1, 1), *p = out;

	for (; *text != '\0'; text++) {
		if (*text == '\n')
			*p++ = '\\';
		*p++ = *text == '\n' ? 'n' : *text;
	}
	return out;
}

static void
put_nagios(struct sweep_lines *lines, const char *host, const char *service,
    enum state state, const char *text)
{
	char line[LINE_MAX_OCTETS], *escaped = escape_lines(text);
	size_t length;

	if (lines->sweep->passive == SWEEP_NAGIOS)
		snprintf(line, sizeof(line), "[%lld] "
		    "PROCESS_SERVICE_CHECK_RESULT;%s;%s;%d;%s",
		    (long long)clock_wall(), host, service, (int)state,
		    escaped);
	else
		snprintf(line, sizeof(line), "%s\t%s\t%d\t%s", host,
		    service, (int)state, escaped);
	text_cut(line, sizeof(line));
	length = strlen(line);
	line[length] = '\n';
	if (!die_print(line, length + 1))
		lines->failed = true;
	free(escaped);
}

/* "a=1 b=2" as a JSON array: none of our labels or values has a blank. */
static void
json_perfdata(FILE *file, const char *perfdata, size_t length)
{
	bool first = true;
	size_t n;

	putc('[', file);
	while (length > 0) {
		for (n = 0; n < length && perfdata[n] != ' '; n++)
			;
		if (n > 0)
			fprintf(file, "%s\"%.*s\"", first ? "" : ",", (int)n,
			    perfdata);
		first = first && n == 0;
		n += n < length ? 1 : 0;
		perfdata += n;
		length -= n;
	}
	putc(']', file);
}

static void
put_icinga2(struct sweep_lines *lines, const char *host, const char *service,
    enum state state, char *text)
{
	char line[2 * REPORT_TEXT_MAX], *name, *end, *bar, *rest;
	FILE *file = fmemopen(line, sizeof(line), "w");

	if (!file)
		die("fmemopen: %s", strerror(errno));
	name = xasprintf("%s!%s", host, service);
	bar = strchr(text, '|');	/* our texts have none but this */
	end = text + strcspn(text, "\n");
	rest = *end ? end : NULL;
	fputs("{\"type\":\"Service\",\"service\":", file);
	json_string(file, name);
	fprintf(file, ",\"exit_status\":%d,\"performance_data\":",
	    (int)state);
	json_perfdata(file, bar ? bar + 1 : end,
	    bar ? (size_t)(end - bar - 1) : 0);
	fputs(",\"plugin_output\":", file);
	if (bar) {
		while (bar > text && bar[-1] == ' ')
			bar--;
		memmove(bar, rest ? rest : "", rest ? strlen(rest) + 1 : 1);
	}
	text_cut(text, LINE_MAX_OCTETS - 800);
	json_string(file, text);
	fputs("}\n", file);
	fclose(file);
	if (!die_print(line, strlen(line)))
		lines->failed = true;
	free(name);
}

static void
put_passive(struct sweep_lines *lines, const char *subject,
    const struct report *report)
{
	const struct sweep *sweep = lines->sweep;
	char host[400], service[400], standard[64], text[REPORT_TEXT_MAX];

	default_service(standard, sizeof(standard), lines->program->service);
	expand(host, sizeof(host),
	    sweep->passive_host ? sweep->passive_host : "%d", subject);
	expand(service, sizeof(service),
	    sweep->passive_service ? sweep->passive_service : standard,
	    subject);
	report_text(report, 0, text, sizeof(text));
	if (sweep->passive == SWEEP_ICINGA2)
		put_icinga2(lines, host, service, report_state(report), text);
	else
		put_nagios(lines, host, service, report_state(report), text);
}

void
sweep_lines_add(struct sweep_lines *lines, const char *subject,
    const struct report *report)
{
	if (lines->file)
		write_report(lines, subject, report);
	if (lines->sweep->passive != SWEEP_RESULT)
		put_passive(lines, subject, report);
}

void
sweep_lines_bad(struct sweep_lines *lines, const char *number,
    const struct report *report)
{
	if (lines->file)
		write_report(lines, number, report);
	if (lines->sweep->passive != SWEEP_RESULT)
		report_aside("%s", report_headline(report));
}

const char *
sweep_lines_close(struct sweep_lines *lines)
{
	const char *wrong = lines->failed ?
	    _("the results could not be written") : NULL;

	if (lines->file) {
		if (fclose(lines->file) != 0 && !wrong)
			wrong = strerror(errno);
		if (!wrong && rename(lines->temporary, lines->place) != 0)
			wrong = strerror(errno);
		if (wrong)
			unlink(lines->temporary);
	}
	free(lines->temporary);
	free(lines->place);
	free(lines);
	return wrong;
}

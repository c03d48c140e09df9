/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "i18n.h"
#include "opts_help.h"
#include "text.h"

#define PAGE_WIDTH 79
#define LEFT_MAX 30		/* a wider left column gets a line of its own */

struct page {
	FILE *file;
	size_t column;
	size_t indent;
};

static void
put(struct page *page, const char *text, size_t length)
{
	char *copy = xstrndup(text, length);

	fputs(copy, page->file);
	page->column += text_columns(copy);
	free(copy);
}

static void
new_line(struct page *page)
{
	fputc('\n', page->file);
	page->column = 0;
}

static void
go_to(struct page *page, size_t column)
{
	while (page->column < column)
		put(page, " ", 1);
}

/* Japanese has no blanks: a line may end at every wide character ... */
static bool
is_wide(uint32_t c)
{
	return (c >= 0x1100 && c != TEXT_ILL_FORMED && text_utf8() &&
	    wcwidth((wchar_t)c) == 2);
}

/* ... but these do not begin one, */
static bool
is_closing(uint32_t c)
{
	static const uint32_t closing[] = { 0x3001, 0x3002, 0x300d, 0x300f,
		0x3011, 0x30fc, 0xff01, 0xff09, 0xff0c, 0xff0e, 0xff1a,
		0xff1b, 0xff1f };
	size_t i;

	for (i = 0; i < sizeof(closing) / sizeof(closing[0]); i++)
		if (c == closing[i])
			return (true);
	return (c == ',' || c == '.' || c == ')' || c == ';' || c == ':');
}

/* ... and these do not end one. */
static bool
is_opening(uint32_t c)
{
	return (c == 0x300c || c == 0x300e || c == 0x3010 || c == 0xff08 ||
	    c == '(');
}

/* Octets at the start of text that stay on one line. */
static size_t
unit_length(const char *text)
{
	size_t used, n = 0, left = strlen(text);
	uint32_t c = 0, before;

	while (n < left && text[n] != ' ' && text[n] != '\n') {
		before = c;
		c = text_decode(text + n, left - n, &used);
		if (n > 0 && (is_wide(c) || is_wide(before)) &&
		    !is_closing(c) && !is_opening(before))
			break;
		n += used;
	}
	return (n);
}

static void
put_unit(struct page *page, const char *text, size_t length, size_t blanks)
{
	char *copy = xstrndup(text, length);
	size_t columns = text_columns(copy);

	free(copy);
	if (page->column > page->indent &&
	    page->column + blanks + columns > PAGE_WIDTH) {
		new_line(page);
		blanks = 0;
	}
	go_to(page, page->indent);
	go_to(page, page->column + blanks);
	put(page, text, length);
}

/* One line of text, wrapped from the page's column on; gives what follows. */
static const char *
put_wrapped(struct page *page, const char *text)
{
	size_t n, blanks;

	while (*text != '\0' && *text != '\n') {
		blanks = strspn(text, " ");
		text += blanks;
		n = unit_length(text);
		if (n > 0)
			put_unit(page, text, n, blanks);
		text += n;
	}
	new_line(page);
	return (*text == '\n' ? text + 1 : text);
}

/* Lines keep the indent that they begin with. */
static void
put_paragraphs(struct page *page, const char *text)
{
	while (*text != '\0') {
		page->indent = strspn(text, " ");
		text = put_wrapped(page, text + page->indent);
	}
	page->indent = 0;
}

/* "  -d, --domain=DOMAIN"; the caller frees it. */
static char *
left_column(const struct opt *opt)
{
	char letter[8] = "    ";

	if (opt->letter != 0)
		snprintf(letter, sizeof(letter), "-%c, ", opt->letter);
	return (xasprintf("  %s--%s%s%s", letter, opt->name,
	    opt->arg == NULL ? "" : "=",
	    opt->arg == NULL ? "" : _(opt->arg)));
}

static size_t
left_width(const struct opt_table *tables)
{
	size_t columns, widest = 0;
	const struct opt *opt;
	char *left;

	for (; tables->rows != NULL; tables++)
		for (opt = tables->rows; opt->name != NULL; opt++) {
			left = left_column(opt);
			columns = text_columns(left) + 2;
			if (columns <= LEFT_MAX && columns > widest)
				widest = columns;
			free(left);
		}
	return (widest);
}

static void
put_row(struct page *page, const struct opt *opt, size_t width)
{
	char *left = left_column(opt);

	put(page, left, strlen(left));
	free(left);
	if (page->column + 2 > width)
		new_line(page);
	page->indent = width;
	go_to(page, width);
	put_wrapped(page, _(opt->help));
	page->indent = 0;
}

static void
put_rows(struct page *page, const struct opt_table *tables)
{
	size_t width = left_width(tables);
	const struct opt *opt;

	for (; tables->rows != NULL; tables++)
		for (opt = tables->rows; opt->name != NULL; opt++)
			put_row(page, opt, width);
}

char *
opts_help(const struct opts_program *program, const struct opt_table *tables)
{
	struct page page = { 0 };
	char *text = NULL, *usage;
	size_t size;

	page.file = open_memstream(&text, &size);
	if (page.file == NULL)
		die("%s", _("out of memory"));
	put_paragraphs(&page, _(program->summary));
	new_line(&page);
	usage = xasprintf(_("Usage: %s [OPTION]..."), program->name);
	put_paragraphs(&page, usage);
	free(usage);
	new_line(&page);
	put_rows(&page, tables);
	if (program->epilogue != NULL) {
		new_line(&page);
		put_paragraphs(&page, _(program->epilogue));
	}
	if (fclose(page.file) != 0)
		die("%s", _("out of memory"));
	return (text);
}

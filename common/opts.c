/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "i18n.h"
#include "opts.h"
#include "opts_help.h"
#include "text.h"

#define TIMEOUT_DEFAULT 10000	/* milliseconds */
#define TIMEOUT_MAX 600		/* seconds */
#define LONG_BASE 256		/* what getopt_long() gives: row + LONG_BASE */
#define SHOWN_MAX 64		/* octets of a value in a message */

struct row {
	const struct opt *opt;
	void *config;
};

struct parser {
	const struct opts_program *program;
	const struct opt_table *tables;
	struct opts_common *common;
	struct row *rows;
	size_t count;
	struct option *longs;	/* count of them, and one of zeros */
	char *shorts;
};

_Noreturn static void
print_and_end(const char *text)
{
	die_print(text, strlen(text));
	_exit(STATE_UNKNOWN);
}

static const char *
set_help(void *config, const char *value)
{
	struct parser *parser = config;

	(void)value;
	print_and_end(opts_help(parser->program, parser->tables));
}

static const char *
set_version(void *config, const char *value)
{
	struct parser *parser = config;

	(void)value;
	print_and_end(xasprintf("%s (%s) %s\n", parser->program->name,
	    PACKAGE_NAME, PACKAGE_VERSION));
}

static const char *
set_verbose(void *config, const char *value)
{
	struct parser *parser = config;

	(void)value;
	parser->common->verbose++;
	return (NULL);
}

static const char *
set_timeout(void *config, const char *value)
{
	struct parser *parser = config;
	unsigned long seconds;

	if (!text_number(value, 1, TIMEOUT_MAX, &seconds))
		return (_("whole seconds from 1 to 600 are wanted"));
	parser->common->timeout = (int64_t)seconds * 1000;
	parser->common->timeout_given = true;
	return (NULL);
}

static size_t
count_rows(const struct opt_table *tables)
{
	const struct opt *opt;
	size_t n = 0;

	for (; tables->rows != NULL; tables++)
		for (opt = tables->rows; opt->name != NULL; opt++)
			n++;
	return (n);
}

static void
add_row(struct parser *parser, const struct opt *opt, void *config)
{
	struct option *option = &parser->longs[parser->count];
	size_t n = strlen(parser->shorts);

	option->name = opt->name;
	option->has_arg = opt->arg == NULL ? no_argument : required_argument;
	option->val = LONG_BASE + (int)parser->count;
	parser->rows[parser->count].opt = opt;
	parser->rows[parser->count++].config = config;
	if (opt->letter == 0)
		return;
	parser->shorts[n++] = (char)opt->letter;
	if (opt->arg != NULL)
		parser->shorts[n] = ':';
}

static void
parser_fill(struct parser *parser)
{
	const struct opt_table *table;
	const struct opt *opt;
	size_t n = count_rows(parser->tables);

	parser->rows = xcalloc(n, sizeof(*parser->rows));
	parser->longs = xcalloc(n + 1, sizeof(*parser->longs));
	/* ":" first: a missing value is told from an unknown option */
	parser->shorts = xcalloc(2 * n + 2, 1);
	parser->shorts[0] = ':';
	for (table = parser->tables; table->rows != NULL; table++)
		for (opt = table->rows; opt->name != NULL; opt++)
			add_row(parser, opt, table->config);
}

static void
parser_empty(struct parser *parser)
{
	free(parser->rows);
	free(parser->longs);
	free(parser->shorts);
}

/* The row of what getopt_long() gave, or NULL. */
static const struct row *
find_row(const struct parser *parser, int c)
{
	size_t i;

	if (c >= LONG_BASE && (size_t)(c - LONG_BASE) < parser->count)
		return (&parser->rows[c - LONG_BASE]);
	for (i = 0; i < parser->count; i++)
		/* add_row() gave each row its option:
		 * NOLINTNEXTLINE(clang-analyzer-core.NullDereference) */
		if (c != 0 && parser->rows[i].opt->letter == c)
			return (&parser->rows[i]);
	return (NULL);
}

/* Whether the n octets of word are a name, or what one begins with. */
static bool
is_name(const struct parser *parser, const char *word, size_t n, bool whole)
{
	const char *name;
	size_t i;

	for (i = 0; i < parser->count; i++) {
		/* NOLINTNEXTLINE(clang-analyzer-core.NullDereference): same */
		name = parser->rows[i].opt->name;
		if (strncmp(name, word, n) == 0 &&
		    (!whole || name[n] == '\0'))
			return (true);
	}
	return (false);
}

/* word is what was typed; a value behind "=" may be secret and isn't shown. */
_Noreturn static void
refuse_long(const struct parser *parser, const char *word)
{
	size_t n = strcspn(word, "=");
	char shown[SHOWN_MAX];

	text_clean(shown, sizeof(shown), word, n);
	if (n > 2 && is_name(parser, word + 2, n - 2, false))
		die(_("%s: no such option, and none may be shortened; see "
		    "--help"), shown);
	die(_("%s: no such option; see --help"), shown);
}

/* "-domain" is -d with the value "omain" to getopt_long(): nobody means it. */
static void
refuse_hyphen(const struct parser *parser, const char *word)
{
	char shown[SHOWN_MAX];
	size_t n;

	if (word[0] != '-' || word[1] == '-')
		return;
	n = strcspn(word + 1, "=");
	if (n < 2 || !is_name(parser, word + 1, n, true))
		return;
	text_clean(shown, sizeof(shown), word, n + 1);
	die(_("%s: two hyphens stand before a long name: -%s"), shown, shown);
}

/* getopt_long() takes what a name begins with for the name: --password VALUE
 * would be --password-file, and the secret a file whose name is told. */
static void
refuse_short(const struct parser *parser, const struct row *row,
    char *const *next)
{
	const char *word = row->opt->arg && optarg == next[-1] ?
	    next[-2] : next[-1];

	if (strcspn(word + 2, "=") != strlen(row->opt->name))
		refuse_long(parser, word);
}

_Noreturn static void
refuse(const struct parser *parser, int what, const char *word)
{
	const struct row *row = find_row(parser, optopt);
	char letter = (char)optopt, shown[SHOWN_MAX];

	if (row != NULL && what == ':')
		die(_("--%s: a value is missing"), row->opt->name);
	if (row != NULL)
		die(_("--%s: this option takes no value"), row->opt->name);
	if (optopt == 0)
		refuse_long(parser, word);
	refuse_hyphen(parser, word);
	text_clean(shown, sizeof(shown), &letter, 1);
	die(_("-%s: no such option; see --help"), shown);
}

static void
take(const struct row *row, const char *value)
{
	const char *wanted;
	char shown[SHOWN_MAX];

	if (row->opt->arg == NULL)
		value = NULL;
	else if (*value == '\0' && *row->opt->arg != '[')
		die(_("--%s: the value is empty"), row->opt->name);
	wanted = row->opt->set(row->config, value);
	if (wanted == NULL)
		return;
	if (value == NULL)
		die("--%s: %s", row->opt->name, wanted);
	text_clean_string(shown, sizeof(shown), value);
	die("--%s %s: %s", row->opt->name, shown, wanted);
}

static void
parser_run(const struct parser *parser, int argc, char **argv)
{
	const struct row *row;
	char shown[SHOWN_MAX];
	int c;

	opterr = 0;
	optind = 0;	/* begin anew, also when it ran before */
	while ((c = getopt_long(argc, argv, parser->shorts, parser->longs,
	    NULL)) != -1) {
		row = find_row(parser, c);
		if (row == NULL) {	/* "?" and ":" */
			/* within a word optind is not behind it yet */
			if (argv[optind] != NULL)
				refuse_hyphen(parser, argv[optind]);
			refuse(parser, c, argv[optind - 1]);
		}
		if (optarg == argv[optind - 1] + 2)
			refuse_hyphen(parser, argv[optind - 1]);
		if (c >= LONG_BASE)
			refuse_short(parser, row, argv + optind);
		take(row, optarg);
	}
	if (optind >= argc)
		return;
	text_clean_string(shown, sizeof(shown), argv[optind]);
	if (*argv[optind] == '\0')
		die("%s", _("an empty argument: unexpected; see --help"));
	die(_("%s: unexpected; every value needs its option in front of it, "
	    "see --help"), shown);
}

/* The tables of the program and behind them ours; the caller frees it. */
static struct opt_table *
all_tables(const struct opt_table *tables, const struct opt *ours,
    void *config)
{
	struct opt_table *all;
	size_t n;

	for (n = 0; tables[n].rows != NULL; n++)
		continue;
	all = xcalloc(n + 2, sizeof(*all));
	memcpy(all, tables, n * sizeof(*all));
	all[n].rows = ours;
	all[n].config = config;
	return (all);
}

void
opts_parse(const struct opts_program *program, const struct opt_table *tables,
    struct opts_common *common, int argc, char **argv)
{
	struct parser parser = { .program = program, .common = common };
	char timeout[256];
	const struct opt ours[] = {
		{ 'h', "help", NULL, N_("print this page and end"),
		    set_help },
		{ 'V', "version", NULL, N_("print the version and end"),
		    set_version },
		{ 'v', "verbose", NULL, N_("print every finding; given twice, "
		    "also what was asked and answered"), set_verbose },
		{ 't', "timeout", N_("SECONDS"), timeout, set_timeout },
		{ 0, NULL, NULL, NULL, NULL },
	};
	struct opt_table *all = all_tables(tables, ours, &parser);

	if (common->timeout == 0)
		common->timeout = TIMEOUT_DEFAULT;
	snprintf(timeout, sizeof(timeout), _("give up after this many whole "
	    "seconds, 1 to 600 (default %d)"), (int)(common->timeout / 1000));
	parser.tables = all;
	parser_fill(&parser);
	parser_run(&parser, argc, argv);
	parser_empty(&parser);
	free(all);
}

const char *
opts_state(enum state *state, const char *value)
{
	int n = text_state(value);

	if (n < 0)
		return (_("ok, warning, critical or unknown is wanted"));
	*state = (enum state)n;
	return (NULL);
}

const char *
opts_range(struct range *range, const char *value)
{
	if (!range_parse(range, value))
		return (_("a range is wanted, like 10, 10:, ~:10, 10:20 or "
		    "@10:20"));
	return (NULL);
}

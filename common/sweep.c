/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "i18n.h"
#include "sandbox.h"
#include "sweep_int.h"

#define CONCURRENCY 500

static bool
local(const struct endpoint *servers, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (!ip_is_loopback(&servers[i].ip))
			return false;
	return true;
}

/* --rate, or the standard one: a resolver elsewhere is shared with others. */
static unsigned int
rate_of(const struct sweep_run *run, const struct endpoint *servers, size_t count)
{
	if (run->sweep->rate_given)
		return run->sweep->rate;
	if (!sweep_many(run))
		return 0;
	if (run->program->rate > 0)
		return run->program->rate;
	return local(servers, count) ? 0 : 1000;
}

static void
open_dns(struct sweep_run *run)
{
	struct dns_config config = {
		.servers = run->servers,
		.sweep = sweep_many(run),
	};
	const char *wrong = NULL;

	run->server_count = run->sweep->server_count;
	memcpy(run->servers, run->sweep->servers, sizeof(run->servers));
	if (run->server_count == 0)
		wrong = resolvconf_read("/etc/resolv.conf", run->servers,
		    &run->server_count);
	config.count = run->server_count;
	if (wrong)
		die("/etc/resolv.conf: %s", wrong);
	if (config.count == 0)
		die("%s", _("/etc/resolv.conf names no nameserver; name one "
		    "with --server"));
	config.rate = rate_of(run, config.servers, config.count);
	run->dns = dns_new(&config);
}

static void
check_usage(const struct sweep_run *run)
{
	if (!run->sweep->file && run->sweep->count == 0)
		die("%s", _("nothing to check was given; see --help"));
	if (run->sweep->file && run->sweep->count > 0)
		die("%s", _("--file goes alone: put what is to be checked "
		    "into the file"));
	if (sweep_many(run) && run->common->timeout > 60000)
		die("%s", _("--timeout with --file is at most 60 seconds"));
}

/* No file is opened any more: resolv.conf is read, -f open, and what --report
 * has written comes into its place by its name alone. */
static void
give_up_rights(const struct sweep_lines *lines)
{
	struct sandbox sandbox;

	sandbox_begin(&sandbox);
	if (sweep_lines_place(lines))
		sandbox_replace(&sandbox, sweep_lines_place(lines));
	sandbox_enter(&sandbox);
}

static void
begin(struct sweep_run *run)
{
	const char *wrong;
	int64_t now = clock_now();

	check_usage(run);
	open_dns(run);
	wrong = sweep_input_open(&run->input, run->sweep);
	if (wrong)
		die("--file %s: %s", run->sweep->file, wrong);
	run->lines = sweep_lines_open(run->sweep, run->program);
	give_up_rights(run->lines);
	run->concurrency = run->sweep->concurrency ?
	    run->sweep->concurrency : CONCURRENCY;
	run->begun = run->expecting = run->progress = now;
	run->ends = CLOCK_NEVER;
	if (sweep_many(run)) {
		run->one = report_new(run->program->service);
		run->own = report_new(run->program->service);
		if (run->sweep->total_timeout > 0) {
			run->ends = now + run->sweep->total_timeout;
			die_watchdog(run->sweep->total_timeout + 1000);
		}
		die_defer();
		return;
	}
	run->concurrency = (unsigned int)run->sweep->count;
	run->each = xcalloc(run->sweep->count, sizeof(struct report *));
	die_watchdog(run->common->timeout + 1000);
}

static void
add_time(const struct sweep_run *run, struct report *report)
{
	struct metric time = { .label = "time", .decimals = 3, .uom = "s",
	    .min = "0",
	    .value = (double)(clock_now() - run->begun) / 1000 };

	report_metric(report, &time);
}

static void
add_queries(const struct sweep_run *run, struct report *report)
{
	struct metric queries = { .label = "queries", .min = "0",
	    .value = (double)dns_sendings(run->dns) };

	report_metric(report, &queries);
}

/* What was asked and answered, for -vv. */
static void
add_asked(const struct sweep_run *run, struct report *report)
{
	const struct dns_answer *answer;
	char text[600];

	if (run->common->verbose < 2 || sweep_many(run))
		return;
	for (answer = dns_next(run->dns, NULL); answer;
	    answer = dns_next(run->dns, answer)) {
		if (run->program->asked)
			run->program->asked(text, sizeof(text), answer);
		else
			dns_answer_text(answer, text, sizeof(text));
		report_note(report, 2, _("asked %s"), text);
	}
}

static const char *
why_lost(const struct sweep_run *run)
{
	if (dns_port_refused(run->dns))
		return _("nothing listens on the port of the resolver");
	if (dns_last_reply(run->dns) == 0)
		return _("the resolver never answered");
	return _("the resolver does not answer any more");
}

static void
add_end(const struct sweep_run *run)
{
	static const struct cause lost = {
		"resolver_lost", N_("resolver lost") };
	char *text = run->input.total > 0 ?
	    xasprintf(_("%s after %lu of %lu"), run->ended,
	    run->total.subjects, run->input.total) :
	    xasprintf(_("%s after %lu"), run->ended, run->total.subjects);

	if (run->lost) {
		report_add(run->own, NULL, STATE_UNKNOWN, "%s: %s", text,
		    why_lost(run));
		report_cause(run->own, &lost);
		report_advice(run->own, "%s", _("Nothing is said about what "
		    "was not checked."));
	} else
		report_add(run->own, NULL, STATE_UNKNOWN, "%s", text);
	free(text);
}

/* What is about the sweep and not about a subject; wrong: with its output. */
static void
add_own(struct sweep_run *run, const char *wrong)
{
	if (run->ended)
		add_end(run);
	else if (run->total.subjects == 0 &&
	    run->sweep->passive != SWEEP_RESULT)
		report_add(run->own, NULL, STATE_UNKNOWN, "%s",
		    _("the list of subjects is empty"));
	if (wrong)
		report_add(run->own, NULL, STATE_UNKNOWN, "%s", wrong);
	resolvconf_advise(run->own, run->servers, run->server_count,
	    run->sweep->server_count > 0);
}

/* The one report that is printed; what it is made of is freed. */
static struct report *
whole_report(struct sweep_run *run)
{
	struct report *report;
	size_t i;

	if (run->each && run->sweep->count == 1) {
		report = run->each[0];
		run->each[0] = NULL;
		add_asked(run, report);
		return report;
	}
	report = report_new(run->program->service);
	sweep_total_figures(&run->total, run->program, report);
	add_time(run, report);
	if (sweep_many(run)) {
		add_queries(run, report);
		report_merge(report, run->own);
		if (run->total.subjects > 0 || !run->ended)
			sweep_total_report(&run->total, run->program, report);
		resolvconf_advise(report, run->servers, run->server_count,
		    run->sweep->server_count > 0);
		return report;
	}
	for (i = 0; i < run->sweep->count; i++)
		if (run->each[i])
			report_merge(report, run->each[i]);
	add_asked(run, report);
	return report;
}

static int
finish(struct sweep_run *run)
{
	const char *wrong = sweep_lines_close(run->lines);
	struct report *report;
	int code;

	if (run->own)
		add_own(run, wrong);
	report = whole_report(run);
	if (!run->own && wrong)
		report_add(report, NULL, STATE_UNKNOWN, "%s", wrong);
	if (sweep_many(run))
		report_progress(NULL);
	code = (int)report_state(report);
	if (run->sweep->passive == SWEEP_RESULT)
		code = report_finish(report, run->common->verbose);
	else if (run->own)
		report_finish_aside(run->own);
	else if (wrong)
		report_aside("%s", wrong);
	report_free(report);
	return code;
}

static void
release(struct sweep_run *run)
{
	struct sweep_slot *slot;
	size_t i;

	while (run->oldest)
		sweep_slot_free(run, run->oldest);
	while ((slot = run->unused) != NULL) {
		run->unused = slot->next;
		free(slot->facts);
		free(slot);
	}
	for (i = 0; run->each && i < run->sweep->count; i++)
		report_free(run->each[i]);
	free(run->each);
	report_free(run->one);
	report_free(run->own);
	sweep_input_close(&run->input);
	sweep_total_free(&run->total);
	dns_free(run->dns);
}

int
sweep_run(const struct sweep *sweep, const struct sweep_program *program,
    const struct opts_common *common)
{
	struct sweep_run *run = xcalloc(1, sizeof(*run));
	int code;

	run->sweep = sweep;
	run->program = program;
	run->common = common;
	begin(run);
	sweep_loop(run);
	code = finish(run);
	release(run);
	free(run);
	return code;
}

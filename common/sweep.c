/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "clock.h"
#include "domain.h"
#include "i18n.h"
#include "sweep_int.h"
#include "text.h"

#define CONCURRENCY 500
#define ASIDE 20		/* times the concurrency at most */
#define ASIDE_AGE 1000		/* milliseconds unanswered: set aside */
#define WAKE 100		/* a sweep looks round at least so often */
#define INPUT_WAKE 20		/* ... while its input is slow */
#define QUIET_PROBE 1000	/* no reply for so long: is anybody there? */
#define QUIET_LOST 2500		/* the resolver is taken for lost */
#define LOST_END 30000		/* and the sweep ends */

/* One subject under way. */
struct slot {
	unsigned long number;		/* its place in the input */
	char subject[SWEEP_SUBJECT_MAX];
	void *facts;
	const struct dns_answer *waiting;
	int64_t started, waits_since;
	bool aside, expired;
	struct slot *next, *prev;	/* all, the oldest start first */
	struct slot *wait_next, *wait_prev;	/* active, by waits_since */
	bool listed;			/* in the list of those active */
};

struct run {
	const struct sweep *sweep;
	const struct sweep_program *program;
	const struct opts_common *common;
	struct sweep_input input;
	struct sweep_total total;
	struct sweep_lines *lines;
	struct dns *dns;
	struct report *one;		/* a subject's, in a sweep */
	struct report **each;		/* of -d, by number */
	struct slot *oldest, *newest, *unused;
	struct slot *active_head, *active_tail;
	size_t under_way, active;
	unsigned int concurrency;
	int64_t begun, ends, progress;
	int64_t expecting;		/* since when questions are open */
	int64_t probed;
	bool lost;			/* the resolver is silent just now */
	bool input_ended, late_input;
	const char *ended;		/* why it ended early (translated) */
};

static bool
is_sweep(const struct run *run)
{
	return run->sweep->file != NULL;
}

static uint64_t
slot_id(const struct slot *slot)
{
	return (uint64_t)(uintptr_t)slot;
}

/* ---- slots ---- */

static void
active_remove(struct run *run, struct slot *slot)
{
	if (!slot->listed)
		return;
	if (slot->wait_prev)
		slot->wait_prev->wait_next = slot->wait_next;
	else
		run->active_head = slot->wait_next;
	if (slot->wait_next)
		slot->wait_next->wait_prev = slot->wait_prev;
	else
		run->active_tail = slot->wait_prev;
	slot->listed = false;
	run->active--;
}

static void
active_append(struct run *run, struct slot *slot)
{
	active_remove(run, slot);
	slot->wait_next = NULL;
	slot->wait_prev = run->active_tail;
	if (run->active_tail)
		run->active_tail->wait_next = slot;
	else
		run->active_head = slot;
	run->active_tail = slot;
	slot->listed = true;
	run->active++;
}

static struct slot *
slot_new(struct run *run, const char *subject)
{
	struct slot *slot = run->unused;
	void *facts;

	if (slot) {
		run->unused = slot->next;
		facts = slot->facts;
	} else {
		slot = xcalloc(1, sizeof(*slot));
		facts = xcalloc(1, run->program->facts_size);
	}
	memset(slot, 0, sizeof(*slot));
	slot->facts = facts;
	slot->number = run->input.line;
	slot->started = clock_now();
	snprintf(slot->subject, sizeof(slot->subject), "%s", subject);
	slot->prev = run->newest;
	if (run->newest)
		run->newest->next = slot;
	else
		run->oldest = slot;
	run->newest = slot;
	run->under_way++;
	return slot;
}

static void
slot_clear(struct run *run, struct slot *slot)
{
	if (run->program->clear)
		run->program->clear(slot->facts);
	memset(slot->facts, 0, run->program->facts_size);
	dns_done(run->dns, slot_id(slot));
}

static void
slot_free(struct run *run, struct slot *slot)
{
	slot_clear(run, slot);
	active_remove(run, slot);
	if (slot->prev)
		slot->prev->next = slot->next;
	else
		run->oldest = slot->next;
	if (slot->next)
		slot->next->prev = slot->prev;
	else
		run->newest = slot->prev;
	slot->next = run->unused;
	run->unused = slot;
	run->under_way--;
}

/* ---- one subject ---- */

static void
name_of(const struct run *run, const char *subject, char *text, size_t size)
{
	if (run->program->name)
		run->program->name(text, size, subject);
	else
		domain_text(text, size, subject);
}

static struct report *
report_of(struct run *run, unsigned long number)
{
	if (!run->each) {
		report_clear(run->one);
		return run->one;
	}
	run->each[number - 1] = report_new(run->program->service);
	return run->each[number - 1];
}

static void
count(struct run *run, unsigned long number, const char *subject,
    const struct report *report)
{
	char name[SWEEP_SUBJECT_MAX * 2];

	name_of(run, subject, name, sizeof(name));
	sweep_total_add(&run->total, run->program, number, name, report);
	sweep_lines_add(run->lines, subject, report);
}

static void
judge(struct run *run, struct slot *slot)
{
	struct report *report = report_of(run, slot->number);
	struct metric time = { .label = "time", .decimals = 3, .uom = "s",
	    .min = "0",
	    .value = (double)(clock_now() - slot->started) / 1000 };

	report_metric(report, &time);
	run->program->judge(report, slot->subject, run->program->config,
	    slot->facts);
	count(run, slot->number, slot->subject, report);
	slot_free(run, slot);
}

static void
step(struct run *run, struct slot *slot)
{
	dns_subject(run->dns, slot_id(slot));
	slot->waiting = run->program->collect(slot->facts, run->dns,
	    slot->subject, run->program->config);
	if (!slot->waiting) {
		judge(run, slot);
		return;
	}
	slot->waits_since = clock_now();
	dns_wait(run->dns, slot_id(slot), slot->waiting);
	if (!slot->aside)
		active_append(run, slot);
}

/* A line that is no subject is a finding, and not the end. */
static void
bad_line(struct run *run, const char *line, const char *wrong)
{
	static const struct cause cause = {
		"bad_line", N_("lines that can not be read") };
	char text[80], number[32];
	struct report *report = report_of(run, run->input.line);

	text_clean_string(text, sizeof(text), line);
	snprintf(number, sizeof(number), _("line %lu"), run->input.line);
	report_add(report, number, STATE_UNKNOWN, "%s: %s", text, wrong);
	report_cause(report, &cause);
	sweep_total_add(&run->total, run->program, run->input.line, number,
	    report);
	sweep_lines_add(run->lines, number, report);
}

/* ---- the loop ---- */

static bool
has_place(const struct run *run)
{
	return run->active < run->concurrency &&
	    run->under_way < (size_t)run->concurrency * (ASIDE + 1);
}

static void
fill(struct run *run)
{
	char line[SWEEP_LINE_MAX], subject[SWEEP_LINE_MAX];
	const char *wrong;
	enum sweep_got got;

	run->late_input = false;
	while (!run->input_ended && has_place(run)) {
		got = sweep_input_next(&run->input, line, &wrong);
		run->input_ended = got == SWEEP_END;
		run->late_input = got == SWEEP_LATER;
		if (got != SWEEP_SUBJECT)
			return;
		if (!wrong && !is_sweep(run))
			snprintf(subject, sizeof(subject), "%s", line);
		else if (!wrong)
			wrong = run->program->parse ?
			    run->program->parse(subject, line) :
			    domain_parse(subject, line);
		if (wrong)
			bad_line(run, line, wrong);
		else
			step(run, slot_new(run, subject));
	}
}

/* Subjects whose time is over. */
static void
expire(struct run *run, int64_t now)
{
	struct slot *slot;

	for (slot = run->oldest; slot &&
	    slot->started + run->common->timeout <= now; slot = slot->next) {
		if (slot->expired)
			continue;
		slot->expired = true;
		dns_expire(run->dns, slot_id(slot));
	}
}

/* Those that have waited a second for an answer give their place away. */
static void
set_aside(struct run *run, int64_t now)
{
	struct slot *slot, *next;
	int64_t sent;

	for (slot = run->active_head; slot &&
	    slot->waits_since + ASIDE_AGE <= now; slot = next) {
		next = slot->wait_next;
		sent = dns_sent_at(slot->waiting);
		if (sent == 0 || sent + ASIDE_AGE > now)
			continue;
		slot->aside = true;
		active_remove(run, slot);
	}
}

/* The resolver is back: whatever was under way begins again. */
static void
restart(struct run *run)
{
	struct slot *slot, *next, *last = run->newest;

	for (slot = run->oldest; slot; slot = next) {
		next = slot == last ? NULL : slot->next;
		slot_clear(run, slot);
		slot->started = clock_now();
		slot->aside = slot->expired = false;
		step(run, slot);
	}
}

/*
 * Is the resolver still there?  Without a reply for a second it is asked the
 * control question once a second; after 2.5 s nothing is judged any more
 * until it answers, and after 30 s the sweep ends.
 */
static void
watch_resolver(struct run *run, int64_t now)
{
	int64_t last = dns_last_reply(run->dns);

	if (run->under_way == 0)
		run->expecting = now;
	if (run->expecting > last)
		last = run->expecting;
	if (now - last < QUIET_LOST && run->lost) {
		run->lost = false;
		restart(run);
	} else if (now - last >= QUIET_LOST)
		run->lost = true;
	if (now - last >= QUIET_PROBE && now - run->probed >= 1000) {
		run->probed = now;
		dns_probe(run->dns);
	}
	if (now - last >= LOST_END)
		run->ended = _("resolver lost");
}

static void
progress(struct run *run, int64_t now)
{
	unsigned long done = run->total.subjects, left;
	double seconds = (double)(now - run->begun) / 1000, rate;

	if (!isatty(STDERR_FILENO) || now - run->progress < 1000)
		return;
	run->progress = now;
	rate = (double)done / seconds;
	left = run->input.total > done ? run->input.total - done : 0;
	fprintf(stderr, _("\r%lu done, %.0f a second, %lu wrong"), done, rate,
	    run->total.states[STATE_CRITICAL] +
	    run->total.states[STATE_WARNING]);
	if (left > 0 && rate > 0)
		fprintf(stderr, _(", %.0f s left"), (double)left / rate);
	fputs("   ", stderr);
}

/* When the loop has to look round again. */
static int64_t
next_wake(const struct run *run, int64_t now)
{
	int64_t wake = run->ends;

	if (run->oldest && !run->oldest->expired &&
	    run->oldest->started + run->common->timeout < wake)
		wake = run->oldest->started + run->common->timeout;
	if (is_sweep(run) && now + WAKE < wake)
		wake = now + WAKE;
	if (run->late_input && now + INPUT_WAKE < wake)
		wake = now + INPUT_WAKE;
	return wake;
}

static void
look_round(struct run *run)
{
	int64_t now = clock_now();

	if (is_sweep(run)) {
		if (die_asked())
			run->ended = _("ended by a signal");
		else if (now >= run->ends)
			run->ended = _("the total time was over");
		else
			watch_resolver(run, now);
		progress(run, now);
	}
	if (run->lost)
		return;
	expire(run, now);
	set_aside(run, now);
}

static void
loop(struct run *run)
{
	struct pollfd pfd = { .fd = run->input.fd, .events = POLLIN };
	uint64_t id;

	for (;;) {
		if (!run->lost)
			fill(run);
		if ((run->under_way == 0 && run->input_ended) || run->ended)
			return;
		if (run->under_way == 0)
			poll(&pfd, 1, INPUT_WAKE);
		else
			dns_run(run->dns, NULL, next_wake(run, clock_now()));
		if (run->lost)	/* nothing may be open by now */
			poll(NULL, 0, INPUT_WAKE);
		look_round(run);
		while (!run->lost && (id = dns_ready(run->dns)) != 0)
			step(run, (struct slot *)(uintptr_t)id);
	}
}

/* ---- begin and end ---- */

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
rate_of(const struct run *run, const struct endpoint *servers, size_t count)
{
	if (run->sweep->rate_given)
		return run->sweep->rate;
	if (!is_sweep(run))
		return 0;
	if (run->program->rate > 0)
		return run->program->rate;
	return local(servers, count) ? 0 : 1000;
}

static void
open_dns(struct run *run)
{
	struct endpoint found[RESOLVCONF_MAX];
	struct dns_config config = {
		.servers = run->sweep->servers,
		.count = run->sweep->server_count,
		.sweep = is_sweep(run),
	};
	const char *wrong = NULL;

	if (config.count == 0) {
		wrong = resolvconf_read("/etc/resolv.conf", found,
		    &config.count);
		config.servers = found;
	}
	if (wrong)
		die("/etc/resolv.conf: %s", wrong);
	if (config.count == 0)
		die("%s", _("/etc/resolv.conf names no nameserver; name one "
		    "with --server"));
	config.rate = rate_of(run, config.servers, config.count);
	run->dns = dns_new(&config);
}

static void
check_usage(const struct run *run)
{
	if (!run->sweep->file && run->sweep->count == 0)
		die("%s", _("no subject; see --help"));
	if (run->sweep->file && run->sweep->count > 0)
		die("%s", _("--file goes alone, without another subject"));
	if (is_sweep(run) && run->common->timeout > 60000)
		die("%s", _("--timeout with --file is at most 60 seconds"));
}

static void
begin(struct run *run)
{
	const char *wrong;
	int64_t now = clock_now();

	check_usage(run);
	open_dns(run);
	wrong = sweep_input_open(&run->input, run->sweep);
	if (wrong)
		die("--file %s: %s", run->sweep->file, wrong);
	run->lines = sweep_lines_open(run->sweep, run->program);
	run->concurrency = run->sweep->concurrency ?
	    run->sweep->concurrency : CONCURRENCY;
	run->begun = run->expecting = run->progress = now;
	run->ends = CLOCK_NEVER;
	if (is_sweep(run)) {
		run->one = report_new(run->program->service);
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
add_time(const struct run *run, struct report *report)
{
	struct metric time = { .label = "time", .decimals = 3, .uom = "s",
	    .min = "0",
	    .value = (double)(clock_now() - run->begun) / 1000 };

	report_metric(report, &time);
}

static void
add_queries(const struct run *run, struct report *report)
{
	struct metric queries = { .label = "queries", .min = "0",
	    .value = (double)dns_sendings(run->dns) };

	report_metric(report, &queries);
}

/* What was asked and answered, for -vv. */
static void
add_asked(const struct run *run, struct report *report)
{
	const struct dns_answer *answer;
	char text[600];

	if (run->common->verbose < 2 || is_sweep(run))
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

static void
add_end(const struct run *run, struct report *report)
{
	if (!run->ended)
		return;
	if (run->input.total > 0)
		report_add(report, NULL, STATE_UNKNOWN,
		    _("%s after %lu of %lu"), run->ended,
		    run->total.subjects, run->input.total);
	else
		report_add(report, NULL, STATE_UNKNOWN, _("%s after %lu"),
		    run->ended, run->total.subjects);
}

/* The one report that is printed; what it is made of is freed. */
static struct report *
whole_report(struct run *run)
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
	if (is_sweep(run)) {
		add_queries(run, report);
		add_end(run, report);
		sweep_total_report(&run->total, run->program, report);
		return report;
	}
	for (i = 0; i < run->sweep->count; i++)
		if (run->each[i])
			report_merge(report, run->each[i]);
	add_asked(run, report);
	return report;
}

static int
finish(struct run *run)
{
	struct report *report = whole_report(run);
	const char *wrong = sweep_lines_close(run->lines);
	int code;

	if (wrong)
		report_add(report, NULL, STATE_UNKNOWN, "%s", wrong);
	if (isatty(STDERR_FILENO) && is_sweep(run))
		fputs("\r\033[K", stderr);
	if (run->sweep->passive == SWEEP_RESULT)
		code = report_finish(report, run->common->verbose);
	else
		code = (int)report_state(report);
	report_free(report);
	return code;
}

static void
release(struct run *run)
{
	struct slot *slot;
	size_t i;

	while (run->oldest)
		slot_free(run, run->oldest);
	while ((slot = run->unused) != NULL) {
		run->unused = slot->next;
		free(slot->facts);
		free(slot);
	}
	for (i = 0; run->each && i < run->sweep->count; i++)
		report_free(run->each[i]);
	free(run->each);
	report_free(run->one);
	sweep_input_close(&run->input);
	sweep_total_free(&run->total);
	dns_free(run->dns);
}

int
sweep_run(const struct sweep *sweep, const struct sweep_program *program,
    const struct opts_common *common)
{
	struct run *run = xcalloc(1, sizeof(*run));
	int code;

	run->sweep = sweep;
	run->program = program;
	run->common = common;
	begin(run);
	loop(run);
	code = finish(run);
	release(run);
	free(run);
	return code;
}

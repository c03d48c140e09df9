/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <poll.h>
#include <string.h>

#include "clock.h"
#include "domain.h"
#include "i18n.h"
#include "sweep_int.h"
#include "text.h"

#define ASIDE 20		/* times the concurrency at most */
#define ASIDE_AGE 1000		/* milliseconds unanswered: set aside */
#define WAKE 100		/* a sweep looks round at least so often */
#define INPUT_WAKE 20		/* ... while its input is slow */
#define FILL_MAX 1000		/* lines taken before it looks round again */
#define QUIET_PROBE 1000	/* no reply for so long: is anybody there? */
#define QUIET_LOST 2500		/* the resolver is taken for lost */
#define LOST_END 30000		/* and the sweep ends */
#define BAD_SHOWN 10		/* bad lines that -v shows */

static void
name_of(const struct sweep_run *run, const char *subject, char *text, size_t size)
{
	if (run->program->name)
		run->program->name(text, size, subject);
	else
		domain_text(text, size, subject);
}

static struct report *
report_of(struct sweep_run *run, unsigned long number)
{
	if (!run->each) {
		report_clear(run->one);
		return run->one;
	}
	run->each[number - 1] = report_new(run->program->service);
	return run->each[number - 1];
}

static void
count(struct sweep_run *run, unsigned long number, const char *subject,
    const struct report *report)
{
	char name[SWEEP_SUBJECT_MAX * 2] = "";

	if (report_state(report) != STATE_OK)	/* else it is not told */
		name_of(run, subject, name, sizeof(name));
	sweep_total_add(&run->total, run->program, number, name, report);
	sweep_lines_add(run->lines, subject, report);
}

static void
judge(struct sweep_run *run, struct sweep_slot *slot)
{
	struct report *report = report_of(run, slot->number);
	struct metric time = { .label = "time", .decimals = 3, .uom = "s",
	    .min = "0",
	    .value = (double)(clock_now() - slot->started) / 1000 };

	report_metric(report, &time);
	run->program->judge(report, slot->subject, run->program->config,
	    slot->facts);
	resolvconf_advise(report, run->servers, run->server_count,
	    run->sweep->server_count > 0);
	if (sweep_doubtful(run, slot, report))
		return;
	count(run, slot->number, slot->subject, report);
	sweep_slot_free(run, slot);
}

static void
step(struct sweep_run *run, struct sweep_slot *slot)
{
	dns_subject(run->dns, sweep_slot_id(slot));
	slot->waiting = run->program->collect(slot->facts, run->dns,
	    slot->subject, run->program->config);
	if (!slot->waiting) {
		judge(run, slot);
		return;
	}
	slot->waits_since = clock_now();
	dns_wait(run->dns, sweep_slot_id(slot), slot->waiting);
	if (!slot->aside)
		sweep_active_append(run, slot);
}

/* A line that is no subject is a finding, and not the end. */
static void
bad_line(struct sweep_run *run, const char *line, const char *wrong)
{
	static const struct cause cause = {
		"bad_line", N_("lines that cannot be read") };
	char text[80], number[32];
	struct report *report = report_of(run, run->input.line);

	text_clean_string(text, sizeof(text), line);
	snprintf(number, sizeof(number), _("line %lu"), run->input.line);
	report_add(report, number, STATE_UNKNOWN, "%s: %s", text, wrong);
	report_cause(report, &cause);
	sweep_total_add(&run->total, run->program, run->input.line, number,
	    report);
	sweep_lines_bad(run->lines, number, report);
	if (run->bad_lines++ < BAD_SHOWN)
		report_note(run->own, 1, "%s", report_headline(report));
}

static bool
has_place(const struct sweep_run *run)
{
	return run->active < run->concurrency &&
	    run->under_way < (size_t)run->concurrency * (ASIDE + 1);
}

static void
fill(struct sweep_run *run)
{
	char line[SWEEP_LINE_MAX], subject[SWEEP_SUBJECT_MAX];
	const char *wrong;
	enum sweep_got got;
	int left = FILL_MAX;

	/* Subjects that are judged at once, and lines that are none, take no
	 * place: the input may be endless all the same. */
	run->late_input = run->more_input = false;
	while (!run->input_ended && has_place(run) && left-- > 0) {
		got = sweep_input_next(&run->input, line, &wrong);
		run->input_ended = got == SWEEP_END;
		run->late_input = got == SWEEP_LATER;
		if (got != SWEEP_SUBJECT)
			return;
		run->more_input = left == 0;
		if (!wrong && !sweep_many(run))
			snprintf(subject, sizeof(subject), "%.*s",
			    SWEEP_SUBJECT_MAX - 1, line);
		else if (!wrong)
			wrong = run->program->parse ?
			    run->program->parse(subject, line) :
			    domain_parse(subject, line);
		if (wrong)
			bad_line(run, line, wrong);
		else
			step(run, sweep_slot_new(run, subject));
	}
}

/* Subjects whose time is over. */
static void
expire(struct sweep_run *run, int64_t now)
{
	struct sweep_slot *slot;

	for (slot = run->oldest; slot &&
	    slot->started + run->common->timeout <= now; slot = slot->next) {
		if (slot->expired)
			continue;
		slot->expired = true;
		dns_expire(run->dns, sweep_slot_id(slot));
	}
}

/* Those that have waited a second for an answer give their place away. */
static void
set_aside(struct sweep_run *run, int64_t now)
{
	struct sweep_slot *slot, *next;
	int64_t sent;

	for (slot = run->active_head; slot &&
	    slot->waits_since + ASIDE_AGE <= now; slot = next) {
		next = slot->wait_next;
		sent = dns_sent_at(slot->waiting);
		if (sent == 0 || sent + ASIDE_AGE > now)
			continue;
		slot->aside = true;
		sweep_active_remove(run, slot);
	}
}

/* The resolver is back: whatever was under way begins again. */
static void
restart(struct sweep_run *run)
{
	struct sweep_slot *slot, *next, *last = run->newest;

	for (slot = run->oldest; slot; slot = next) {
		next = slot == last ? NULL : slot->next;
		sweep_slot_clear(run, slot);
		slot->started = clock_now();
		slot->aside = slot->expired = false;
		step(run, slot);
	}
}

/* While nobody answers, the subjects' own time stands still. */
static void
watch_quiet(struct sweep_run *run, int64_t now, bool quiet)
{
	struct sweep_slot *slot;

	if (quiet == (run->quiet_since != 0))
		return;
	for (slot = run->oldest; slot && !quiet; slot = slot->next)
		slot->started += now - run->quiet_since;
	run->quiet_since = quiet ? now : 0;
}

/*
 * Is the resolver still there?  Without a reply for a second it is asked the
 * control question once a second; after 2.5 s nothing is judged any more
 * until it answers, and after 30 s the sweep ends.
 */
static void
watch_resolver(struct sweep_run *run, int64_t now)
{
	int64_t last = dns_last_reply(run->dns);

	if (run->under_way == 0)
		run->expecting = now;
	if (run->expecting > last)
		last = run->expecting;
	watch_quiet(run, now, now - last >= QUIET_PROBE);
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
progress(struct sweep_run *run, int64_t now)
{
	unsigned long done = run->total.subjects, left;
	double seconds = (double)(now - run->begun) / 1000, rate;
	unsigned long wrong = run->total.states[STATE_CRITICAL] +
	    run->total.states[STATE_WARNING];

	if (now - run->progress < 1000 || !report_has_terminal())
		return;
	run->progress = now;
	rate = (double)done / seconds;
	left = run->input.total > done ? run->input.total - done : 0;
	if (left > 0 && rate > 0)
		report_progress(_("%lu done, %.0f a second, %lu wrong, "
		    "%.0f s left"), done, rate, wrong, (double)left / rate);
	else
		report_progress(_("%lu done, %.0f a second, %lu wrong"),
		    done, rate, wrong);
}

/* When the loop has to look round again. */
static int64_t
next_wake(const struct sweep_run *run, int64_t now)
{
	int64_t wake = run->ends;

	if (run->oldest && !run->oldest->expired && run->quiet_since == 0 &&
	    run->oldest->started + run->common->timeout < wake)
		wake = run->oldest->started + run->common->timeout;
	if (sweep_many(run) && now + WAKE < wake)
		wake = now + WAKE;
	if (run->late_input && now + INPUT_WAKE < wake)
		wake = now + INPUT_WAKE;
	return wake;
}

static void
look_round(struct sweep_run *run)
{
	int64_t now = clock_now();

	if (sweep_many(run)) {
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
	if (run->quiet_since == 0)
		expire(run, now);
	set_aside(run, now);
}

/* Those that were silent, all that are due now. */
static void
ask_again(struct sweep_run *run)
{
	struct sweep_slot *slot;
	size_t due = run->kept;
	int64_t now = clock_now();
	bool idle = run->under_way == 0 &&
	    (run->input_ended || run->late_input);

	while (due-- > 0 && (slot = sweep_again(run, now, idle)) != NULL)
		step(run, slot);
}

void
sweep_loop(struct sweep_run *run)
{
	struct pollfd pfd = { .fd = run->input.fd, .events = POLLIN };
	struct sweep_slot *slot;
	uint64_t id;

	die_stage("%s", _("waiting for answers of the DNS"));
	for (;;) {
		if (!run->lost)
			fill(run);
		ask_again(run);
		if ((run->under_way == 0 && run->input_ended &&
		    !run->kept_head) || run->ended)
			break;
		if (run->under_way == 0 && run->late_input)
			poll(&pfd, 1, INPUT_WAKE);
		else if (run->more_input)
			dns_run(run->dns, NULL, clock_now());
		else
			dns_run(run->dns, NULL, next_wake(run, clock_now()));
		if (run->lost)	/* nothing may be open by now */
			poll(NULL, 0, INPUT_WAKE);
		look_round(run);
		while (!run->lost && (id = dns_ready(run->dns)) != 0)
			step(run, (struct sweep_slot *)(uintptr_t)id);
	}
	/* It ended early: what was found the first time is not lost. */
	while (run->ended && (slot = sweep_again_first(run)) != NULL)
		judge(run, slot);
}

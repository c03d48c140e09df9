/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "clock.h"
#include "sweep_int.h"

bool
sweep_many(const struct sweep_run *run)
{
	return run->sweep->file != NULL;
}

uint64_t
sweep_slot_id(const struct sweep_slot *slot)
{
	return (uint64_t)(uintptr_t)slot;
}

void
sweep_active_remove(struct sweep_run *run, struct sweep_slot *slot)
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

void
sweep_active_append(struct sweep_run *run, struct sweep_slot *slot)
{
	sweep_active_remove(run, slot);
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

static void
link_newest(struct sweep_run *run, struct sweep_slot *slot)
{
	slot->next = NULL;
	slot->prev = run->newest;
	if (run->newest)
		run->newest->next = slot;
	else
		run->oldest = slot;
	run->newest = slot;
	run->under_way++;
}

static void
unlink_slot(struct sweep_run *run, struct sweep_slot *slot)
{
	if (slot->prev)
		slot->prev->next = slot->next;
	else
		run->oldest = slot->next;
	if (slot->next)
		slot->next->prev = slot->prev;
	else
		run->newest = slot->prev;
	run->under_way--;
}

struct sweep_slot *
sweep_slot_new(struct sweep_run *run, const char *subject)
{
	struct sweep_slot *slot = run->unused;
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
	snprintf(slot->subject, sizeof(slot->subject), "%.*s",
	    SWEEP_SUBJECT_MAX - 1, subject);
	link_newest(run, slot);
	return slot;
}

void
sweep_slot_clear(struct sweep_run *run, struct sweep_slot *slot)
{
	if (run->program->clear)
		run->program->clear(slot->facts);
	memset(slot->facts, 0, run->program->facts_size);
	/* A single check keeps all answers to the end, for -vv. */
	if (sweep_many(run))
		dns_done(run->dns, sweep_slot_id(slot));
}

static void
put_away(struct sweep_run *run, struct sweep_slot *slot)
{
	sweep_slot_clear(run, slot);
	slot->next = run->unused;
	run->unused = slot;
}

void
sweep_slot_free(struct sweep_run *run, struct sweep_slot *slot)
{
	sweep_active_remove(run, slot);
	unlink_slot(run, slot);
	if (slot->first)
		put_away(run, slot->first);
	put_away(run, slot);
}

void
sweep_slot_keep(struct sweep_run *run, struct sweep_slot *slot)
{
	sweep_active_remove(run, slot);
	unlink_slot(run, slot);
	slot->next = NULL;
	if (run->kept_tail)
		run->kept_tail->next = slot;
	else
		run->kept_head = slot;
	run->kept_tail = slot;
	run->kept++;
}

struct sweep_slot *
sweep_slot_kept(struct sweep_run *run)
{
	struct sweep_slot *slot = run->kept_head;

	run->kept_head = slot->next;
	if (!run->kept_head)
		run->kept_tail = NULL;
	run->kept--;
	return slot;
}

void
sweep_slot_back(struct sweep_run *run, struct sweep_slot *slot)
{
	link_newest(run, slot);
}

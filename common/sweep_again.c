/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Silence is the one fault that our own side can make: many questions at
 * once are too many for a resolver, whose control questions it answers all
 * the same.  So a sweep calls a subject silent only when it was silent twice:
 * the second time at its end, when there is room, or after half a minute.
 */
#include <string.h>

#include "clock.h"
#include "sweep_int.h"

#define KEPT 20			/* times the concurrency at most */
#define KEPT_AGE 30000		/* milliseconds at most */

bool
sweep_doubtful(struct sweep_run *run, struct sweep_slot *slot,
    const struct report *report)
{
	const struct cause *cause = report_headline_cause(report);

	if (!sweep_many(run) || slot->first || run->ended || !cause ||
	    strcmp(cause->token, "dns_silent") != 0 ||
	    run->kept >= (size_t)run->concurrency * KEPT)
		return false;
	slot->kept_since = clock_now();
	sweep_slot_keep(run, slot);
	return true;
}

struct sweep_slot *
sweep_again(struct sweep_run *run, int64_t now, bool idle)
{
	struct sweep_slot *slot, *first;

	if (!run->kept_head || run->lost ||
	    (!idle && run->kept_head->kept_since + KEPT_AGE > now))
		return NULL;
	first = sweep_slot_kept(run);
	slot = sweep_slot_new(run, first->subject);
	slot->number = first->number;
	slot->first = first;
	slot->aside = true;
	return slot;
}

struct sweep_slot *
sweep_again_first(struct sweep_run *run)
{
	struct sweep_slot *slot, *first = NULL;

	if (run->kept_head)
		first = sweep_slot_kept(run);
	for (slot = run->oldest; slot && !first; slot = slot->next) {
		first = slot->first;
		slot->first = NULL;
	}
	if (first)
		sweep_slot_back(run, first);
	return first;
}

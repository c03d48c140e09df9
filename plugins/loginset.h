/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * loginset.h - the small tables under logins.c: names in one arena, indices
 * in open addressing, a set of session ids.
 */
#ifndef WEBLIFE_LOGINSET_H
#define WEBLIFE_LOGINSET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Not for secrets: only to spread. */
uint64_t hash_octets(const void *octets, size_t length, uint64_t seed);

/* Strings, and other things, that stay where they are until all go. */
struct names {
	char **blocks;
	size_t count;
	size_t used;		/* of the last block */
};

/* Room that is not initialized; aligned like size, if all are that large. */
void	*names_room(struct names *names, size_t size);
const char *names_add(struct names *names, const char *text, size_t length);
void	names_free(struct names *names);

/*
 * Slots with a hash and an index + 1, or 0.  A walk begins at slots_first()
 * and goes on with slots_next() until value is 0; that slot may be filled.
 * The caller compares what a slot with its hash stands for.
 */
struct slot {
	uint32_t hash;
	uint32_t value;
};

struct slots {
	struct slot *slots;
	size_t size;		/* a power of two */
	size_t used;
};

/* Room for one more; moves the slots. */
void	slots_reserve(struct slots *slots);
void	slots_fill(struct slots *slots, struct slot *slot, uint32_t hash,
	    uint32_t value);
void	slots_free(struct slots *slots);

static inline struct slot *
slots_first(const struct slots *slots, uint32_t hash)
{
	return &slots->slots[hash & (slots->size - 1)];
}

static inline struct slot *
slots_next(const struct slots *slots, struct slot *slot)
{
	return slot + 1 == slots->slots + slots->size ? slots->slots :
	    slot + 1;
}

/* Fingerprints of 64 bits. */
struct sessions {
	uint64_t *slots;
	size_t size;
	size_t used;
};

/* Whether it was there already. */
bool	sessions_add(struct sessions *sessions, uint64_t print);
void	sessions_free(struct sessions *sessions);

#endif

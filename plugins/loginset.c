/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "loginset.h"

#include <stdlib.h>
#include <string.h>

#include "die.h"

#define NAMES_BLOCK 65536
#define SLOTS_START 1024	/* a power of two */

static uint64_t
mix(uint64_t a, uint64_t b)
{
	a = (a ^ b) * UINT64_C(0x9e3779b97f4a7c15);
	return a ^ a >> 29;
}

uint64_t
hash_octets(const void *octets, size_t length, uint64_t seed)
{
	const unsigned char *p = octets;
	uint64_t h = seed + length * UINT64_C(0x51ed270b), word;

	for (; length >= sizeof(word); length -= sizeof(word)) {
		memcpy(&word, p, sizeof(word));
		h = mix(h, word);
		p += sizeof(word);
	}
	for (word = 0; length > 0; length--)
		word = word << 8 | *p++;
	return mix(mix(h, word), UINT64_C(0x2545f4914f6cdd1d));
}

void *
names_room(struct names *names, size_t size)
{
	char *place;

	if (names->count == 0 || names->used + size > NAMES_BLOCK) {
		names->blocks = xreallocarray(names->blocks, names->count + 1,
		    sizeof(*names->blocks));
		names->blocks[names->count++] = xcalloc(1,
		    size > NAMES_BLOCK ? size : NAMES_BLOCK);
		names->used = 0;
	}
	place = names->blocks[names->count - 1] + names->used;
	names->used += size;
	return place;
}

const char *
names_add(struct names *names, const char *text, size_t length)
{
	char *place = names_room(names, length + 1);

	memcpy(place, text, length);
	place[length] = '\0';
	return place;
}

void
names_free(struct names *names)
{
	for (size_t i = 0; i < names->count; i++)
		free(names->blocks[i]);
	free(names->blocks);
}

void
slots_fill(struct slots *slots, struct slot *slot, uint32_t hash,
    uint32_t value)
{
	*slot = (struct slot){ hash, value };
	slots->used++;
}

void
slots_reserve(struct slots *slots)
{
	struct slots old = *slots;

	if (slots->used * 2 < slots->size)
		return;
	slots->size = old.size == 0 ? SLOTS_START : old.size * 2;
	slots->used = 0;
	slots->slots = xcalloc(slots->size, sizeof(*slots->slots));
	for (size_t i = 0; i < old.size; i++) {
		struct slot *slot;

		if (old.slots[i].value == 0)
			continue;
		slot = slots_first(slots, old.slots[i].hash);
		while (slot->value != 0)
			slot = slots_next(slots, slot);
		slots_fill(slots, slot, old.slots[i].hash,
		    old.slots[i].value);
	}
	free(old.slots);
}

void
slots_free(struct slots *slots)
{
	free(slots->slots);
}

static bool
sessions_put(struct sessions *sessions, uint64_t print)
{
	size_t i = print & (sessions->size - 1);

	while (sessions->slots[i] != 0) {
		if (sessions->slots[i] == print)
			return true;
		i = (i + 1) & (sessions->size - 1);
	}
	sessions->slots[i] = print;
	sessions->used++;
	return false;
}

bool
sessions_add(struct sessions *sessions, uint64_t print)
{
	struct sessions old = *sessions;

	if (print == 0)
		print = 1;
	if (sessions->used * 2 >= sessions->size) {
		sessions->size = old.size == 0 ? SLOTS_START : old.size * 2;
		sessions->used = 0;
		sessions->slots = xcalloc(sessions->size,
		    sizeof(*sessions->slots));
		for (size_t i = 0; i < old.size; i++)
			if (old.slots[i] != 0)
				sessions_put(sessions, old.slots[i]);
		free(old.slots);
	}
	return sessions_put(sessions, print);
}

void
sessions_free(struct sessions *sessions)
{
	free(sessions->slots);
}

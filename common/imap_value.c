/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "imap.h"
#include "text.h"

bool
imap_literal(const char *line, size_t length, uint64_t *n)
{
	size_t start, end = length;

	if (end == 0 || line[end - 1] != '}')
		return false;
	end--;
	if (end > 0 && line[end - 1] == '+')
		end--;
	for (start = end; start > 0 &&
	    line[start - 1] >= '0' && line[start - 1] <= '9'; start--)
		;
	if (start == end || start == 0 || line[start - 1] != '{' ||
	    end - start > 15)
		return false;
	for (*n = 0; start < end; start++)
		*n = *n * 10 + (uint64_t)(line[start] - '0');
	return true;
}

const struct imap_value *
imap_first(const struct imap_response *response)
{
	return response->count > 0 ? response->values : NULL;
}

const struct imap_value *
imap_next_value(const struct imap_response *response,
    const struct imap_value *value)
{
	value += value->span;
	return value < response->values + response->count ? value : NULL;
}

const struct imap_value *
imap_members(const struct imap_value *list, const struct imap_value **end)
{
	*end = list + list->span;
	return list + 1;
}

bool
imap_is_text(const struct imap_value *value)
{
	return value != NULL &&
	    (value->type == IMAP_ATOM || value->type == IMAP_STRING);
}

bool
imap_number(const struct imap_value *value, uint64_t *number)
{
	const char *c;
	uint64_t n = 0, digit;

	if (!imap_is_text(value) || value->length == 0)
		return false;
	for (c = value->text; c < value->text + value->length; c++) {
		if (*c < '0' || *c > '9')
			return false;
		digit = (uint64_t)(*c - '0');
		n = n > (UINT64_MAX - digit) / 10 ? UINT64_MAX :
		    n * 10 + digit;
	}
	*number = n;
	return true;
}

bool
imap_is(const struct imap_value *value, const char *word)
{
	return imap_is_text(value) && text_equal(value->text, word);
}

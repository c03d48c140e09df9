/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "imap_quota.h"

#include <stdlib.h>
#include <string.h>

#include "die.h"
#include "text.h"

static struct imap_root *
find_root(struct imap_quota *quota, const struct imap_value *name)
{
	struct imap_root *root;
	size_t i;

	for (i = 0; i < quota->count; i++)
		if (strcmp(quota->roots[i].name, name->text) == 0)
			return &quota->roots[i];
	if (quota->count == IMAP_ROOTS_MAX)
		return NULL;
	root = &quota->roots[quota->count++];
	root->name = xstrdup(name->text);
	return root;
}

static void
name_resource(struct imap_resource *resource, const struct imap_value *name)
{
	char *c;

	text_clean(resource->name, sizeof(resource->name), name->text,
	    name->length);
	for (c = resource->name; *c != '\0'; c++)
		if (*c >= 'a' && *c <= 'z')
			*c = (char)(*c - 'a' + 'A');
}

/* RFC 9208 5.1: numbers have 63 bits.  A limit beyond them is a server's way
 * to say that there is none. */
static bool
take_resource(struct imap_quota *quota, struct imap_root *root,
    const struct imap_value *name)
{
	struct imap_resource resource = { .limited = true };

	if (!imap_is_text(name) || !imap_number(name + 1, &resource.usage) ||
	    !imap_number(name + 2, &resource.limit))
		return false;
	name_resource(&resource, name);
	if (resource.limit >= INT64_MAX)
		resource.limited = false;
	if (resource.usage > INT64_MAX)
		resource.usage = INT64_MAX;
	if (root != NULL && root->count < IMAP_RESOURCES_MAX)
		root->resources[root->count++] = resource;
	else if (resource.limited && resource.limit > 0) {
		quota->more_roots |= root == NULL;
		quota->more_resources |= root != NULL;
	}
	return true;
}

static bool
take_quota(struct imap_quota *quota, const struct imap_response *response)
{
	const struct imap_value *name = imap_first(response), *list, *v, *end;
	struct imap_root *root;

	if (!imap_is_text(name))
		return false;
	root = find_root(quota, name);
	if (root != NULL)
		root->count = 0;
	list = imap_next_value(response, name);
	if (list == NULL)
		return true;
	if (list->type != IMAP_LIST || (list->span - 1) % 3 != 0)
		return false;
	for (v = imap_members(list, &end); v < end; v += 3)
		if (!take_resource(quota, root, v))
			return false;
	return true;
}

static bool
take_roots(struct imap_quota *quota, const struct imap_response *response)
{
	const struct imap_value *v = imap_first(response);

	if (v == NULL || v->type == IMAP_LIST)
		return false;
	while ((v = imap_next_value(response, v)) != NULL) {
		if (!imap_is_text(v))
			return false;
		quota->named++;
	}
	return true;
}

bool
imap_quota_take(struct imap_quota *quota, const struct imap_response *response)
{
	if (response->kind != IMAP_DATA || response->numbered)
		return true;
	if (text_equal(response->name, "QUOTA"))
		return take_quota(quota, response);
	if (text_equal(response->name, "QUOTAROOT"))
		return take_roots(quota, response);
	return true;
}

void
imap_quota_free(struct imap_quota *quota)
{
	size_t i;

	for (i = 0; i < quota->count; i++)
		free(quota->roots[i].name);
	*quota = (struct imap_quota){ 0 };
}

bool
imap_resource_is_size(const struct imap_resource *resource)
{
	return strcmp(resource->name, "STORAGE") == 0 ||
	    strcmp(resource->name, "ANNOTATION-STORAGE") == 0 ||
	    strcmp(resource->name, "X-ANNOTATION-STORAGE") == 0;
}

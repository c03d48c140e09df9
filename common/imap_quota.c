/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "imap_quota.h"

#include <stdlib.h>
#include <string.h>

#include "die.h"
#include "text.h"

/* Where a response goes to, and who cleans what is shown of it. */
struct taking {
	struct imap_quota *quota;
	const struct transcript *transcript;
};

static struct imap_root *
find_root(const struct taking *to, const struct imap_value *name)
{
	struct imap_quota *quota = to->quota;
	struct imap_root *root;
	size_t i;

	for (i = 0; i < quota->count; i++)
		if (strcmp(quota->roots[i].name, name->text) == 0)
			return &quota->roots[i];
	if (quota->count == IMAP_ROOTS_MAX)
		return NULL;
	root = &quota->roots[quota->count++];
	root->name = xstrdup(name->text);
	transcript_clean(to->transcript, root->shown, sizeof(root->shown),
	    name->text, name->length);
	return root;
}

static void
capitals(char *text)
{
	for (; *text != '\0'; text++)
		if (*text >= 'a' && *text <= 'z')
			*text = (char)(*text - 'a' + 'A');
}

static void
name_resource(struct imap_resource *resource, const struct imap_value *name,
    const struct transcript *transcript)
{
	text_clean(resource->name, sizeof(resource->name), name->text,
	    name->length);
	capitals(resource->name);
	transcript_clean(transcript, resource->shown,
	    sizeof(resource->shown), name->text, name->length);
	capitals(resource->shown);
}

/* Of the same resource: a limit before none, then the higher share. */
static bool
is_fuller(const struct imap_resource *a, const struct imap_resource *b)
{
	if (!imap_resource_counts(a) || !imap_resource_counts(b))
		return imap_resource_counts(a);
	return (double)a->usage / (double)a->limit >
	    (double)b->usage / (double)b->limit;
}

/* False when it is one more than fit. */
static bool
keep(struct imap_root *root, const struct imap_resource *resource)
{
	size_t i;

	for (i = 0; i < root->count; i++) {
		if (strcmp(root->resources[i].name, resource->name) != 0)
			continue;
		if (is_fuller(resource, &root->resources[i]))
			root->resources[i] = *resource;
		return true;
	}
	if (root->count == IMAP_RESOURCES_MAX)
		return false;
	root->resources[root->count++] = *resource;
	return true;
}

/* RFC 9208 5.1: numbers have 63 bits.  A limit beyond them is a server's way
 * to say that there is none. */
static bool
take_resource(const struct taking *to, struct imap_root *root,
    const struct imap_value *name)
{
	struct imap_resource resource = { .limited = true };

	if (!imap_is_text(name) || !imap_number(name + 1, &resource.usage) ||
	    !imap_number(name + 2, &resource.limit))
		return false;
	name_resource(&resource, name, to->transcript);
	if (resource.limit >= INT64_MAX)
		resource.limited = false;
	if (resource.usage > INT64_MAX)
		resource.usage = INT64_MAX;
	if (root != NULL && keep(root, &resource))
		return true;
	if (imap_resource_counts(&resource)) {
		to->quota->more_roots |= root == NULL;
		to->quota->more_resources |= root != NULL;
	}
	return true;
}

static bool
take_quota(const struct taking *to, const struct imap_response *response)
{
	const struct imap_value *name = imap_first(response), *list, *v, *end;
	struct imap_root *root;

	if (!imap_is_text(name))
		return false;
	root = find_root(to, name);
	if (root != NULL)
		root->told = true;
	list = imap_next_value(response, name);
	if (list == NULL)
		return true;
	if (list->type != IMAP_LIST || (list->span - 1) % 3 != 0)
		return false;
	for (v = imap_members(list, &end); v < end; v += 3)
		if (!take_resource(to, root, v))
			return false;
	return true;
}

static bool
take_roots(const struct taking *to, const struct imap_response *response)
{
	const struct imap_value *v = imap_first(response);

	if (v == NULL || v->type == IMAP_LIST)
		return false;
	while ((v = imap_next_value(response, v)) != NULL) {
		if (!imap_is_text(v))
			return false;
		to->quota->more_roots |= find_root(to, v) == NULL;
	}
	return true;
}

bool
imap_quota_take(struct imap_quota *quota,
    const struct imap_response *response, const struct transcript *transcript)
{
	const struct taking to = { quota, transcript };

	if (response->kind != IMAP_DATA || response->numbered)
		return true;
	if (text_equal(response->name, "QUOTA"))
		return take_quota(&to, response);
	if (text_equal(response->name, "QUOTAROOT"))
		return take_roots(&to, response);
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

bool
imap_resource_counts(const struct imap_resource *resource)
{
	return resource->limited && resource->limit > 0;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * client_folder.h - for programs that keep an account in a file.
 */
#ifndef WEBLIFE_CLIENT_FOLDER_H
#define WEBLIFE_CLIENT_FOLDER_H

#include "client.h"
#include "ini.h"

/* Calls take for path itself, or, if it is a folder, in order for each of its
 * files whose name wanted() accepts. */
void	client_folder(struct clients *clients, const char *path,
	    bool (*wanted)(const char *name),
	    void (*take)(struct clients *clients, const char *path));

/* Reads path into ini, to be cleared in any case.  False, and an error noted,
 * if it cannot be read, or is not blank but has no section that begins with
 * one of these (NULL behind the last). */
bool	client_ini(struct clients *clients, struct ini *ini,
	    const char *path, const char *program,
	    const char *const *sections);

bool	client_ends(const char *name, const char *ending);

#endif

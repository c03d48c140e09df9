/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * client_folder.h - for programs that keep an account in a file.
 */
#ifndef WEBLIFE_CLIENT_FOLDER_H
#define WEBLIFE_CLIENT_FOLDER_H

#include "client.h"

/* Calls take for path itself, or, if it is a folder, in order for each of its
 * files whose name wanted() accepts. */
void	client_folder(struct clients *clients, const char *path,
	    bool (*wanted)(const char *name),
	    void (*take)(struct clients *clients, const char *path));

bool	client_ends(const char *name, const char *ending);

#endif

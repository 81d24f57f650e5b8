/* SPDX-License-Identifier: GPL-2.0 */
/* module.h - load and unload a module of the project */
#ifndef SELFTESTS_MODULE_H
#define SELFTESTS_MODULE_H

#include <stdbool.h>

/**
 * module_is_loaded() - look into /proc/modules
 * @name: the module
 *
 * Return: whether it is there, in whatever state.
 */
bool module_is_loaded(const char *name);

/**
 * module_load() - load a module that must not be loaded yet
 * @name: the module; its file is /lib/procscope/NAME.ko
 *
 * Return: 0 or -errno.
 */
int module_load(const char *name);

/**
 * module_load_with() - load a module from a file, with parameters
 * @path: the file
 * @parameters: as insmod takes them, separated by spaces
 *
 * Return: 0 or -errno.
 */
int module_load_with(const char *path, const char *parameters);

/**
 * module_unload() - unload a module
 * @name: the module
 *
 * A module that is in use is not waited for.
 *
 * Return: 0 or -errno; -ENOENT where it was not loaded.
 */
int module_unload(const char *name);

#endif /* SELFTESTS_MODULE_H */

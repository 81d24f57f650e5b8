// SPDX-License-Identifier: GPL-2.0
/* module.c - load and unload a module of the project */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "module.h"

bool module_is_loaded(const char *name)
{
	FILE *modules = fopen("/proc/modules", "r");
	char line[4096], found[64];
	bool loaded = false;

	while (modules && !loaded && fgets(line, sizeof(line), modules))
		loaded = sscanf(line, "%63s", found) == 1 &&
			 !strcmp(found, name);
	if (modules)
		fclose(modules);

	return loaded;
}

int module_load_with(const char *path, const char *parameters)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	int error = 0;

	if (fd < 0)
		return -errno;
	if (syscall(SYS_finit_module, fd, parameters, 0))
		error = -errno;
	close(fd);

	return error;
}

int module_load(const char *name)
{
	char path[128];

	snprintf(path, sizeof(path), "/lib/procscope/%s.ko", name);
	return module_load_with(path, "");
}

int module_unload(const char *name)
{
	return syscall(SYS_delete_module, name, O_NONBLOCK) ? -errno : 0;
}

// SPDX-License-Identifier: GPL-2.0
/* trap.c - memory that keeps whoever touches it, the kernel included */
#include <fcntl.h>
#include <linux/userfaultfd.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "trap.h"

const char *lacks_traps(void)
{
	int fd = syscall(SYS_userfaultfd, O_CLOEXEC);

	if (fd < 0)
		return "no userfaultfd(): CONFIG_USERFAULTFD is off";
	close(fd);
	return NULL;
}

char *trap_set(size_t before)
{
	struct uffdio_api api = { .api = UFFD_API };
	size_t page = sysconf(_SC_PAGESIZE);
	struct uffdio_register range;
	int fd = syscall(SYS_userfaultfd, O_CLOEXEC);
	char *memory;

	if (fd < 0 || before > page)
		return NULL;
	memory = mmap(NULL, 2 * page, PROT_READ | PROT_WRITE,
		      MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (memory == MAP_FAILED)
		return NULL;
	*memory = 0;
	range = (struct uffdio_register){
		.range = { .start = (unsigned long)memory + page, .len = page },
		.mode = UFFDIO_REGISTER_MODE_MISSING,
	};
	/* The file stays open until the process ends. */
	if (ioctl(fd, UFFDIO_API, &api) || ioctl(fd, UFFDIO_REGISTER, &range))
		return NULL;
	return memory + page - before;
}

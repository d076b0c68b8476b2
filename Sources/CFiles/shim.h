#ifndef ISOLOSS_FILES_H
#define ISOLOSS_FILES_H
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>

// Declared here, because the C library hides it from programs that do not ask for all GNU extensions.
#ifdef __linux__
extern int renameat2(int, const char *, int, const char *, unsigned int);
#endif

/// Gives two files or folders each other's name in one step. Returns 0, or -1 with errno where a file system or machine cannot.
static inline int isoloss_exchange(const char *_Nonnull one, const char *_Nonnull other) {
#if defined(__linux__)
  return renameat2(AT_FDCWD, one, AT_FDCWD, other, 1u << 1);
#elif defined(__APPLE__)
  return renamex_np(one, other, RENAME_SWAP);
#else
  errno = ENOTSUP;
  return -1;
#endif
}

#endif

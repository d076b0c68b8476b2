// A file layer that goes wrong at a chosen moment, for the program as it is: loaded before the C library, it stands in for the
// calls that change or open files below one folder, counts them, and lets the one with a given number fail, or ends the
// process there as `kill -9` does.
//
//   FAULT_FOLDER   the folder that is watched
//   FAULT_KIND     kill: the process ends before the call, a write after half of its bytes
//                  full: from the call on nothing takes any more bytes, as on a full disk
//                  read-only: from the call on nothing changes
//                  slow: every call takes FAULT_AT microseconds longer, as over a network
//                  vanish, swap: FAULT_FILE is removed, or FAULT_OTHER takes its name, before it is opened for the time FAULT_AT
//                  clock: the clock is FAULT_AT seconds off
//   FAULT_AT       the number of the call, from 1
//   FAULT_COUNT    a file that gets the number of calls at the end
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static const char *folder, *kind, *file, *other;
static long at;
static atomic_long count, opened;

__attribute__((constructor)) static void begin(void) {
  folder = getenv("FAULT_FOLDER");
  kind = getenv("FAULT_KIND") ?: "";
  file = getenv("FAULT_FILE");
  other = getenv("FAULT_OTHER");
  at = atol(getenv("FAULT_AT") ?: "0");
  // Only this process: what it starts is left alone.
  unsetenv("LD_PRELOAD");
}

__attribute__((destructor)) static void end(void) {
  const char *path = getenv("FAULT_COUNT");
  if (!path) return;
  char text[32];
  int length = snprintf(text, sizeof text, "%ld", atomic_load(&count));
  int descriptor = (int)syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_TRUNC, 0644);
  if (descriptor < 0) return;
  syscall(SYS_write, descriptor, text, (size_t)length);
  syscall(SYS_close, descriptor);
}

static int is(const char *name) { return kind && strcmp(kind, name) == 0; }

/// Whether the file lies in the watched folder.
static int watched(int directory, const char *path) {
  if (!folder || !path) return 0;
  char base[PATH_MAX] = "";
  if (path[0] != '/') {
    if (directory == AT_FDCWD) {
      if (!getcwd(base, sizeof base)) return 0;
    } else {
      char link[64];
      snprintf(link, sizeof link, "/proc/self/fd/%d", directory);
      ssize_t length = readlink(link, base, sizeof base - 1);
      if (length < 0) return 0;
      base[length] = 0;
    }
  }
  const char *start = path[0] == '/' ? path : base;
  return strncmp(start, folder, strlen(folder)) == 0;
}

static int watched_descriptor(int descriptor) { return watched(descriptor, ""); }

static void slow_down(void) {
  if (is("slow")) usleep((useconds_t)at);
}

/// Counts a call that changes something. 0: it goes on; 1: it is the one that the process ends at; -1: it fails with errno.
static int change(int takes_bytes) {
  slow_down();
  long number = atomic_fetch_add(&count, 1) + 1;
  if (is("kill")) return number == at;
  if (number < at) return 0;
  if (is("full") && takes_bytes) {
    errno = ENOSPC;
    return -1;
  }
  if (is("read-only")) {
    errno = EROFS;
    return -1;
  }
  return 0;
}

static void die(void) { syscall(SYS_kill, getpid(), SIGKILL); }

#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

/// A call by path that changes something.
#define CHANGE(directory, path, takes_bytes)              \
  if (watched(directory, path)) {                         \
    int what = change(takes_bytes);                       \
    if (what > 0) die();                                  \
    if (what < 0) return -1;                              \
  }

static int open_changes(int flags) { return (flags & (O_WRONLY | O_RDWR | O_CREAT | O_TRUNC)) != 0; }

/// Before a file is opened for reading: the moment at which it vanishes or is another one.
static void before_reading(int directory, const char *path) {
  if (!watched(directory, path)) return;
  slow_down();
  if (!file || strlen(path) < strlen(file) || strcmp(path + strlen(path) - strlen(file), file) != 0) return;
  if (atomic_fetch_add(&opened, 1) + 1 != at) return;
  if (is("vanish")) syscall(SYS_unlinkat, AT_FDCWD, path, 0);
  if (is("swap")) syscall(SYS_renameat, AT_FDCWD, other, AT_FDCWD, path);
}

static int open_file(int directory, const char *path, int flags, mode_t mode) {
  if (open_changes(flags)) {
    CHANGE(directory, path, 1)
  } else {
    before_reading(directory, path);
  }
  return (int)syscall(SYS_openat, directory, path, flags, mode);
}

#define MODE(flags)                                        \
  mode_t mode = 0;                                         \
  if ((flags) & (O_CREAT | O_TMPFILE)) {                   \
    va_list list;                                          \
    va_start(list, flags);                                 \
    mode = va_arg(list, mode_t);                           \
    va_end(list);                                          \
  }

int open(const char *path, int flags, ...) { MODE(flags) return open_file(AT_FDCWD, path, flags, mode); }
int open64(const char *path, int flags, ...) { MODE(flags) return open_file(AT_FDCWD, path, flags, mode); }
int openat(int directory, const char *path, int flags, ...) {
  MODE(flags) return open_file(directory, path, flags, mode);
}
int openat64(int directory, const char *path, int flags, ...) {
  MODE(flags) return open_file(directory, path, flags, mode);
}
int creat(const char *path, mode_t mode) { return open_file(AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, mode); }

int mkstemp(char *template) {
  CHANGE(AT_FDCWD, template, 1)
  return NEXT(mkstemp)(template);
}
int mkostemp(char *template, int flags) {
  CHANGE(AT_FDCWD, template, 1)
  return NEXT(mkostemp)(template, flags);
}
int mkdir(const char *path, mode_t mode) {
  CHANGE(AT_FDCWD, path, 1)
  return NEXT(mkdir)(path, mode);
}
int rename(const char *from, const char *to) {
  CHANGE(AT_FDCWD, to, 0)
  return NEXT(rename)(from, to);
}
int renameat(int directory, const char *from, int target, const char *to) {
  CHANGE(target, to, 0)
  return NEXT(renameat)(directory, from, target, to);
}
int renameat2(int directory, const char *from, int target, const char *to, unsigned int flags) {
  CHANGE(target, to, 0)
  if (getenv("FAULT_NO_EXCHANGE")) {
    errno = EINVAL;
    return -1;
  }
  return NEXT(renameat2)(directory, from, target, to, flags);
}
int unlink(const char *path) {
  CHANGE(AT_FDCWD, path, 0)
  return NEXT(unlink)(path);
}
int unlinkat(int directory, const char *path, int flags) {
  CHANGE(directory, path, 0)
  return NEXT(unlinkat)(directory, path, flags);
}
int rmdir(const char *path) {
  CHANGE(AT_FDCWD, path, 0)
  return NEXT(rmdir)(path);
}
int symlink(const char *to, const char *path) {
  CHANGE(AT_FDCWD, path, 1)
  return NEXT(symlink)(to, path);
}
int ftruncate(int descriptor, off_t length) {
  if (watched_descriptor(descriptor)) {
    int what = change(0);
    if (what > 0) die();
    if (what < 0) return -1;
  }
  return NEXT(ftruncate)(descriptor, length);
}
ssize_t write(int descriptor, const void *bytes, size_t size) {
  if (watched_descriptor(descriptor)) {
    int what = change(1);
    if (what != 0) syscall(SYS_write, descriptor, bytes, size / 2);
    if (what > 0) die();
    if (what < 0) return -1;
  }
  return (ssize_t)syscall(SYS_write, descriptor, bytes, size);
}
ssize_t pwrite(int descriptor, const void *bytes, size_t size, off_t offset) {
  if (watched_descriptor(descriptor)) {
    int what = change(1);
    if (what > 0) die();
    if (what < 0) return -1;
  }
  return (ssize_t)syscall(SYS_pwrite64, descriptor, bytes, size, offset);
}

int clock_gettime(clockid_t clock, struct timespec *now) {
  int result = (int)syscall(SYS_clock_gettime, clock, now);
  if (result == 0 && clock == CLOCK_REALTIME && is("clock")) now->tv_sec += at;
  return result;
}
int gettimeofday(struct timeval *restrict now, void *restrict zone) {
  int result = (int)syscall(SYS_gettimeofday, now, zone);
  if (result == 0 && is("clock")) now->tv_sec += at;
  return result;
}
time_t time(time_t *place) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  if (place) *place = now.tv_sec;
  return now.tv_sec;
}

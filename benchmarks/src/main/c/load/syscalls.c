// SPDX-License-Identifier: Apache-2.0
// Counts the system calls of another process with the kernel's tracepoint, as `perf stat -p` does.
#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <linux/perf_event.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "load.h"

enum { MOST_THREADS = 4096 };

static int counters[MOST_THREADS];
static int count;
static const char *missing;
static uint64_t total_then, calls;

static long tracepoint(void) {
  static const char *const PLACES[] = {"/sys/kernel/tracing/events/raw_syscalls/sys_enter/id",
                                       "/sys/kernel/debug/tracing/events/raw_syscalls/sys_enter/id"};
  for (size_t i = 0; i < sizeof PLACES / sizeof *PLACES; i++) {
    FILE *file = fopen(PLACES[i], "r");
    long id;
    if (file == NULL) continue;
    int read = fscanf(file, "%ld", &id);
    fclose(file);
    if (read == 1) return id;
  }
  return -1;
}

static void count_thread(pid_t thread, long id) {
  struct perf_event_attr attributes = {.type = PERF_TYPE_TRACEPOINT,
                                       .size = sizeof attributes,
                                       .config = (uint64_t)id,
                                       .inherit = 1}; // threads that it starts count with it
  long fd = syscall(SYS_perf_event_open, &attributes, thread, -1, -1, 0);
  if (fd >= 0) {
    counters[count++] = (int)fd;
  } else if (errno != ESRCH) { // a thread may have ended
    missing = errno == EACCES || errno == EPERM ? "perf_event_open_not_permitted" : "no_perf_event_open";
  }
}

void prepare_syscalls(const struct settings *settings) {
  if (!settings->syscalls) return;
  long id = tracepoint();
  if (id < 0) {
    missing = "tracepoint_raw_syscalls:sys_enter_not_readable";
    return;
  }
  char path[64];
  snprintf(path, sizeof path, "/proc/%d/task", (int)settings->pid);
  DIR *threads = opendir(path);
  if (threads == NULL) {
    missing = "no_such_process";
    return;
  }
  struct dirent *entry;
  while ((entry = readdir(threads)) != NULL && count < MOST_THREADS && missing == NULL) {
    pid_t thread = (pid_t)atoi(entry->d_name);
    if (thread > 0) count_thread(thread, id);
  }
  closedir(threads);
}

static uint64_t total(void) {
  uint64_t sum = 0, value;
  for (int i = 0; i < count; i++) {
    if (read(counters[i], &value, sizeof value) == sizeof value) sum += value;
  }
  return sum;
}

void begin_syscalls(void) { total_then = total(); }

void end_syscalls(void) { calls = total() - total_then; }

void print_syscalls(const struct settings *settings) {
  if (!settings->syscalls) return;
  if (missing != NULL) {
    printf("syscalls_missing=%s ", missing);
  } else {
    printf("syscalls=%" PRIu64 " ", calls);
  }
}

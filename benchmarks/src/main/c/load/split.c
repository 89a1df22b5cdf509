// SPDX-License-Identifier: Apache-2.0
// Where the time of another process goes: user or system, and how often threads take turns.
#include <dirent.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "load.h"

// Times in ticks, which are samples: good for parts of a long window, not for sums.
static void read_ticks(pid_t pid, struct split *split) {
  char path[64], line[1024];
  snprintf(path, sizeof path, "/proc/%d/stat", (int)pid);
  FILE *file = fopen(path, "r");
  if (file == NULL) return;
  if (fgets(line, sizeof line, file) != NULL) {
    const char *rest = line;
    for (const char *c = line; *c != '\0'; c++) {
      if (*c == ')') rest = c + 1; // behind the name, which may have anything in it
    }
    unsigned long user = 0, system = 0;
    sscanf(rest, " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &user, &system);
    split->user_ticks = user;
    split->system_ticks = system;
  }
  fclose(file);
}

static uint64_t switches_of(pid_t pid, const char *thread) {
  char path[320], line[128];
  snprintf(path, sizeof path, "/proc/%d/task/%s/status", (int)pid, thread);
  FILE *file = fopen(path, "r");
  if (file == NULL) return 0;
  uint64_t sum = 0;
  unsigned long number;
  while (fgets(line, sizeof line, file) != NULL) {
    if (sscanf(line, "voluntary_ctxt_switches: %lu", &number) == 1) sum += number;
    if (sscanf(line, "nonvoluntary_ctxt_switches: %lu", &number) == 1) sum += number;
  }
  fclose(file);
  return sum;
}

static uint64_t switches_of_all(pid_t pid) {
  char path[64];
  snprintf(path, sizeof path, "/proc/%d/task", (int)pid);
  DIR *threads = opendir(path);
  if (threads == NULL) return 0;
  uint64_t sum = 0;
  struct dirent *entry;
  while ((entry = readdir(threads)) != NULL) {
    if (atoi(entry->d_name) > 0) sum += switches_of(pid, entry->d_name);
  }
  closedir(threads);
  return sum;
}

struct split read_split(const struct settings *settings) {
  struct split split = {0};
  if (!settings->split) return split;
  read_ticks(settings->pid, &split);
  split.switches = switches_of_all(settings->pid);
  return split;
}

void print_split(const struct settings *settings, struct split then, struct split now) {
  if (!settings->split) return;
  uint64_t user = now.user_ticks - then.user_ticks, system = now.system_ticks - then.system_ticks;
  // a thread that has ended took its count with it
  uint64_t switches = now.switches > then.switches ? now.switches - then.switches : 0;
  if (user + system > 0) printf("user_part=%.4f ", (double)user / (double)(user + system));
  printf("switches=%" PRIu64 " ", switches);
}

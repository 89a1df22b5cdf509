// SPDX-License-Identifier: Apache-2.0
// Time that passes, CPU time of the server, and the window in which both are taken.
#include <inttypes.h>
#include <stdio.h>
#include <time.h>

#include "load.h"

static uint64_t nanos_of(clockid_t clock) {
  struct timespec time;
  if (clock_gettime(clock, &time) != 0) return 0;
  return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

uint64_t now_nanos(void) { return nanos_of(CLOCK_MONOTONIC); }

// Of the children that its first thread has started: a server that forks has those, others have none.
static uint64_t nanos_of_children(pid_t pid) {
  char path[64];
  snprintf(path, sizeof path, "/proc/%d/task/%d/children", (int)pid, (int)pid);
  FILE *file = fopen(path, "r");
  if (file == NULL) return 0;
  uint64_t sum = 0;
  int child;
  while (fscanf(file, "%d", &child) == 1) sum += cpu_nanos(child);
  fclose(file);
  return sum;
}

uint64_t cpu_nanos(pid_t pid) {
  clockid_t clock;
  // the scheduler's own sum: exact, where /proc/PID/stat counts ticks and task/*/schedstat forgets
  // threads that have ended
  if (pid == 0 || clock_getcpuclockid(pid, &clock) != 0) return 0;
  return nanos_of(clock) + nanos_of_children(pid);
}

struct window plan_window(const struct settings *settings, uint64_t start) {
  struct window window = {0};
  window.warm_end = start + (uint64_t)settings->warm_millis * 1000000u;
  window.end = window.warm_end + (uint64_t)settings->window_millis * 1000000u;
  return window;
}

bool window_opens(struct window *window, const struct settings *settings, uint64_t now) {
  if (window->open || now < window->warm_end) return false;
  window->open = true;
  begin_syscalls();
  window->split_began = read_split(settings);
  window->cpu_began = cpu_nanos(settings->pid);
  window->began = now_nanos();
  window->end = window->began + (uint64_t)settings->window_millis * 1000000u;
  return true;
}

bool window_over(struct window *window, const struct settings *settings, uint64_t now) {
  if (!window->open || now < window->end) return false;
  window->cpu_ended = cpu_nanos(settings->pid);
  window->ended = now_nanos();
  window->split_ended = read_split(settings);
  end_syscalls();
  return true;
}

void print_window(const struct window *window, const struct settings *settings) {
  printf("nanos=%" PRIu64 " cpu_nanos=%" PRIu64 " ", window->ended - window->began,
         window->cpu_ended - window->cpu_began);
  print_split(settings, window->split_began, window->split_ended);
  print_syscalls(settings);
  printf("\n");
}

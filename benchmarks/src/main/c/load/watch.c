// SPDX-License-Identifier: Apache-2.0
// Watches a process that does its work by itself: from one line of standard input to the next.
#include <stdio.h>

#include "load.h"

int run_watch(const struct settings *settings) {
  char line[64];
  struct window window = plan_window(settings, 0);
  window.warm_end = 0;
  if (fgets(line, sizeof line, stdin) == NULL) return 1;
  window_opens(&window, settings, 1);
  printf("watching=%d\n", (int)settings->pid);
  fflush(stdout);
  if (fgets(line, sizeof line, stdin) == NULL) return 1;
  window.end = 0;
  window_over(&window, settings, 1);
  print_window(&window, settings);
  return 0;
}

// SPDX-License-Identifier: Apache-2.0
// Holds connections open that say nothing: as many as the last line of standard input told.
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "load.h"

int run_hold(const struct settings *settings) {
  int held = 0, errors = 0, wanted;
  char line[64];
  while (fgets(line, sizeof line, stdin) != NULL && (wanted = atoi(line)) > 0) {
    for (; held < wanted; held++) {
      int fd = open_connection(settings, held);
      if (fd >= 0 && greet(fd, 1)) continue; // kept open until the end
      if (fd >= 0) close(fd);
      errors++;
    }
    printf("count=%d errors=%d\n", held - errors, errors);
    fflush(stdout);
  }
  return 0;
}

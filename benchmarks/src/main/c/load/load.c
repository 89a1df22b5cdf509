// SPDX-License-Identifier: Apache-2.0
// The load generator of benchmarks/compare: one thread, epoll.
//
//   load MODE --port N | --path FILE [--connections N] [--size BYTES] [--rate N] [--sink PORT]
//        [--crowd N] [--warm MILLIS] [--window MILLIS] [--pid SERVER] [--syscalls 0|1] [--split 0|1]
//   load watch --pid N [--syscalls 0|1]
//   load distance --first PROCESSOR --second PROCESSOR
//
// It prints one line of key=value; CPU time is that of process SERVER within the window.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/un.h>

#include "load.h"

static const struct {
  const char *name;
  int (*run)(const struct settings *);
} MODES[] = {
    {"closed", run_closed}, {"paced", run_paced}, {"connect", run_connect},
    {"distance", run_distance},
    {"drain", run_drain},   {"fill", run_fill},   {"hold", run_hold},
    {"limit", run_limit},   {"through", run_through}, {"watch", run_watch},
};

static int wrong(const char *what, const char *value) {
  fprintf(stderr, "load: %s '%s'\n", what, value);
  return 2;
}

static void address_port(struct settings *settings, long port) {
  struct sockaddr_in *address = (struct sockaddr_in *)&settings->address;
  address->sin_family = AF_INET;
  address->sin_port = htons((uint16_t)port);
  address->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  settings->address_length = sizeof *address;
}

static bool address_path(struct settings *settings, const char *path) {
  struct sockaddr_un *address = (struct sockaddr_un *)&settings->address;
  if (strlen(path) >= sizeof address->sun_path) return false;
  address->sun_family = AF_UNIX;
  strcpy(address->sun_path, path);
  settings->address_length = sizeof *address;
  return true;
}

int main(int count, char **arguments) {
  struct settings settings = {
      .connections = 1, .size = 64, .rate = 1000, .warm_millis = 200, .window_millis = 1000};
  if (count < 2) return wrong("no mode", "");
  for (int i = 2; i + 1 < count; i += 2) {
    const char *name = arguments[i], *text = arguments[i + 1];
    long value = atol(text);
    if (strcmp(name, "--port") == 0) {
      address_port(&settings, value);
    } else if (strcmp(name, "--path") == 0) {
      if (!address_path(&settings, text)) return wrong("path too long", text);
    } else if (strcmp(name, "--connections") == 0) {
      settings.connections = (int)value;
    } else if (strcmp(name, "--size") == 0) {
      settings.size = (size_t)value;
    } else if (strcmp(name, "--rate") == 0) {
      settings.rate = value;
    } else if (strcmp(name, "--warm") == 0) {
      settings.warm_millis = value;
    } else if (strcmp(name, "--window") == 0) {
      settings.window_millis = value;
    } else if (strcmp(name, "--crowd") == 0) {
      settings.crowd = (int)value;
    } else if (strcmp(name, "--sink") == 0) {
      settings.sink = (uint16_t)value;
    } else if (strcmp(name, "--split") == 0) {
      settings.split = value != 0;
    } else if (strcmp(name, "--pid") == 0) {
      settings.pid = (pid_t)value;
    } else if (strcmp(name, "--first") == 0) {
      settings.first = (int)value;
    } else if (strcmp(name, "--second") == 0) {
      settings.second = (int)value;
    } else if (strcmp(name, "--syscalls") == 0) {
      settings.syscalls = value != 0;
    } else {
      return wrong("unknown option", name);
    }
  }
  if (settings.connections < 1 || settings.size < 1 || settings.rate < 1) {
    return wrong("too small", arguments[1]);
  }
  prepare_syscalls(&settings);
  for (size_t i = 0; i < sizeof MODES / sizeof *MODES; i++) {
    if (strcmp(arguments[1], MODES[i].name) == 0) return MODES[i].run(&settings);
  }
  return wrong("unknown mode", arguments[1]);
}

// SPDX-License-Identifier: Apache-2.0
//
// forbid WHAT ERRNO COMMAND...: runs a command to which the system refuses something with an error,
// as a sandbox does: "io_uring", rings; "code", memory that can be run and not written (the
// virtual machine itself asks for memory that can be both, and would not start without).
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef SYS_io_uring_setup
#define SYS_io_uring_setup 425
#endif

int main(int argc, char **argv) {
  if (argc < 4 || (strcmp(argv[1], "io_uring") != 0 && strcmp(argv[1], "code") != 0)) {
    fprintf(stderr, "forbid io_uring|code ERRNO COMMAND...\n");
    return 2;
  }
  unsigned answer = SECCOMP_RET_ERRNO | ((unsigned)atoi(argv[2]) & SECCOMP_RET_DATA);
  struct sock_filter no_rings[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_io_uring_setup, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, answer),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  struct sock_filter no_code[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_mprotect, 0, 3),
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[2])), // little-endian
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, PROT_READ | PROT_EXEC, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, answer),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  struct sock_fprog program = strcmp(argv[1], "code") == 0
                                  ? (struct sock_fprog){sizeof no_code / sizeof *no_code, no_code}
                                  : (struct sock_fprog){sizeof no_rings / sizeof *no_rings, no_rings};
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) {
    perror("PR_SET_NO_NEW_PRIVS");
    return 1;
  }
  if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0) {
    perror("PR_SET_SECCOMP");
    return 77;
  }
  execvp(argv[3], argv + 3);
  perror(argv[3]);
  return 1;
}

// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

/** Constants of io_uring(7), the same on x86-64 and aarch64: linux/io_uring.h where not said. */
final class UringConstants {
  private UringConstants() {}

  static final int SYS_io_uring_setup = 425; // asm-generic/unistd.h
  static final int SYS_io_uring_enter = 426; // asm-generic/unistd.h
  static final int SYS_io_uring_register = 427; // asm-generic/unistd.h
  static final int PROT_READ = 1; // asm-generic/mman-common.h
  static final int PROT_WRITE = 2; // asm-generic/mman-common.h
  static final int PROT_EXEC = 4; // asm-generic/mman-common.h
  static final int MAP_SHARED = 0x01; // linux/mman.h
  static final int MAP_PRIVATE = 0x02; // linux/mman.h
  static final int MAP_ANONYMOUS = 0x20; // asm-generic/mman-common.h
  static final int MAP_POPULATE = 0x8000; // asm-generic/mman-common.h
  static final int MADV_HUGEPAGE = 14; // asm-generic/mman-common.h

  static final int IORING_OFF_SQ_RING = 0;
  static final int IORING_OFF_SQES = 0x10000000;

  static final int IORING_SETUP_CQSIZE = 1 << 3;
  static final int IORING_SETUP_CLAMP = 1 << 4;
  static final int IORING_SETUP_SUBMIT_ALL = 1 << 7;
  static final int IORING_SETUP_COOP_TASKRUN = 1 << 8;
  static final int IORING_SETUP_TASKRUN_FLAG = 1 << 9;
  static final int IORING_SETUP_SINGLE_ISSUER = 1 << 12;
  static final int IORING_SETUP_DEFER_TASKRUN = 1 << 13;

  static final int IORING_FEAT_SINGLE_MMAP = 1;
  static final int IORING_FEAT_NODROP = 1 << 1;
  static final int IORING_FEAT_FAST_POLL = 1 << 5;
  static final int IORING_FEAT_EXT_ARG = 1 << 8;
  static final int IORING_FEAT_NO_IOWAIT = 1 << 17;

  static final int IORING_ENTER_GETEVENTS = 1;
  static final int IORING_ENTER_EXT_ARG = 1 << 3;

  static final int IORING_SQ_CQ_OVERFLOW = 1 << 1;
  static final int IORING_SQ_TASKRUN = 1 << 2;

  static final int IORING_OP_POLL_ADD = 6;
  static final int IORING_OP_ASYNC_CANCEL = 14;
  static final int IORING_OP_SEND = 26;
  static final int IORING_OP_RECV = 27;

  static final int IOSQE_BUFFER_SELECT = 1 << 5;
  static final int IORING_POLL_ADD_MULTI = 1;
  static final int IORING_RECVSEND_POLL_FIRST = 1;
  static final int IORING_RECV_MULTISHOT = 1 << 1;

  static final int IORING_CQE_F_BUFFER = 1;
  static final int IORING_CQE_F_MORE = 1 << 1;
  static final int IORING_CQE_BUFFER_SHIFT = 16;

  static final int IORING_REGISTER_PBUF_RING = 22;
  static final int IORING_REGISTER_SYNC_CANCEL = 24;
}

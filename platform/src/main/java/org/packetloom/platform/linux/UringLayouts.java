// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import static java.lang.foreign.MemoryLayout.sequenceLayout;
import static java.lang.foreign.MemoryLayout.structLayout;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.StructLayout;
import java.util.stream.Stream;
import org.packetloom.platform.unix.UnixLayouts;

/** The structs of linux/io_uring.h in use. Members of a union have the name that is used here. */
final class UringLayouts {
  private UringLayouts() {}

  static final StructLayout io_sqring_offsets =
      structLayout(
              JAVA_INT.withName("head"),
              JAVA_INT.withName("tail"),
              JAVA_INT.withName("ring_mask"),
              JAVA_INT.withName("ring_entries"),
              JAVA_INT.withName("flags"),
              JAVA_INT.withName("dropped"),
              JAVA_INT.withName("array"),
              JAVA_INT.withName("resv1"),
              JAVA_LONG.withName("resv2"))
          .withName("io_sqring_offsets");

  static final StructLayout io_cqring_offsets =
      structLayout(
              JAVA_INT.withName("head"),
              JAVA_INT.withName("tail"),
              JAVA_INT.withName("ring_mask"),
              JAVA_INT.withName("ring_entries"),
              JAVA_INT.withName("overflow"),
              JAVA_INT.withName("cqes"),
              JAVA_INT.withName("flags"),
              JAVA_INT.withName("resv1"),
              JAVA_LONG.withName("resv2"))
          .withName("io_cqring_offsets");

  static final StructLayout io_uring_params =
      structLayout(
              JAVA_INT.withName("sq_entries"),
              JAVA_INT.withName("cq_entries"),
              JAVA_INT.withName("flags"),
              JAVA_INT.withName("sq_thread_cpu"),
              JAVA_INT.withName("sq_thread_idle"),
              JAVA_INT.withName("features"),
              JAVA_INT.withName("wq_fd"),
              sequenceLayout(3, JAVA_INT).withName("resv"),
              io_sqring_offsets.withName("sq_off"),
              io_cqring_offsets.withName("cq_off"))
          .withName("io_uring_params");

  static final StructLayout io_uring_sqe =
      structLayout(
              JAVA_BYTE.withName("opcode"),
              JAVA_BYTE.withName("flags"),
              JAVA_SHORT.withName("ioprio"),
              JAVA_INT.withName("fd"),
              JAVA_LONG.withName("off"),
              JAVA_LONG.withName("addr"),
              JAVA_INT.withName("len"),
              JAVA_INT.withName("msg_flags"),
              JAVA_LONG.withName("user_data"),
              JAVA_SHORT.withName("buf_group"),
              JAVA_SHORT.withName("personality"),
              JAVA_INT.withName("file_index"),
              JAVA_LONG.withName("addr3"),
              sequenceLayout(1, JAVA_LONG).withName("__pad2"))
          .withName("io_uring_sqe");

  static final StructLayout io_uring_cqe =
      structLayout(
              JAVA_LONG.withName("user_data"), JAVA_INT.withName("res"), JAVA_INT.withName("flags"))
          .withName("io_uring_cqe");

  static final StructLayout io_uring_getevents_arg =
      structLayout(
              JAVA_LONG.withName("sigmask"),
              JAVA_INT.withName("sigmask_sz"),
              JAVA_INT.withName("pad"),
              JAVA_LONG.withName("ts"))
          .withName("io_uring_getevents_arg");

  /** Its tail lies over the first entry. */
  static final StructLayout io_uring_buf =
      structLayout(
              JAVA_LONG.withName("addr"),
              JAVA_INT.withName("len"),
              JAVA_SHORT.withName("bid"),
              JAVA_SHORT.withName("resv"))
          .withName("io_uring_buf");

  static final StructLayout io_uring_buf_reg =
      structLayout(
              JAVA_LONG.withName("ring_addr"),
              JAVA_INT.withName("ring_entries"),
              JAVA_SHORT.withName("bgid"),
              JAVA_SHORT.withName("pad"),
              sequenceLayout(3, JAVA_LONG).withName("resv"))
          .withName("io_uring_buf_reg");

  static final StructLayout io_uring_sync_cancel_reg =
      structLayout(
              JAVA_LONG.withName("addr"),
              JAVA_INT.withName("fd"),
              JAVA_INT.withName("flags"),
              UnixLayouts.timespec.withName("timeout"),
              sequenceLayout(4, JAVA_LONG).withName("pad"))
          .withName("io_uring_sync_cancel_reg");

  /** Where a member is; those of structs within are named one after the other. */
  static long offset(StructLayout layout, String... path) {
    return layout.byteOffset(
        Stream.of(path).map(PathElement::groupElement).toArray(PathElement[]::new));
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.unix;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.lang.foreign.MemoryLayout.structLayout;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.StructLayout;
import java.lang.invoke.VarHandle;

/**
 * The C structs that are the same on every 64-bit, little-endian Unix known here, with the names of
 * the headers.
 */
public final class UnixLayouts {
  private UnixLayouts() {}

  /** bits/types/struct_timespec.h, sys/_types/_timespec.h. */
  public static final StructLayout timespec =
      structLayout(JAVA_LONG.withName("tv_sec"), JAVA_LONG.withName("tv_nsec"))
          .withName("timespec");

  static final VarHandle TV_SEC = timespec.varHandle(groupElement("tv_sec"));
  static final VarHandle TV_NSEC = timespec.varHandle(groupElement("tv_nsec"));

  /** bits/types/struct_iovec.h, sys/_types/_iovec_t.h. */
  public static final StructLayout iovec =
      structLayout(JAVA_LONG.withName("iov_base"), JAVA_LONG.withName("iov_len")).withName("iovec");

  /** sys/poll.h. */
  public static final StructLayout pollfd =
      structLayout(
              JAVA_INT.withName("fd"),
              JAVA_SHORT.withName("events"),
              JAVA_SHORT.withName("revents"))
          .withName("pollfd");
}

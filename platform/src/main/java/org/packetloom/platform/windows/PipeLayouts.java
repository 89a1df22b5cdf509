// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.windows;

import static java.lang.foreign.MemoryLayout.paddingLayout;
import static java.lang.foreign.MemoryLayout.structLayout;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.StructLayout;

/** The C structs of named pipes and of access control, with the names of the headers. */
final class PipeLayouts {
  private PipeLayouts() {}

  /** ntifs.h. */
  static final StructLayout FILE_PIPE_LOCAL_INFORMATION =
      structLayout(
              JAVA_INT.withName("NamedPipeType"),
              JAVA_INT.withName("NamedPipeConfiguration"),
              JAVA_INT.withName("MaximumInstances"),
              JAVA_INT.withName("CurrentInstances"),
              JAVA_INT.withName("InboundQuota"),
              JAVA_INT.withName("ReadDataAvailable"),
              JAVA_INT.withName("OutboundQuota"),
              JAVA_INT.withName("WriteQuotaAvailable"),
              JAVA_INT.withName("NamedPipeState"),
              JAVA_INT.withName("NamedPipeEnd"))
          .withName("FILE_PIPE_LOCAL_INFORMATION");

  /** minwinbase.h. */
  static final StructLayout SECURITY_ATTRIBUTES =
      structLayout(
              JAVA_INT.withName("nLength"),
              paddingLayout(4),
              ADDRESS.withName("lpSecurityDescriptor"),
              JAVA_INT.withName("bInheritHandle"),
              paddingLayout(4))
          .withName("SECURITY_ATTRIBUTES");

  /** winnt.h: its beginning is the address of the SID, which lies behind it. */
  static final int TOKEN_USER_MOST = 16 + 68; // SECURITY_MAX_SID_SIZE of winnt.h
}
